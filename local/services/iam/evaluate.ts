import type { ConditionContext } from "./conditions.ts";
import { holds } from "./conditions.ts";
import type { PolicyDocument, Principal, Statement } from "./policy.ts";
import { matchesWildcard } from "./wildcard.ts";

/** One action on one resource, and what is known of the call. */
interface Question {
  /** Such as `dynamodb:PutItem`. */
  readonly action: string;
  readonly resource: string;
  readonly context: ConditionContext;
}

/** Who asks: a role's session, or an AWS service on its own behalf. */
export type Asker =
  { readonly account: string; readonly roleArn: string; readonly sessionArn: string } | { readonly service: string };

/** What policies say: an explicit denial beats everything; where none speaks, the answer is no. */
type Verdict = "allowed" | "denied explicitly" | "denied implicitly";

/** What policies attached to a role say. */
export function evaluate(policies: readonly PolicyDocument[], question: Question): Verdict {
  return verdict(policies, (statement) => applies(statement, question));
}

/** What a policy attached to a resource, or a role's trust policy, says to one who asks. */
export function evaluateFor(asker: Asker, policy: PolicyDocument, question: Question): Verdict {
  return verdict([policy], (statement) => {
    if (statement.principal === undefined || !applies(statement, question)) return false;
    return means(statement.principal, asker, statement.effect);
  });
}

function verdict(policies: readonly PolicyDocument[], matches: (statement: Statement) => boolean): Verdict {
  const statements = policies.flatMap((policy) => policy.statements.filter(matches));
  if (statements.some(({ effect }) => effect === "Deny")) return "denied explicitly";
  return statements.length > 0 ? "allowed" : "denied implicitly";
}

function applies(statement: Statement, { action, resource, context }: Question): boolean {
  const actionNamed = statement.actions.some((pattern) => matchesWildcard(pattern, action, "i"));
  const resourceNamed = statement.resources.some((pattern) => matchesWildcard(pattern, resource));
  return (
    actionNamed !== statement.actionsInverted &&
    resourceNamed !== statement.resourcesInverted &&
    statement.conditions.every((condition) => holds(condition, context))
  );
}

function means(principal: Principal, asker: Asker, effect: Statement["effect"]): boolean {
  if ("service" in asker) return principal.anyone || principal.services.includes(asker.service);
  if (principal.anyone) return true;
  if (principal.aws.includes(asker.roleArn) || principal.aws.includes(asker.sessionArn)) return true;
  // Naming the account allows nothing by itself: it leaves the decision to the role's own policies.
  const namesAccount =
    principal.aws.includes(asker.account) || principal.aws.includes(`arn:aws:iam::${asker.account}:root`);
  return namesAccount && effect === "Deny";
}
