// The ways to sign in to Azure, by name. Apart from what each does so that help loads none of it.

/** Ways to sign in, in the order in which they are tried. */
export const AUTH_METHODS = [
  'environment',
  'workload-identity',
  'github-actions',
  'azure-pipelines',
  'managed-identity',
  'azure-cli',
] as const;

/** One way to sign in, as `--auth` names it. */
export type AuthMethod = (typeof AUTH_METHODS)[number];

/** What a token says of itself; times are milliseconds since the Unix epoch. What it does not say is left out. */
export interface SignInClaims {
  readonly issuer?: string;
  readonly subject?: string;
  readonly audience?: string;
  readonly tenantId?: string;
  readonly objectId?: string;
  readonly applicationId?: string;
  readonly expires?: number;
}

/** Whom a token is for. */
export type TokenAudience = 'resource-manager' | 'key-vault' | 'graph';
