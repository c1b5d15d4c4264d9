import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { expect } from "chai";
import { S3Fixture } from "./fixture.ts";

const Bucket = "archive";
const Key = "reports/june 2026.csv";

describe("a presigned URL", () => {
  let fixture: S3Fixture;
  beforeEach(async () => {
    fixture = await S3Fixture.start();
    await fixture.operator.send(new PutObjectCommand({ Bucket, Key, Body: "tour,places" }));
  });
  afterEach(() => fixture.close());

  const reader = () => fixture.roleWith("reader", ["s3:GetObject"], "arn:aws:s3:::archive/reports/*");
  const sign = (key = Key, options: { expiresIn?: number; signingDate?: Date } = {}) =>
    getSignedUrl(reader(), new GetObjectCommand({ Bucket, Key: key }), options);

  async function refusal(url: string): Promise<[number, string | undefined]> {
    const response = await fetch(url);
    return [response.status, /<Code>([^<]*)/.exec(await response.text())?.[1]];
  }

  it("gives the object to anybody who has it", async () => {
    const response = await fetch(await sign());
    expect([response.status, await response.text()]).to.deep.equal([200, "tour,places"]);
  });

  it("gives no more than its signer may have", async () => {
    expect(await refusal(await sign("other/1"))).to.deep.equal([403, "AccessDenied"]);
    const url = await sign();
    fixture.iam.deleteRolePolicy("reader", "p");
    expect(await refusal(url)).to.deep.equal([403, "AccessDenied"]);
    fixture.iam.deleteRole("reader");
    expect(await refusal(url)).to.deep.equal([403, "InvalidAccessKeyId"]);
  });

  it("expires", async () => {
    const expired = await sign(Key, { expiresIn: 60, signingDate: new Date(Date.now() - 61_000) });
    const response = await fetch(expired);
    expect(response.status).to.equal(403);
    expect(await response.text()).to.include("Request has expired");
  });

  it("is refused without a signature, with a wrong validity, and for another region", async () => {
    const url = await sign();
    const bare = url.slice(0, url.indexOf("?"));
    expect(await refusal(bare)).to.deep.equal([403, "AccessDenied"]);
    const unsigned = url.replace(/&X-Amz-Signature=[0-9a-f]+/, "");
    expect(await refusal(unsigned)).to.deep.equal([400, "AuthorizationQueryParametersError"]);
    const endless = url.replace(/X-Amz-Expires=\d+/, "X-Amz-Expires=604801");
    expect(await refusal(endless)).to.deep.equal([400, "AuthorizationQueryParametersError"]);
    const elsewhere = url.replace("eu-west-1", "us-east-1");
    expect(await refusal(elsewhere)).to.deep.equal([400, "AuthorizationHeaderMalformed"]);
  });
});
