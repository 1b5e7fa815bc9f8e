import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { AzbackupError, type AzbackupErrorFields } from '../../../../src/errors/azbackup-error.js';
import { callerIn, deniedIn } from '../../../../src/services/arm/denied.js';
import { azureError } from '../../../../src/services/arm/errors.js';
import {
  armError,
  CANARY_TOKEN,
  connectionError,
  json,
  servicesUnderTest,
  type Answer,
} from '../../../support/contract/services-under-test.js';

const SUB = '/subscriptions/00000000-0000-0000-0000-000000000000';
const VM_ID = `${SUB}/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm1`;
const VAULT_ID = `${SUB}/resourceGroups/rg/providers/Microsoft.RecoveryServices/vaults/v1`;

async function failure(promise: Promise<unknown>): Promise<AzbackupErrorFields> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof AzbackupError)) {
    throw new Error(`expected an AzbackupError, got ${String(error)}`);
  }
  expect(inspect(error, { depth: 9 })).not.toContain(CANARY_TOKEN);
  return error.fields;
}

/** Both generations of SDK: the old one deserializes errors inside the pipeline, the new one after it. */
const READS: readonly [string, (answer: Answer) => Promise<unknown>][] = [
  [
    'the compute SDK',
    async (answer) => (await servicesUnderTest(answer).services.virtualMachines()).get(VM_ID),
  ],
  [
    'the recovery services SDK',
    async (answer) => (await servicesUnderTest(answer).services.recoveryVaults()).get(VAULT_ID),
  ],
  [
    'the raw client',
    async (answer) =>
      (await servicesUnderTest(answer).services.roles()).callerPermissions(VAULT_ID),
  ],
];

describe.each(READS)('errors through %s', (_name, read) => {
  const ids = { 'x-ms-request-id': 'request-1', 'x-ms-correlation-request-id': 'correlation-1' };

  it('403 names what is lacking', async () => {
    const message = `The client 'me' with object id '1' does not have authorization to perform action 'Microsoft.Compute/virtualMachines/read' over scope '${VM_ID}' or the scope is invalid. If access was recently granted, please refresh your credentials.`;
    const fields = await failure(read(() => armError(403, 'AuthorizationFailed', message, ids)));
    expect(fields).toMatchObject({
      code: 'AZB_NOT_ALLOWED',
      kind: 'not-allowed',
      azureCode: 'AuthorizationFailed',
      denied: { action: 'Microsoft.Compute/virtualMachines/read', scope: VM_ID },
      requestId: 'request-1',
      correlationId: 'correlation-1',
      causes: [message],
    });
  });

  it('403 in plain words unknown is still a refusal', async () => {
    const fields = await failure(read(() => armError(403, 'Forbidden', 'No.')));
    expect(fields).toMatchObject({ kind: 'not-allowed', azureCode: 'Forbidden' });
    expect(fields.denied).toBeUndefined();
  });

  it('401 asks for a sign-in', async () => {
    const fields = await failure(
      read(() => armError(401, 'InvalidAuthenticationToken', 'The access token is invalid.')),
    );
    expect(fields).toMatchObject({ kind: 'not-allowed', code: 'AZB_NOT_AUTHENTICATED' });
  });

  it.each([
    [400, 'BMSUserErrorInvalidInput', 'azure-failed', 'AZB_REFUSED'],
    [409, 'MissingSubscriptionRegistration', 'azure-failed', 'AZB_PROVIDER_NOT_REGISTERED'],
    [404, 'SubscriptionNotFound', 'not-found', 'AZB_NOT_FOUND'],
    [500, 'InternalServerError', 'unavailable', 'AZB_UNAVAILABLE'],
    [504, 'GatewayTimeout', 'unavailable', 'AZB_UNAVAILABLE'],
  ])('%d %s is %s', async (status, azureCode, kind, code) => {
    const fields = await failure(read(() => armError(status, azureCode, 'Words.\r\nMore.')));
    expect(fields).toMatchObject({ kind, code, azureCode, causes: ['Words.', 'More.'] });
  });

  it('429 names the seconds', async () => {
    const fields = await failure(
      read(() => armError(429, 'ResourceRequestsThrottled', 'Later.', { 'retry-after': '3000' })),
    );
    expect(fields).toMatchObject({
      code: 'AZB_THROTTLED',
      kind: 'unavailable',
      fix: ['try again in 3000 seconds'],
    });
  });

  it.each(['ENOTFOUND', 'ECONNREFUSED', 'ETIMEDOUT', 'SELF_SIGNED_CERT_IN_CHAIN'])(
    '%s names the host',
    async (code) => {
      const fields = await failure(
        read(() => {
          throw connectionError(code);
        }),
      );
      expect(fields).toMatchObject({ code: 'AZB_UNREACHABLE', kind: 'unavailable' });
      expect(fields.message).toContain('management.azure.com');
      expect(fields.causes).toEqual([code]);
    },
  );

  it('an answer that is no JSON is still understood by its status', async () => {
    const fields = await failure(
      read(() => new Response('<html>Bad gateway</html>', { status: 502 })),
    );
    expect(fields).toMatchObject({ kind: 'unavailable' });
  });
});

