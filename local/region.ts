import type { Endpoint } from "./endpoint/endpoint.ts";
import type { ApiGateway } from "./services/apigateway/apigateway.ts";
import type { CloudWatch } from "./services/cloudwatch/cloudwatch.ts";
import type { Cognito } from "./services/cognito/cognito.ts";
import type { DynamoDb } from "./services/dynamodb/dynamodb.ts";
import type { Events } from "./services/events/events.ts";
import type { Firehose } from "./services/firehose/firehose.ts";
import type { Iam } from "./services/iam/iam.ts";
import type { Kms } from "./services/kms/kms.ts";
import type { Lambda } from "./services/lambda/lambda.ts";
import type { Logs } from "./services/logs/logs.ts";
import type { S3 } from "./services/s3/s3.ts";
import type { Sns } from "./services/sns/sns.ts";
import type { Sqs } from "./services/sqs/sqs.ts";

/** One AWS region on this machine: its endpoint and the services behind it. */
export interface Region {
  /** Such as `eu-west-1`. */
  readonly name: string;
  /** Roles and their policies; one object, shared by all regions, as IAM is on AWS. */
  readonly iam: Iam;
  readonly endpoint: Endpoint;
  readonly apigateway: ApiGateway;
  readonly cloudwatch: CloudWatch;
  readonly cognito: Cognito;
  readonly dynamodb: DynamoDb;
  readonly events: Events;
  readonly firehose: Firehose;
  readonly kms: Kms;
  readonly lambda: Lambda;
  readonly logs: Logs;
  readonly s3: S3;
  readonly sns: Sns;
  readonly sqs: Sqs;
}
