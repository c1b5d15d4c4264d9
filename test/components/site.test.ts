import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { expect } from "chai";
import fc from "fast-check";
import { fallbackFunction } from "../../components/internal/distribution.ts";
import { InvalidArguments } from "../../components/internal/guard.ts";
import { isFilePath, securityHeaders } from "../../components/site-headers.ts";
import { Site, type SiteArgs } from "../../components/site.ts";
import { one, registered } from "./registered.ts";

const type = {
  bucket: "aws:s3/bucket:Bucket",
  object: "aws:s3/bucketObjectv2:BucketObjectv2",
  distribution: "aws:cloudfront/distribution:Distribution",
  headers: "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy",
};

describe("Site", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "berth-site-"));
    mkdirSync(join(folder, "assets"));
    for (const file of ["index.html", "assets/index-4f3a.js", "favicon.svg"]) writeFileSync(join(folder, file), file);
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  const made = (args: Partial<SiteArgs> = {}) =>
    registered(() => new Site("site", { region: "eu-west-1", folder, ...args }));
  const distributionOf = async (args?: Partial<SiteArgs>) => one(await made(args), type.distribution).inputs;

  it("is read by CloudFront alone, over modern TLS and HTTP/3, and starts with its index", async () => {
    const distribution = await distributionOf();
    expect(distribution).to.deep.include({
      enabled: true,
      httpVersion: "http2and3",
      isIpv6Enabled: true,
      defaultRootObject: "index.html",
      viewerCertificate: { cloudfrontDefaultCertificate: true },
    });
    expect(distribution.origins).to.have.lengthOf(1);
    expect((distribution.origins as object[])[0]).to.include({ originId: "site", originAccessControlId: "site-id" });
    expect(distribution.defaultCacheBehavior).to.deep.include({ viewerProtocolPolicy: "redirect-to-https" });
  });

  it("keeps nothing but what changes its name with its content", async () => {
    const { defaultCacheBehavior, orderedCacheBehaviors } = await distributionOf();
    expect(defaultCacheBehavior).to.include({ cachePolicyId: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad" });
    expect(orderedCacheBehaviors).to.have.lengthOf(1);
    expect((orderedCacheBehaviors as object[])[0]).to.include({
      pathPattern: "assets/*",
      cachePolicyId: "658327ea-f89d-4fab-a63d-7e88639e58f6",
    });
    const objects = (await made({ files: { "config.json": "{}" } })).filter((found) => found.type === type.object);
    expect(
      objects.map(({ inputs: { key, cacheControl, contentType } }) => [key, cacheControl, contentType]),
    ).to.deep.equal([
      ["assets/index-4f3a.js", "public, max-age=31536000, immutable", "text/javascript; charset=utf-8"],
      ["favicon.svg", "no-cache", "image/svg+xml"],
      ["index.html", "no-cache", "text/html; charset=utf-8"],
      ["config.json", "no-cache", "application/json"],
    ]);
  });

  it("sends every header of the page, whatever its files say", async () => {
    const sources = { connectTo: ["https://api.example.com"] };
    const policy = one(await made({ sources }), type.headers).inputs;
    const expected = securityHeaders(sources);
    const { securityHeadersConfig: known, customHeadersConfig: custom } = policy as {
      securityHeadersConfig: Record<string, Record<string, unknown>>;
      customHeadersConfig: { items: { header: string; value: string; override: boolean }[] };
    };
    expect(known.contentSecurityPolicy?.contentSecurityPolicy).to.equal(expected["Content-Security-Policy"]);
    expect(known.strictTransportSecurity).to.deep.equal({
      ...{ accessControlMaxAgeSec: 63_072_000, includeSubdomains: true, preload: true, override: true },
    });
    expect(known.frameOptions?.frameOption).to.equal("DENY");
    expect(known.referrerPolicy?.referrerPolicy).to.equal(expected["Referrer-Policy"]);
    expect(custom.items.map(({ header, value }) => [header, value])).to.deep.equal([
      ["Permissions-Policy", expected["Permissions-Policy"]],
      ["Cross-Origin-Opener-Policy", "same-origin"],
    ]);
    expect([...Object.values(known), ...custom.items].every(({ override }) => override === true)).to.equal(true);
    expect(Object.keys(known).length + custom.items.length).to.equal(Object.keys(expected).length);
    const { defaultCacheBehavior, orderedCacheBehaviors } = await distributionOf();
    for (const behavior of [defaultCacheBehavior, ...(orderedCacheBehaviors as object[])]) {
      expect(behavior).to.include({ responseHeadersPolicyId: "site-id" });
    }
  });

  it("answers with the page for every path that is no file, at the edge as elsewhere", () => {
    const atTheEdge = (uri: string) =>
      runInNewContext(`${fallbackFunction}; handler({ request: { uri: ${JSON.stringify(uri)} } }).uri`) as string;
    fc.assert(
      fc.property(fc.webPath({ size: "small" }), (path) => {
        const uri = `/${path.replace(/^\/+/, "")}`;
        expect(atTheEdge(uri)).to.equal(isFilePath(uri) ? uri : "/index.html");
      }),
      { numRuns: 200 },
    );
    expect(atTheEdge("/bookings/1")).to.equal("/index.html");
    expect(atTheEdge("/assets/a.js")).to.equal("/assets/a.js");
  });

  it("has the same files in a second region, which is asked when the first fails", async () => {
    const resources = await made({ secondRegion: "us-east-1" });
    const regions = (of: string) => resources.filter(({ type: t }) => t === of).map(({ inputs }) => inputs.region);
    expect(regions(type.bucket)).to.deep.equal(["eu-west-1", "us-east-1"]);
    expect(regions(type.object)).to.have.lengthOf(6);
    const { originGroups, defaultCacheBehavior } = one(resources, type.distribution).inputs;
    expect(originGroups).to.deep.equal([
      {
        originId: "either",
        members: [{ originId: "site" }, { originId: "site-second" }],
        failoverCriteria: { statusCodes: [500, 502, 503, 504] },
      },
    ]);
    expect(defaultCacheBehavior).to.include({ targetOriginId: "either" });
  });

  it("answers under its domain with a certificate, behind its firewall", async () => {
    const domain = { names: ["www.example.com"], certificateArn: "arn:certificate" };
    expect(await distributionOf({ domain, firewallArn: "arn:firewall" })).to.deep.include({
      aliases: ["www.example.com"],
      webAclId: "arn:firewall",
      viewerCertificate: {
        acmCertificateArn: "arn:certificate",
        sslSupportMethod: "sni-only",
        minimumProtocolVersion: "TLSv1.2_2021",
      },
    });
  });

  it("logs every request and rings where CloudFront tells its metrics: in us-east-1", async () => {
    const resources = await made({ logRetentionDays: 90, alarmActions: ["arn:t"] });
    const there = resources.filter(({ type: of }) => of.startsWith("aws:cloudwatch/"));
    expect(there.map(({ inputs }) => inputs.region)).to.deep.equal(there.map(() => "us-east-1"));
    const source = one(resources, "aws:cloudwatch/logDeliverySource:LogDeliverySource").inputs;
    expect(source).to.include({ logType: "ACCESS_LOGS", resourceArn: "arn:aws:made-up:eu-west-1:123456789012:site" });
    expect(one(resources, "aws:cloudwatch/logDelivery:LogDelivery").inputs).to.include({ deliverySourceName: "site" });
    expect(one(resources, "aws:cloudwatch/logGroup:LogGroup").inputs).to.include({ retentionInDays: 90 });
    expect(one(resources, "aws:cloudwatch/metricAlarm:MetricAlarm").inputs).to.deep.include({
      metricName: "5xxErrorRate",
      dimensions: { DistributionId: "site-id", Region: "Global" },
      threshold: 1,
      alarmActions: ["arn:t"],
    });
  });

  it("shares no name with another, and makes nothing without a component as its parent", async () => {
    const resources = await registered(() => {
      new Site("one", { region: "eu-west-1", folder });
      new Site("two", { region: "eu-west-1", folder });
    });
    const urns = resources.map(({ urn }) => urn);
    expect(urns).to.deep.equal([...new Set(urns)]);
    for (const { type: of, parent, urn } of resources) {
      if (of.startsWith("aws:")) expect(parent, urn).to.match(/berth:index:\w+::/);
    }
  });

  it("refuses a folder without a page, files that it does not know, and a second region that is the first", async () => {
    const resources = await registered(() => {
      const args = { region: "eu-west-1", secondRegion: "eu-west-1", folder: join(folder, "assets") };
      expect(() => new Site("site", { ...args, files: { "a.exe": "" } })).to.throw(
        InvalidArguments,
        'Site "site": secondRegion is eu-west-1, and must not be the first region; ' +
          `folder is ${args.folder}, and must hold an index.html: build the page first; ` +
          "folder or files holds a.exe, and must hold files of known kinds only",
      );
    });
    expect(resources.filter(({ type: of }) => of !== "pulumi:pulumi:Stack")).to.be.empty;
  });
});
