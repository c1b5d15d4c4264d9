import { z } from "zod";
import { accountId } from "../../account.ts";
import { AwsError } from "../../endpoint/aws-error.ts";
import type { AccessRequest } from "../../endpoint/service.ts";

/** What a call touches: the permissions that it needs, and the tables that it names. */
interface Touched {
  readonly access: readonly AccessRequest[];
  readonly tables: readonly string[];
}

const named = z.object({ TableName: z.string() });
const queried = z.object({ TableName: z.string(), IndexName: z.string().optional() });
const batched = z.object({ RequestItems: z.record(z.string(), z.unknown()) });
const tagged = z.object({ ResourceArn: z.string() });
const streamed = z.object({ StreamArn: z.string() });
const iterated = z.object({ ShardIterator: z.string() });
const transacted = z.object({
  TransactItems: z.array(
    z.strictObject({
      ConditionCheck: named.optional(),
      Delete: named.optional(),
      Get: named.optional(),
      Put: named.optional(),
      Update: named.optional(),
    }),
  ),
});

/** The permission that each kind of action in a transaction needs; there is none for the transaction itself. */
const transactActions = {
  ConditionCheck: "ConditionCheckItem",
  Delete: "DeleteItem",
  Get: "GetItem",
  Put: "PutItem",
  Update: "UpdateItem",
} as const;

type Resolver = (operation: string, body: unknown, region: string) => Touched;

const ofTable: Resolver = (operation, body, region) => {
  const table = tableNameOf(parsed(operation, named, body).TableName, region);
  return { tables: [table], access: [{ action: `dynamodb:${operation}`, resource: tableArn(region, table) }] };
};

const ofTableOrIndex: Resolver = (operation, body, region) => {
  const { TableName, IndexName } = parsed(operation, queried, body);
  const table = tableNameOf(TableName, region);
  const arn = tableArn(region, table);
  const resource = IndexName === undefined ? arn : `${arn}/index/${IndexName}`;
  return { tables: [table], access: [{ action: `dynamodb:${operation}`, resource }] };
};

const ofBatch: Resolver = (operation, body, region) => {
  const tables = Object.keys(parsed(operation, batched, body).RequestItems).map((name) => tableNameOf(name, region));
  const action = `dynamodb:${operation}`;
  return { tables, access: tables.map((table) => ({ action, resource: tableArn(region, table) })) };
};

const ofTransaction: Resolver = (operation, body, region) => {
  const needed = new Map<string, AccessRequest>();
  const tables = new Set<string>();
  for (const item of parsed(operation, transacted, body).TransactItems) {
    for (const kind of Object.keys(transactActions) as (keyof typeof transactActions)[]) {
      const target = item[kind];
      if (target === undefined) continue;
      const table = tableNameOf(target.TableName, region);
      const action = `dynamodb:${transactActions[kind]}`;
      tables.add(table);
      needed.set(`${action} ${table}`, { action, resource: tableArn(region, table) });
    }
  }
  return { tables: [...tables], access: [...needed.values()] };
};

const ofStream: Resolver = (operation, body) => {
  const resource = parsed(operation, streamed, body).StreamArn;
  return { tables: [], access: [{ action: `dynamodb:${operation}`, resource }] };
};

/** An iterator begins with the ARN of its stream, here as on AWS. */
const ofIterator: Resolver = (operation, body) => {
  const [resource = ""] = parsed(operation, iterated, body).ShardIterator.split("|");
  return { tables: [], access: [{ action: `dynamodb:${operation}`, resource }] };
};

const ofTaggedResource: Resolver = (operation, body) => {
  const resource = parsed(operation, tagged, body).ResourceArn;
  return { tables: [], access: [{ action: `dynamodb:${operation}`, resource }] };
};

/** AWS lets these be granted on `*` only. */
const ofNoResource: Resolver = (operation) => ({
  tables: [],
  access: [{ action: `dynamodb:${operation}`, resource: "*" }],
});

const resolvers: ReadonlyMap<string, Resolver> = new Map(
  Object.entries({
    BatchGetItem: ofBatch,
    BatchWriteItem: ofBatch,
    CreateTable: ofTable,
    DeleteItem: ofTable,
    DeleteTable: ofTable,
    DescribeStream: ofStream,
    DescribeTable: ofTable,
    DescribeTimeToLive: ofTable,
    GetItem: ofTable,
    GetRecords: ofIterator,
    GetShardIterator: ofStream,
    ListStreams: ofNoResource,
    ListTables: ofNoResource,
    ListTagsOfResource: ofTaggedResource,
    PutItem: ofTable,
    Query: ofTableOrIndex,
    Scan: ofTableOrIndex,
    TagResource: ofTaggedResource,
    TransactGetItems: ofTransaction,
    TransactWriteItems: ofTransaction,
    UntagResource: ofTaggedResource,
    UpdateItem: ofTable,
    UpdateTable: ofTable,
    UpdateTimeToLive: ofTable,
  }),
);

/**
 * What a call of DynamoDB or its streams touches, by AWS's service authorization reference. Left out, and so refused:
 * PartiQL, backups, imports and exports, and the other operations that are not in the table above.
 *
 * @throws AwsError UnknownOperationException naming the operation; SerializationException; ValidationException naming
 * the parameter.
 */
export function touched(operation: string, body: Buffer, region: string): Touched {
  const resolver = resolvers.get(operation);
  if (resolver === undefined) {
    throw new AwsError("UnknownOperationException", `this machine's DynamoDB does not know the operation ${operation}`);
  }
  let json: unknown;
  try {
    json = JSON.parse(body.toString());
  } catch {
    throw new AwsError("SerializationException", `${operation}: the body is not JSON`);
  }
  return resolver(operation, json, region);
}

/** A table's ARN as the world outside the engine knows it. */
export function tableArn(region: string, name: string): string {
  return `arn:aws:dynamodb:${region}:${accountId}:table/${name}`;
}

/** The name of a table that is given by its name or by its ARN in this region. */
function tableNameOf(nameOrArn: string, region: string): string {
  if (!nameOrArn.startsWith("arn:")) return nameOrArn;
  const prefix = tableArn(region, "");
  if (nameOrArn.startsWith(prefix)) return nameOrArn.slice(prefix.length);
  throw new AwsError("ValidationException", `TableName ${nameOrArn}: an ARN must begin with ${prefix}`);
}

function parsed<Shape extends z.ZodType>(operation: string, shape: Shape, body: unknown): z.infer<Shape> {
  const result = shape.safeParse(body);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  throw new AwsError("ValidationException", `${operation}: ${problems.join("; ")}`);
}
