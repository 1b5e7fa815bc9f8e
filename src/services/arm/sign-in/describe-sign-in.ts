// How the program signs in, for who has to find out why it does not work: the method and why not another one, the
// claims of the tokens, and of the assertion that is exchanged for them. Never a token.

import { z } from 'zod';
import {
  AUTH_METHODS,
  type AuthMethod,
  type SignInClaims,
  type TokenAudience,
} from '../../../domain/sign-in.js';
import { once } from '../../../domain/once.js';
import { callAzure } from '../errors.js';
import { claimsOf } from '../token-claims.js';
import { AUTH_SOURCES, type CredentialOptions } from './auth-methods.js';
import { createCredential, methodOf, requireVariables } from './credential.js';

/** How this run signs in. */
export interface SignIn {
  readonly method: AuthMethod;
  /** Methods before it, and the variables that they lack; empty when the method was asked for. */
  readonly passedOver: readonly {
    readonly method: AuthMethod;
    readonly missing: readonly string[];
  }[];
  /** @throws AzbackupError when the sign-in does not work */
  claims(audience: TokenAudience): Promise<SignInClaims>;
  /**
   * The claims of what the method exchanges for tokens (workload identity federation); undefined for the others.
   * @throws AzbackupError or Node's own error when it cannot be had
   */
  assertion(): Promise<SignInClaims | undefined>;
}

const claimsSchema = z.object({
  iss: z.string().optional(),
  sub: z.string().optional(),
  aud: z.string().optional(),
  tid: z.string().optional(),
  oid: z.string().optional(),
  appid: z.string().optional(),
  azp: z.string().optional(),
  exp: z.number().optional(),
});

/** Describes the sign-in that these options lead to. */
export function describeSignIn(options: CredentialOptions): SignIn {
  const { cloud, environment } = options;
  const method = methodOf(options);
  const scopes: Readonly<Record<TokenAudience, string>> = {
    'resource-manager': cloud.armScope,
    'key-vault': `https://${cloud.keyVaultSuffix}/.default`,
    graph: cloud.graphScope,
  };
  const credential = once(() => createCredential(options));
  return {
    method,
    passedOver:
      options.method === undefined
        ? AUTH_METHODS.slice(0, AUTH_METHODS.indexOf(method)).map((each) => ({
            method: each,
            missing: AUTH_SOURCES[each].missing(environment),
          }))
        : [],
    claims: async (audience) => {
      const scope = scopes[audience];
      const own = await credential();
      const token = await callAzure({ doing: `get a token for ${scope}`, target: scope }, () =>
        own.getToken(scope),
      );
      return signInClaims(token?.token ?? '');
    },
    assertion: async () => {
      requireVariables(method, environment);
      const text = await AUTH_SOURCES[method].assertion?.(options);
      return text === undefined ? undefined : signInClaims(text);
    },
  };
}

function signInClaims(token: string): SignInClaims {
  const parsed = claimsSchema.safeParse(claimsOf(token));
  const { iss, sub, aud, tid, oid, appid, azp, exp } = parsed.data ?? {};
  const applicationId = appid ?? azp;
  return {
    ...(iss === undefined ? {} : { issuer: iss }),
    ...(sub === undefined ? {} : { subject: sub }),
    ...(aud === undefined ? {} : { audience: aud }),
    ...(tid === undefined ? {} : { tenantId: tid }),
    ...(oid === undefined ? {} : { objectId: oid }),
    ...(applicationId === undefined ? {} : { applicationId }),
    ...(exp === undefined ? {} : { expires: exp * 1000 }),
  };
}
