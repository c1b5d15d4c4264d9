/**
 * Whether people may be sent back to an address when they have signed in or out: it is `https`, or `http://localhost`, and has
 * no fragment (https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html).
 */
export function isSignInUrl(url: string): boolean {
  return /^(https:\/\/[^/\s#]|http:\/\/localhost(:\d+)?(\/|$))[^\s#]*$/.test(url);
}

/**
 * Whether managed login can have its pages under a prefix: it is 1 to 63 lower-case letters, digits and hyphens, no hyphen at
 * either end, without `aws`, `amazon` or `cognito`
 * (https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-assign-domain-prefix.html).
 */
export function isDomainPrefix(prefix: string): boolean {
  return /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(prefix) && !/aws|amazon|cognito/.test(prefix);
}