describe('errors', () => {
  it('without an envelope are understood', async () => {
    const body = {
      ErrorCode: 'CloudInternalError',
      Message: { Language: 'en-US', Value: 'Wait for a few minutes.' },
      Values: [],
    };
    const { services } = servicesUnderTest(() => json(body, 500), { maxRetries: 0 });
    const vaults = await services.recoveryVaults();
    expect(await failure(vaults.get(VAULT_ID))).toMatchObject({
      azureCode: 'CloudInternalError',
      causes: ['Wait for a few minutes.'],
    });
  });

  it.each([
    ['ForbiddenByPolicy', 'AZB_NOT_ALLOWED'],
    ['ForbiddenByFirewall', 'AZB_KEY_VAULT_FIREWALL'],
    ['ForbiddenByConnection', 'AZB_KEY_VAULT_FIREWALL'],
  ])('of Key Vault are told apart by the inner code %s', async (inner, code) => {
    const body = {
      error: { code: 'Forbidden', message: 'Not so.', innererror: { code: inner } },
    };
    const { services } = servicesUnderTest(() => json(body, 403));
    const secrets = await services.secrets();
    expect(await failure(secrets.versions('https://kv.vault.azure.net', 's'))).toMatchObject({
      code,
      kind: 'not-allowed',
      azureCode: inner,
    });
  });

  it.each([403, 400])('of Azure Policy name the policy (HTTP %i)', async (status) => {
    const id = '/subscriptions/s/providers/Microsoft.Authorization/policyAssignments/deny-roles';
    const identifiers = [
      {
        policyAssignment: { name: 'No custom roles', id },
        policyDefinition: { name: 'No custom roles', id: '/providers/d' },
      },
    ];
    const message = `Resource 'x' was disallowed by policy. Policy identifiers: '${JSON.stringify(identifiers)}'.`;
    const { services } = servicesUnderTest(() =>
      armError(status, 'RequestDisallowedByPolicy', message),
    );
    const vaults = await services.recoveryVaults();
    const fields = await failure(vaults.get(VAULT_ID));
    expect(fields).toMatchObject({
      code: 'AZB_DENIED_BY_POLICY',
      kind: 'not-allowed',
      message: expect.stringContaining("Azure Policy 'No custom roles' does not allow"),
    });
    expect(fields.fix?.join(' ')).toContain(`az resource show --ids ${id}`);
  });

  it('of Azure Policy without identifiers are told all the same', async () => {
    const { services } = servicesUnderTest(() =>
      armError(403, 'RequestDisallowedByPolicy', 'Disallowed.'),
    );
    const vaults = await services.recoveryVaults();
    expect(await failure(vaults.get(VAULT_ID))).toMatchObject({
      message: expect.stringMatching(/^Azure Policy does not allow to /u),
      causes: ['Disallowed.'],
    });
  });

  it('of Graph name the permission and the way around', async () => {
    const { services } = servicesUnderTest(() =>
      armError(403, 'Authorization_RequestDenied', 'Insufficient privileges.'),
    );
    const directory = await services.directory();
    const fields = await failure(directory.servicePrincipal('app'));
    expect(fields.denied?.action).toBe('Application.Read.All');
    expect(fields.fix?.join(' ')).toContain('--backup-principal-id');
  });

  it.each([
    'CredentialUnavailableError',
    'AuthenticationRequiredError',
    'AggregateAuthenticationError',
  ])('of the sign-in library (%s) are refusals', (name) => {
    const error = Object.assign(new Error('Please run az login'), { name });
    expect(azureError(error, { doing: 'x' })).toMatchObject({
      fields: { kind: 'not-allowed', code: 'AZB_SIGN_IN_FAILED' },
    });
  });

  it('of the sign-in service keep its code, and its trouble is not the caller’s', () => {
    const refused = Object.assign(new Error('AADSTS7000215: bad secret'), {
      name: 'AuthenticationError',
      statusCode: 401,
      errorResponse: { error: 'invalid_client' },
    });
    expect(azureError(refused, { doing: 'x' })).toMatchObject({
      fields: { kind: 'not-allowed', azureCode: 'invalid_client' },
    });
    const down = Object.assign(new Error('down'), { name: 'AuthenticationError', statusCode: 503 });
    expect(azureError(down, { doing: 'x' })).toMatchObject({ fields: { kind: 'unavailable' } });
  });

  it('that are none of Azure’s pass through', () => {
    const bug = new TypeError('bug');
    expect(azureError(bug, { doing: 'x' })).toBe(bug);
    const ours = new AzbackupError({ code: 'AZB_X', kind: 'blocked', message: 'x' });
    expect(azureError(ours, { doing: 'x' })).toBe(ours);
  });
});

