/**
 * A demand in a public catalogue: a control of AWS Security Hub, which is FSBP if it belongs to the standard Foundational
 * Security Best Practices (https://docs.aws.amazon.com/securityhub/latest/userguide/fsbp-standard.html); a rule of cdk-nag, with
 * its pack if it has one (https://github.com/cdklabs/cdk-nag/blob/main/RULES.md); a check of checkov
 * (https://github.com/bridgecrewio/checkov/blob/main/docs/5.Policy%20Index/terraform.md).
 */
export type ControlId =
  | `FSBP ${string}.${number}`
  | `Security Hub ${string}.${number}`
  | `cdk-nag ${string}`
  | `CKV_AWS_${number}`
  | `CKV2_AWS_${number}`;
