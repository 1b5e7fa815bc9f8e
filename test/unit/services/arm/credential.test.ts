import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { AuthMethod } from '../../../../src/domain/sign-in.js';
import type { Environment } from '../../../../src/services/arm/sign-in/auth-methods.js';
import { CLOUDS } from '../../../../src/services/arm/clouds.js';
import { createCredential } from '../../../../src/services/arm/sign-in/credential.js';
import { sharedClientOptions } from '../../../../src/services/arm/transport/transport.js';
import {
  json,
  servicesUnderTest,
  type Answer,
  type SeenRequest,
} from '../../../support/contract/services-under-test.js';

const TENANT = '54826b22-38d6-4fb2-bad9-b7b93a3e9c5a';
const SCOPE = 'https://management.azure.com/.default';
const SECRET = 'canary-client-secret';

const PRINCIPAL = {
  AZURE_TENANT_ID: TENANT,
  AZURE_CLIENT_ID: '00000000-0000-0000-0000-0000000000aa',
};

/** A sign-in service, as far as the library looks at it; form bodies are kept as text. */
function signInService(forms: string[]): Answer {
  return ({ url, body }: SeenRequest) => {
    if (url.pathname.endsWith('/instance')) {
      return json({
        tenant_discovery_endpoint: `https://login.microsoftonline.com/${TENANT}/v2.0/.well-known/openid-configuration`,
        metadata: [],
      });
    }
    if (url.pathname.endsWith('/openid-configuration')) {
      const base = `https://login.microsoftonline.com/${TENANT}`;
      return json({
        token_endpoint: `${base}/oauth2/v2.0/token`,
        authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
        issuer: `${base}/v2.0`,
        jwks_uri: `${base}/discovery/v2.0/keys`,
      });
    }
    if (url.hostname === 'dev.azure.example') {
      return json({ oidcToken: 'pipelines-assertion' });
    }
    if (url.hostname === 'pipelines.example') {
      return json({ value: 'github-assertion' });
    }
    forms.push(String(body));
    return json({ access_token: 'token-1', expires_in: 3600, token_type: 'Bearer' });
  };
}

async function tokenWith(environment: Environment, method?: AuthMethod) {
  const forms: string[] = [];
  const azure = servicesUnderTest(signInService(forms));
  const credential = await createCredential({
    cloud: CLOUDS.AzureCloud,
    environment,
    client: sharedClientOptions(azure.transport),
    ...(method === undefined ? {} : { method }),
  });
  const token = await credential.getToken(SCOPE);
  return { ...azure, token, form: new URLSearchParams(forms[0] ?? '') };
}