const CALLER = 'aaaaaaaa-0000-4000-8000-000000000002';

describe('what a 403 says is lacking', () => {
  it.each([
    [
      "The client 'a' with object id 'b' does not have authorization to perform action 'X/read' over scope '/s/1' or the scope is invalid.",
      { action: 'X/read', scope: '/s/1' },
    ],
    [
      "The client 'a' with object id 'b' does not have authorization or an ABAC condition not fulfilled to perform action 'X/write' over scope '/s/1' or the scope is invalid.",
      { action: 'X/write', scope: '/s/1' },
    ],
    [
      "The client has permission to perform action 'X/write' on scope '/s/1'; however, it does not have permission to perform action 'Y/join/action' on the linked scope(s) '/s/2' or the linked scope(s) are invalid.",
      { action: 'Y/join/action', scope: '/s/2' },
    ],
    [
      "Caller is not authorized to perform action on resource.\r\nIf role assignments were changed recently, please observe propagation time.\r\nCaller: appid=1\r\nAction: 'Microsoft.KeyVault/vaults/secrets/readMetadata/action'\r\nResource: '/subscriptions/s/resourcegroups/rg/providers/microsoft.keyvault/vaults/kv'\r\nAssignment: (not found)",
      {
        action: 'Microsoft.KeyVault/vaults/secrets/readMetadata/action',
        scope: '/subscriptions/s/resourcegroups/rg/providers/microsoft.keyvault/vaults/kv',
      },
    ],
    [
      "The user, group or application 'appid=1;oid=2;iss=x' does not have secrets list permission on key vault 'kv;location=westus'. For help …",
      { action: 'secrets list', scope: 'kv' },
    ],
    ['Something else entirely', undefined],
  ])('%s', (message, denied) => {
    expect(deniedIn(message)).toEqual(denied);
  });

  it.each([
    [
      `The client 'a' with object id '${CALLER}' does not have authorization to perform action`,
      CALLER,
    ],
    [`application 'appid=1;oid=${CALLER};numgroups=2;iss=x' does not have keys list`, CALLER],
    [`Caller: appid=1;oid=${CALLER};iss=x\r\nAction: 'a'`, CALLER],
    ["The client 'a' with object id 'b' does not have", undefined],
  ])('%s: and who lacks it', (message, caller) => {
    expect(callerIn(message)).toBe(caller);
  });
});
