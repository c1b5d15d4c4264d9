import { expect } from "chai";
import { AwsError } from "../../../../local/endpoint/aws-error.ts";
import { AccessDenied } from "../../../../local/services/iam/access-denied.ts";
import { Iam } from "../../../../local/services/iam/iam.ts";
import { parsePolicy } from "../../../../local/services/iam/policy.ts";
import { policy, trust } from "../../iam-documents.ts";

const queue = "arn:aws:sqs:eu-west-1:000000000000:bookings";

function iamWithRole(name = "accept") {
  const iam = new Iam();
  const { arn } = iam.putRole({ name, assumeRolePolicy: trust });
  const { accessKeyId } = iam.credentials(arn);
  const authorize = (action: string, resource: string, resourcePolicy?: string) => {
    iam.authorize({
      accessKeyId,
      action,
      resource,
      region: "eu-west-1",
      resourcePolicy: resourcePolicy === undefined ? undefined : parsePolicy(resourcePolicy, "resource"),
    });
  };
  return { iam, arn, accessKeyId, authorize };
}

describe("Iam", () => {
  it("makes a role with an ARN and an id, and forgets it when it is deleted", () => {
    const { iam, arn, accessKeyId } = iamWithRole();
    expect(iam.role("accept")).to.include({ arn: "arn:aws:iam::000000000000:role/accept", assumeRolePolicy: trust });
    expect(iam.role("accept")?.uniqueId).to.match(/^AROA[A-Z0-9]{17}$/);
    iam.deleteRole("accept");
    expect(iam.role("accept")).to.equal(undefined);
    expect(iam.callerOf(accessKeyId)).to.equal(undefined);
    expect(() => iam.credentials(arn))
      .to.throw(AwsError, /accept cannot be found/)
      .with.property("name", "NoSuchEntity");
  });

  it("refuses a role with a bad name or a bad trust policy", () => {
    const iam = new Iam();
    expect(() => iam.putRole({ name: "a b", assumeRolePolicy: trust })).to.throw(AwsError, /role a b/);
    expect(() => iam.putRole({ name: "a", assumeRolePolicy: "{" }))
      .to.throw(AwsError)
      .with.property("name", "MalformedPolicyDocument");
    expect(iam.role("a")).to.equal(undefined);
  });

  it("keeps a role's policies when its trust policy is put again", () => {
    const { iam, authorize } = iamWithRole();
    iam.putRolePolicy("accept", "send", policy("Allow", "sqs:SendMessage", queue));
    iam.putRole({ name: "accept", assumeRolePolicy: trust, description: "accepts" });
    authorize("sqs:SendMessage", queue);
    expect(iam.role("accept")?.description).to.equal("accepts");
  });

  it("gives a role the same credentials at every call and in every run, and no two roles the same", () => {
    const { iam, arn } = iamWithRole();
    const other = iam.credentials(iam.putRole({ name: "claim", assumeRolePolicy: trust }).arn);
    expect(iam.credentials(arn)).to.eql(iam.credentials(arn)).and.to.eql(iamWithRole().iam.credentials(arn));
    expect(iam.credentials(arn).accessKeyId)
      .to.match(/^[A-Z0-9]{20}$/)
      .and.not.equal(other.accessKeyId);
  });

  it("gives credentials only to a service that the role trusts", () => {
    const { iam, arn } = iamWithRole();
    expect(iam.credentials(arn, "lambda.amazonaws.com")).to.eql(iam.credentials(arn));
    expect(() => iam.credentials(arn, "events.amazonaws.com")).to.throw(
      AccessDenied,
      /accept cannot be assumed by events/,
    );
  });

  it("refuses what no policy allows, in AWS's words", () => {
    const { authorize } = iamWithRole();
    expect(() => {
      authorize("sqs:SendMessage", queue);
    })
      .to.throw(
        AccessDenied,
        "User: arn:aws:sts::000000000000:assumed-role/accept/berth is not authorized to perform: sqs:SendMessage " +
          `on resource: ${queue} because no identity-based policy allows the sqs:SendMessage action`,
      )
      .with.property("name", "AccessDeniedException");
  });

  it("allows what a policy allows, until the policy is taken away", () => {
    const { iam, authorize } = iamWithRole();
    const document = policy("Allow", "sqs:SendMessage", queue);
    iam.putRolePolicy("accept", "send", document);
    authorize("sqs:SendMessage", queue);
    expect(iam.rolePolicy("accept", "send")).to.equal(document);
    iam.deleteRolePolicy("accept", "send");
    expect(iam.rolePolicy("accept", "send")).to.equal(undefined);
    expect(() => {
      authorize("sqs:SendMessage", queue);
    }).to.throw(AccessDenied);
  });

  it("says when it was an explicit denial, and whose", () => {
    const { iam, authorize } = iamWithRole();
    iam.putRolePolicy("accept", "all", policy("Allow", "sqs:*", "*"));
    const denial = policy("Deny", "sqs:PurgeQueue", "*", { Principal: "*" });
    expect(() => {
      authorize("sqs:PurgeQueue", queue, denial);
    }).to.throw(AccessDenied, /with an explicit deny in a resource-based policy/);
    iam.putRolePolicy("accept", "no-purge", policy("Deny", "sqs:PurgeQueue", "*"));
    expect(() => {
      authorize("sqs:PurgeQueue", queue);
    }).to.throw(AccessDenied, /with an explicit deny in an identity-based policy/);
  });

  it("lets a resource's policy allow what the role's own do not", () => {
    const { arn, authorize } = iamWithRole();
    authorize("sqs:SendMessage", queue, policy("Allow", "sqs:SendMessage", "*", { Principal: { AWS: arn } }));
  });

  it("takes loopback for TLS, so that a policy which demands it lets calls through", () => {
    const { iam, authorize } = iamWithRole();
    iam.putRolePolicy("accept", "all", policy("Allow", "sqs:*", "*"));
    const tlsOnly = { Principal: "*", Condition: { Bool: { "aws:SecureTransport": "false" } } };
    authorize("sqs:SendMessage", queue, policy("Deny", "sqs:*", "*", tlsOnly));
  });

  it("lets the operator do everything, and nobody with a key of nobody's", () => {
    const iam = new Iam();
    const request = { action: "dynamodb:DeleteTable", resource: "*", region: "eu-west-1" };
    iam.authorize({ ...request, accessKeyId: iam.operator.accessKeyId });
    expect(() => {
      iam.authorize({ ...request, accessKeyId: "AKIAFOREIGN" });
    }).to.throw(AwsError, /nobody has the key AKIAFOREIGN/);
  });

  it("refuses a policy for a role that does not exist", () => {
    expect(() => {
      new Iam().putRolePolicy("ghost", "p", policy("Allow", "*", "*"));
    }).to.throw(AwsError, /ghost cannot be found/);
  });
});
