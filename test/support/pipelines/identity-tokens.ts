// The token services of GitHub Actions and Azure DevOps, as hard as they are: a token for whoever has that of the job, for
// the audience that was asked for, good for minutes; and the applications in Entra that trust them.

import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import type { RunOptions } from '../run-cli.js';

/** The audience of federated credentials. */
const AUDIENCE = 'api://AzureADTokenExchange';
const SECONDS_EARLY = 5;

/** Whom the tokens of GitHub are of. */
export const GITHUB_TRUST = {
  issuer: 'https://token.actions.githubusercontent.com',
  subject: 'repo:contoso/backups:ref:refs/heads/main',
  audience: AUDIENCE,
};

/** Whom those of Azure DevOps are of. */
const AZURE_DEVOPS_TRUST = {
  issuer: 'https://vstoken.dev.azure.com/00000000-0000-0000-0000-0000000000d0',
  subject: 'sc://contoso/backups/backups',
  audience: AUDIENCE,
};

/** What a job of GitHub with `id-token: write` has in its environment. */
export const GITHUB_JOB = {
  ACTIONS_ID_TOKEN_REQUEST_URL: 'https://github.example/token?api-version=2.0',
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'job-token',
};

/** What a step of Azure Pipelines has, with a service connection and its token mapped. */
export const AZURE_DEVOPS_JOB = {
  AZURESUBSCRIPTION_SERVICE_CONNECTION_ID: 'connection-1',
  SYSTEM_OIDCREQUESTURI: 'https://devops.example/plans/1/oidctoken',
  SYSTEM_ACCESSTOKEN: 'job-token',
};

/** The application that is signed in. */
export interface Application {
  readonly clientId: string;
  readonly tenantId: string;
}

/** Has the application that is signed in trust both services, and takes its secret away. */
export function trustPipelines({ directory }: WorldState): Application {
  const application = directory.principals.find(
    ({ objectId }) => objectId === directory.signedInObjectId,
  );
  if (application?.appId === undefined) {
    throw new Error('no application is signed in');
  }
  delete application.clientSecret;
  application.federatedCredentials = [GITHUB_TRUST, AZURE_DEVOPS_TRUST];
  return { clientId: application.appId, tenantId: application.tenantId };
}

/** A token of a service, unsigned: the sandbox does not look at signatures. */
export function identityToken(
  { issuer, subject, audience }: typeof GITHUB_TRUST,
  nowMilliseconds: number,
  minutes: number,
): string {
  const seconds = Math.floor(nowMilliseconds / 1000);
  const claims = {
    iss: issuer,
    sub: subject,
    aud: audience,
    nbf: seconds - SECONDS_EARLY,
    exp: seconds + minutes * 60,
  };
  const parts = [{ alg: 'RS256', typ: 'JWT' }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  );
  return [...parts, 'unsigned'].join('.');
}

/** Both services, in front of the sandbox. */
export interface TokenServices {
  readonly around: NonNullable<RunOptions['around']>;
  /** How many tokens were given. */
  minted(): number;
}

/** What the services go by. */
export interface TokenServiceOptions {
  readonly clock: { readonly now: () => number };
  /** When the jobs end, and with them the tokens that they ask with. */
  readonly endsAt?: number;
  /** Whom the tokens of GitHub are of, where it is another branch. */
  readonly subject?: string;
  /** Minutes after which GitHub's tokens are late, as with a clock that is wrong. */
  readonly late?: number;
}

/** The services of jobs that have the token `job-token`. */
export function tokenServices(options: TokenServiceOptions): TokenServices {
  const { clock, endsAt = Number.POSITIVE_INFINITY } = options;
  let minted = 0;
  return {
    minted: () => minted,
    around: async (request, answer) => {
      const url = new URL(request.url);
      if (url.host !== 'github.example' && url.host !== 'devops.example') {
        return answer();
      }
      if (request.headers.get('authorization') !== 'Bearer job-token' || clock.now() > endsAt) {
        return new Response('Unauthorized', { status: 401 });
      }
      const response =
        url.host === 'github.example'
          ? ofGithub(request.method, url, options)
          : ofAzureDevops(request.method, url, options);
      minted += response.ok ? 1 : 0;
      return response;
    },
  };
}

/** GitHub gives a token for any audience; without one it is for the owner of the repository. */
function ofGithub(
  method: string,
  { searchParams }: URL,
  { clock, subject = GITHUB_TRUST.subject, late = 0 }: TokenServiceOptions,
): Response {
  if (method !== 'GET' || searchParams.get('api-version') !== '2.0') {
    return new Response('Not Found', { status: 404 });
  }
  const audience = searchParams.get('audience') ?? 'https://github.com/contoso';
  const trust = { ...GITHUB_TRUST, subject, audience };
  return Response.json({ value: identityToken(trust, clock.now() - late * 60_000, 5) });
}

function ofAzureDevops(
  method: string,
  { searchParams }: URL,
  { clock }: TokenServiceOptions,
): Response {
  const isKnown =
    method === 'POST' &&
    searchParams.get('api-version') === '7.1' &&
    searchParams.get('serviceConnectionId') ===
      AZURE_DEVOPS_JOB.AZURESUBSCRIPTION_SERVICE_CONNECTION_ID;
  return isKnown
    ? Response.json({ oidcToken: identityToken(AZURE_DEVOPS_TRUST, clock.now(), 10) })
    : new Response('Not Found', { status: 404 });
}