describe('the credential', () => {
  it('is the service principal of the environment', async () => {
    const { token, form, requests } = await tokenWith({
      ...PRINCIPAL,
      AZURE_CLIENT_SECRET: SECRET,
    });
    expect(token?.token).toBe('token-1');
    expect(form.get('client_id')).toBe(PRINCIPAL.AZURE_CLIENT_ID);
    expect(form.get('client_secret')).toBe(SECRET);
    expect(form.get('scope')).toContain(SCOPE);
    expect(requests.at(-1)?.url.pathname).toBe(`/${TENANT}/oauth2/v2.0/token`);
  });

  it('is the service connection of an Azure Pipelines job, by a token minted for it', async () => {
    const { token, form, requests } = await tokenWith({
      AZURESUBSCRIPTION_TENANT_ID: TENANT,
      AZURESUBSCRIPTION_CLIENT_ID: PRINCIPAL.AZURE_CLIENT_ID,
      AZURESUBSCRIPTION_SERVICE_CONNECTION_ID: 'connection-1',
      SYSTEM_OIDCREQUESTURI: 'https://dev.azure.example/plans/1/oidctoken',
      SYSTEM_ACCESSTOKEN: 'job-token',
    });
    expect(token?.token).toBe('token-1');
    expect(form.get('client_assertion')).toBe('pipelines-assertion');
    const minting = requests.find(({ url }) => url.hostname === 'dev.azure.example');
    expect(minting?.method).toBe('POST');
    expect(minting?.url.search).toBe('?api-version=7.1&serviceConnectionId=connection-1');
    expect(minting?.headers.get('authorization')).toBe('Bearer job-token');
  });

  it('tells nobody the secret', async () => {
    const { traces } = await tokenWith({ ...PRINCIPAL, AZURE_CLIENT_SECRET: SECRET });
    expect(traces.length).toBeGreaterThan(0);
    expect(inspect(traces)).not.toContain(SECRET);
  });

  it('is the identity of a GitHub job, minted for the occasion', async () => {
    const { form, requests } = await tokenWith({
      ...PRINCIPAL,
      ACTIONS_ID_TOKEN_REQUEST_URL: 'https://pipelines.example/token?api-version=2.0',
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'job-token',
    });
    expect(form.get('client_assertion')).toBe('github-assertion');
    const minted = requests.find(({ url }) => url.hostname === 'pipelines.example');
    expect(minted?.url.searchParams.get('audience')).toBe('api://AzureADTokenExchange');
    expect(minted?.url.searchParams.get('api-version')).toBe('2.0');
    expect(minted?.headers.get('authorization')).toBe('Bearer job-token');
  });

  it('is the federated token of a file, read anew each time', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'azbackup-token-'));
    const AZURE_FEDERATED_TOKEN_FILE = path.join(folder, 'token');
    const environment = { ...PRINCIPAL, AZURE_FEDERATED_TOKEN_FILE };
    await expect(tokenWith(environment)).rejects.toMatchObject({
      fields: { code: 'AZB_SIGN_IN_FAILED', target: AZURE_FEDERATED_TOKEN_FILE },
    });
    writeFileSync(AZURE_FEDERATED_TOKEN_FILE, ' \n');
    await expect(tokenWith(environment)).rejects.toMatchObject({
      fields: { code: 'AZB_SIGN_IN_FAILED', causes: ['it is empty'] },
    });
    const forms: string[] = [];
    const azure = servicesUnderTest(signInService(forms));
    const credential = await createCredential({
      cloud: CLOUDS.AzureCloud,
      environment,
      client: sharedClientOptions(azure.transport),
    });
    const scopes = [SCOPE, 'https://vault.azure.net/.default'];
    for (const [index, scope] of scopes.entries()) {
      writeFileSync(AZURE_FEDERATED_TOKEN_FILE, `assertion-${index}\n`);
      await credential.getToken(scope);
    }
    rmSync(folder, { recursive: true });
    const sent = forms.map((form) => new URLSearchParams(form).get('client_assertion'));
    expect(sent).toEqual(['assertion-0', 'assertion-1']);
  });

  it.each([
    ['environment', { AZURE_TENANT_ID: TENANT }, 'AZURE_CLIENT_ID'],
    ['environment', PRINCIPAL, 'AZURE_CLIENT_SECRET or AZURE_CLIENT_CERTIFICATE_PATH'],
    ['workload-identity', PRINCIPAL, 'AZURE_FEDERATED_TOKEN_FILE'],
    ['github-actions', PRINCIPAL, 'ACTIONS_ID_TOKEN_REQUEST_URL'],
    ['environment', { ...PRINCIPAL, AZURE_CLIENT_SECRET: '' }, 'AZURE_CLIENT_SECRET'],
  ] as const)('asked for as %s names what is not set', async (method, environment, name) => {
    await expect(tokenWith(environment, method)).rejects.toMatchObject({
      fields: { code: 'AZB_AUTH_INCOMPLETE', kind: 'usage' },
      message: expect.stringContaining(name),
    });
  });

  it.each([
    ['in a GitHub job', { GITHUB_ACTIONS: 'true' }, undefined, 'id-token: write'],
    ['in a GitHub job that asks for it', { GITHUB_ACTIONS: 'true' }, 'github-actions', 'id-token'],
    [
      'in a step of Azure Pipelines',
      {
        TF_BUILD: 'True',
        AZURESUBSCRIPTION_SERVICE_CONNECTION_ID: 'connection-1',
        SYSTEM_OIDCREQUESTURI: 'https://dev.azure.example/plans/1/oidctoken',
      },
      'azure-pipelines',
      'SYSTEM_ACCESSTOKEN',
    ],
  ] as const)('%s names the permission that is missing', async (_where, job, method, name) => {
    const tried = tokenWith({ ...PRINCIPAL, ...job, PATH: '/nowhere' }, method);
    await expect(tried).rejects.toMatchObject({
      fields: { code: 'AZB_CI_PERMISSION_MISSING', kind: 'not-allowed' },
      message: expect.stringContaining(name),
    });
  });

  it('in a GitHub job without a client id is about the client id', async () => {
    const tried = tokenWith({ GITHUB_ACTIONS: 'true', PATH: '/nowhere' }, 'github-actions');
    await expect(tried).rejects.toMatchObject({ fields: { code: 'AZB_AUTH_INCOMPLETE' } });
  });

  it.each([
    ['ACTIONS_ID_TOKEN_REQUEST_URL', 'http://pipelines.example/token'],
    ['ACTIONS_ID_TOKEN_REQUEST_URL', 'pipelines.example'],
    ['SYSTEM_OIDCREQUESTURI', 'http://dev.azure.example/plans/1/oidctoken'],
  ])('sends the token of the job to no address like %s=%s', async (variable, address) => {
    const tried = tokenWith({
      ...PRINCIPAL,
      ...(variable.startsWith('ACTIONS')
        ? { ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'job-token' }
        : { AZURESUBSCRIPTION_SERVICE_CONNECTION_ID: 'c', SYSTEM_ACCESSTOKEN: 'job-token' }),
      [variable]: address,
    });
    await expect(tried).rejects.toMatchObject({
      fields: { code: 'AZB_CI_URL_INVALID', kind: 'usage' },
      message: expect.stringContaining(variable),
    });
  });

  it('that cannot be had lists what was tried', async () => {
    const error: unknown = await tokenWith({ PATH: '/nowhere' }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      fields: {
        code: 'AZB_NO_CREDENTIAL',
        kind: 'not-allowed',
        causes: expect.arrayContaining([
          'environment: AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_SECRET or AZURE_CLIENT_CERTIFICATE_PATH not set',
          'managed-identity: IDENTITY_ENDPOINT or MSI_ENDPOINT not set',
        ]),
        fix: ['az login'],
      },
    });
  });
});
