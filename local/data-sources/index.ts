import { z } from "zod";
import { accountId } from "../account.ts";
import { policyDocument } from "./policy-document.ts";

/** What a program may ask AWS for without making anything: the function's answer, as `@pulumi/aws` declares it. */
type DataSource = (args: Readonly<Record<string, unknown>>, home: string) => Record<string, unknown>;

const regional = z.strictObject({ region: z.string().optional() });

const dataSources: Readonly<Record<string, DataSource>> = {
  "aws:iam/getPolicyDocument:getPolicyDocument": policyDocument,
  "aws:index/getCallerIdentity:getCallerIdentity": () => ({
    id: accountId,
    accountId,
    arn: `arn:aws:iam::${accountId}:root`,
    userId: accountId,
  }),
  "aws:index/getPartition:getPartition": () => ({
    id: "aws",
    partition: "aws",
    dnsSuffix: "amazonaws.com",
    reverseDnsPrefix: "com.amazonaws",
  }),
  "aws:index/getRegion:getRegion": (args, home) => {
    const { region = home } = regional.parse(args);
    return { id: region, name: region, region, description: region, endpoint: `ec2.${region}.amazonaws.com` };
  },
};

/**
 * Answers a function of `@pulumi/aws` that a program calls, whatever the stack: the account is this machine's, in previews
 * of other environments too.
 *
 * @param token such as `aws:index/getRegion:getRegion`
 * @param home region of callers that name none
 * @throws Error if this machine does not know the function, or one of its arguments
 */
export function answerOf(
  token: string,
  args: Readonly<Record<string, unknown>>,
  home: string,
): Record<string, unknown> {
  const dataSource = Object.hasOwn(dataSources, token) ? dataSources[token] : undefined;
  if (dataSource === undefined) throw new Error(`the program calls ${token}, which this machine does not know`);
  return dataSource(args, home);
}
