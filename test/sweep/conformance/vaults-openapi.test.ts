// Vaults with identities, a customer's key and usages: what the sandbox takes and answers agrees with Microsoft's own
// descriptions. There is no description of user-assigned identities, and none of usages beside the repository.
import { beforeAll, describe, expect, it } from 'vitest';
import {
  haveOpenApi,
  loadOpenApiValidator,
  type OpenApiValidator,
} from '../../support/conformance/openapi-validator.js';
import { findResource } from '../../../src/sandbox/kernel/resource.js';
import {
  addKey,
  backupSandbox,
  backupWorld,
  backupWorldIds,
  type BackupSandbox,
  type Json,
} from '../../support/worlds/backup-world.js';
import { identityId, makeIdentity } from '../../support/worlds/identity-world.js';
import { tiny } from '../../support/worlds/tiny-world.js';

const WHERE = haveOpenApi ? '' : ' (skipped: there are no descriptions beside the repository)';

const { vault } = backupWorldIds;
const user = identityId('id-key');
const state = backupWorld();
const keyUri = addKey(state, tiny.policyVault, 'key-vault');

function encryption(kekIdentity: Json): unknown {
  return { properties: { encryption: { keyVaultProperties: { keyUri }, kekIdentity } } };
}

const assign = {
  identity: { type: 'SystemAssigned, UserAssigned', userAssignedIdentities: { [user]: {} } },
};
const missing = {
  identity: { type: 'UserAssigned', userAssignedIdentities: { [`${user}-no`]: {} } },
};
const update = { id: 'Vaults_Update', method: 'PATCH', path: vault, version: '2023-08-01' };
const read = { id: 'Vaults_Get', method: 'GET', path: vault, version: '2023-08-01', status: 200 };
const config = {
  id: 'BackupResourceEncryptionConfigs_Get',
  method: 'GET',
  path: `${vault}/backupEncryptionConfigs/backupResourceEncryptionConfig`,
  version: '2023-06-01',
  status: 200,
};

interface Sent {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly version: string;
  readonly status: number;
  readonly body?: unknown;
}

/** In this order, on one vault. */
const REQUESTS: readonly Sent[] = [
  { ...update, body: missing, status: 400 },
  { ...update, body: { identity: { type: 'SystemAssigned' } }, status: 200 },
  { ...update, body: assign, status: 202 },
  read,
  config,
  { ...update, body: encryption({ useSystemAssignedIdentity: true }), status: 202 },
  { ...update, body: encryption({ userAssignedIdentity: user }), status: 202 },
  read,
  config,
  { ...update, body: encryption({ userAssignedIdentity: `${user}-no` }), status: 400 },
  { ...update, body: { identity: { type: 'None' } }, status: 200 },
];

// Without what is compared with, nothing can be said; the title of the skipped test says so.
describe.skipIf(!haveOpenApi)(`vaults against Microsoft's descriptions${WHERE}`, () => {
  let validator: OpenApiValidator;
  let sandbox: BackupSandbox;
  const status: string[] = [];

  beforeAll(async () => {
    validator = await loadOpenApiValidator();
    sandbox = backupSandbox(state);
    const { principalId } = await makeIdentity(sandbox, 'id-key');
    const keyVault = findResource(state, backupWorldIds.policyKeyVault);
    const permissions = { keys: ['get', 'list', 'wrapKey', 'unwrapKey'] };
    const policy = { tenantId: tiny.tenantId, objectId: principalId, permissions };
    Object.assign(keyVault?.properties ?? {}, {
      enablePurgeProtection: true,
      accessPolicies: [policy],
    });
  });

  async function validate(
    sent: Pick<Sent, 'method' | 'path' | 'version' | 'body'>,
    answer: Json,
  ): ReturnType<OpenApiValidator['validate']> {
    return await validator.validate({
      method: sent.method,
      url: `https://management.azure.com${sent.path}?api-version=${sent.version}`,
      requestBody: sent.body,
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
      body: answer.body,
    });
  }

  /** What departs in the status of an operation that has ended; nothing where none was started. */
  async function departuresOfPoll(sent: Sent, answer: Json): Promise<readonly unknown[]> {
    if (answer.status !== 202) {
      return [];
    }
    sandbox.pass(60);
    const url = new URL(answer.headers.get('azure-asyncoperation') ?? '');
    const ended = await sandbox.send('GET', url.href);
    status.push(ended.body.status);
    const asked = { method: 'GET', path: url.pathname, version: sent.version };
    const { operation, departures } = await validate(asked, ended);
    return operation === 'GetOperationStatus' ? departures : [operation];
  }

  it.each(REQUESTS)('agree: $id, $status', async (sent) => {
    const answer = await sandbox.call(sent.method, sent.path, sent.body, sent.version);
    expect(answer.status).toBe(sent.status);
    const { operation, departures } = await validate(sent, answer);
    expect(operation).toBe(sent.id);
    const unexpected = departures.filter(({ what }) => !what.includes('innerError'));
    expect(unexpected).toEqual([]);
    expect(await departuresOfPoll(sent, answer)).toEqual([]);
  });

  it('were asked for what fails and for what does not', () => {
    // The vault's own identity may not use the key, the assigned one may.
    expect(status).toEqual(['Succeeded', 'Failed', 'Succeeded']);
  });
});
