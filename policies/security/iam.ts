import * as aws from "@pulumi/aws";
import { type Statement, statements } from "../framework/document.ts";
import { matches } from "../framework/glob.ts";
import { type Context, on, resourceRule } from "../framework/rule.ts";
import { type Settings, strings } from "../framework/settings.ts";

/** Checks of every policy that says what a role, user or group may do. */
function onPolicies<Of extends Settings>(check: (allowed: Statement[], context: Context<Of>) => void) {
  const judge = (policy: unknown, context: Context<Of>) => {
    check(
      statements(policy).filter((statement) => statement.allows),
      context,
    );
  };
  return [
    on<aws.iam.PolicyArgs, Of>(aws.iam.Policy, ({ policy }, context) => {
      judge(policy, context);
    }),
    on<aws.iam.RolePolicyArgs, Of>(aws.iam.RolePolicy, ({ policy }, context) => {
      judge(policy, context);
    }),
    on<aws.iam.UserPolicyArgs, Of>(aws.iam.UserPolicy, ({ policy }, context) => {
      judge(policy, context);
    }),
    on<aws.iam.GroupPolicyArgs, Of>(aws.iam.GroupPolicy, ({ policy }, context) => {
      judge(policy, context);
    }),
    on<aws.iam.RoleArgs, Of>(aws.iam.Role, ({ inlinePolicies = [] }, context) => {
      for (const { policy } of inlinePolicies) judge(policy, context);
    }),
  ];
}

export const iamActionsExact = resourceRule(
  {
    name: "iam-actions-exact",
    level: "mandatory",
    what: "A policy allows exact actions",
    why: "An action with a wildcard allows also what AWS adds to the service tomorrow.",
    controls: [
      "FSBP IAM.1",
      "FSBP IAM.21",
      "cdk-nag AwsSolutions-IAM5",
      "cdk-nag Serverless-LambdaStarPermissions",
      "CKV_AWS_63",
      "CKV2_AWS_40",
    ],
    settings: { allowed: strings("Actions with wildcards that are allowed all the same", []) },
  },
  ...onPolicies<{ allowed: ReturnType<typeof strings> }>((allowed, { settings, report }) => {
    for (const statement of allowed) {
      if (statement.excludes) {
        report("a statement allows everything but what it names (NotAction, NotResource): name what it allows.");
      }
      const wide = statement.actions.filter((action) => /[*?]/.test(action) && !settings.allowed.includes(action));
      if (wide.length > 0) report(`Action holds ${wide.join(", ")}: name each action.`);
    }
  }),
);

export const iamResourcesExact = resourceRule(
  {
    name: "iam-resources-exact",
    level: "mandatory",
    what: "A policy allows an action on every resource only where AWS knows nothing narrower",
    why: "A function that is taken over reads and writes what every other program of the account owns.",
    controls: ["FSBP KMS.1", "FSBP KMS.2", "cdk-nag AwsSolutions-IAM5", "CKV_AWS_355"],
    settings: {
      // https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
      actions: strings("Actions that may be allowed on *: those that AWS knows no narrower resource for", [
        "xray:PutTraceSegments",
        "xray:PutTelemetryRecords",
        "xray:GetSamplingRules",
        "xray:GetSamplingTargets",
        "xray:GetSamplingStatisticSummaries",
        "cloudwatch:PutMetricData",
        "dynamodb:ListStreams",
        "ec2:CreateNetworkInterface",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DeleteNetworkInterface",
        "ecr:GetAuthorizationToken",
        "logs:CreateLogDelivery",
        "logs:GetLogDelivery",
        "logs:UpdateLogDelivery",
        "logs:DeleteLogDelivery",
        "logs:ListLogDeliveries",
        "logs:PutResourcePolicy",
        "logs:DescribeResourcePolicies",
        "logs:DescribeLogGroups",
        "sts:GetCallerIdentity",
      ]),
    },
  },
  ...onPolicies<{ actions: ReturnType<typeof strings> }>((allowed, { settings, report }) => {
    for (const statement of allowed) {
      if (!statement.resources.includes("*")) continue;
      // Passing roles has a rule of its own, and an action with a wildcard too.
      const wide = statement.actions.filter(
        (action) => !settings.actions.includes(action) && action !== "iam:PassRole" && !/[*?]/.test(action),
      );
      if (wide.length > 0) report(`Resource is "*" for ${wide.join(", ")}: name the resources.`);
    }
  }),
);

export const iamPassRole = resourceRule(
  {
    name: "iam-pass-role",
    level: "mandatory",
    what: "A policy lets only named roles be passed on",
    why: "Who may pass every role may do what the strongest of them may do.",
    controls: ["CKV_AWS_286"],
  },
  ...onPolicies((allowed, { report }) => {
    for (const statement of allowed) {
      if (!statement.actions.some((action) => action.toLowerCase() === "iam:passrole")) continue;
      const wide = statement.resources.filter((resource) => resource === "*" || resource.endsWith(":role/*"));
      if (wide.length > 0) report(`iam:PassRole is allowed on ${wide.join(", ")}: name the roles.`);
    }
  }),
);

export const roleTrustBounded = resourceRule(
  {
    name: "role-trust-bounded",
    level: "mandatory",
    what: "A role trusts somebody in particular",
    why: "A role that trusts everybody can be taken by every AWS account in the world.",
    controls: ["CKV_AWS_60", "CKV_AWS_61"],
  },
  on(aws.iam.Role, ({ assumeRolePolicy }, { report }) => {
    for (const statement of statements(assumeRolePolicy)) {
      if (!statement.allows || !statement.meansEverybody || statement.hasCondition) continue;
      report('assumeRolePolicy trusts the principal "*": name a service or account, or add a condition.');
    }
  }),
);

const broad = ["AdministratorAccess", "PowerUserAccess", "IAMFullAccess", "*FullAccess"];

export const managedPolicyBounded = resourceRule(
  {
    name: "managed-policy-bounded",
    level: "mandatory",
    what: "A role has none of AWS's managed policies that allow a whole service or all of them",
    why: "They allow every action of a service on every resource of the account.",
    controls: ["FSBP IAM.1", "cdk-nag AwsSolutions-IAM4", "CKV_AWS_274", "CKV2_AWS_56"],
    settings: {
      refused: strings("Names of the managed policies that are refused; * stands for any characters", broad),
    },
  },
  on(aws.iam.RolePolicyAttachment, ({ policyArn }, { settings: { refused }, report }) => {
    for (const found of refusedOf([policyArn], refused))
      report(`policyArn is ${found}: write a policy of exact actions.`);
  }),
  on(aws.iam.Role, ({ managedPolicyArns = [] }, { settings: { refused }, report }) => {
    for (const found of refusedOf(managedPolicyArns, refused)) {
      report(`managedPolicyArns holds ${found}: write a policy of exact actions.`);
    }
  }),
);

function refusedOf(arns: readonly string[], refused: readonly string[]): string[] {
  return arns.filter(
    (arn) =>
      arn.includes(":iam::aws:policy/") && refused.some((one) => matches(one, arn.slice(arn.lastIndexOf("/") + 1))),
  );
}

export const noAccessKeys = resourceRule(
  {
    name: "no-access-keys",
    level: "mandatory",
    what: "A program makes no access keys",
    why: "A key that does not expire is found in a log, a laptop or a repository some day, and works.",
    controls: [],
  },
  on(aws.iam.AccessKey, (_, { report }) => {
    report(
      "aws.iam.AccessKey makes a key that does not expire: let a role be assumed, by OpenID Connect from outside of AWS.",
    );
  }),
);
