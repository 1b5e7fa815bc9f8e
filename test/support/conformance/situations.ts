// In what situation each recording was made, as far as the recording itself does not tell.

import { seedDiskEncryption } from '../../../src/sandbox/providers/compute/seed-encryption.js';
import { findVirtualMachine } from '../../../src/sandbox/providers/compute/virtual-machine.js';
import { worldIds } from '../../../src/sandbox/world/ids.js';
import type { WorldState } from '../../../src/sandbox/world/state.js';
import type { Recording } from '../recordings.js';
import { tiny, type TinySandbox } from '../tiny-world.js';
import type { LearnedIds } from './learned-ids.js';
import type { Interludes } from './replay.js';
import { addPrincipal } from './recorded-world.js';
import { seedRecordedObjects } from './recorded-objects.js';

/** How a world differs from what the recording's requests alone say of it. */
export interface Situation {
  /** Changes the world before the recording begins. */
  readonly seed?: (state: WorldState, recording: Recording) => void;
  readonly interludes?: Interludes;
}

const GROUP = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/clitest.rg000001';
const VAULT = `${GROUP}/providers/Microsoft.RecoveryServices/vaults/clitest-vault000002`;
const VERSION = 'api-version=2023-02-01';
const HOUR_SECONDS = 3600;

type Step = NonNullable<Interludes[number]>;

/** Sends a request that prepares the world; throws an Error when it is refused. */
async function request(
  sandbox: TinySandbox,
  method: string,
  path: string,
  body?: unknown,
): Promise<{ readonly body: unknown }> {
  const answer = await sandbox.send(method, `${path}?${VERSION}`, body === undefined ? {} : { body });
  if (answer.status >= 300) {
    throw new Error(`${method} ${path} answered ${answer.status} ${JSON.stringify(answer.body)}`);
  }
  return { body: answer.body };
}

function pass(sandbox: TinySandbox, seconds: number): void {
  sandbox.clock.advanceTo(sandbox.clock.now() + seconds * 1000);
}

function itemPath(machine: string): string {
  const bare = `iaasvmcontainerv2;clitest.rg000001;${machine}`;
  return `${VAULT}/backupFabrics/Azure/protectionContainers/IaasVMContainer;${bare}/protectedItems/VM;${bare}`;
}

function putItem(machine: string, properties: Readonly<Record<string, unknown>>): Step {
  return async (sandbox) => {
    await request(sandbox, 'PUT', itemPath(machine), {
      properties: {
        protectedItemType: 'Microsoft.Compute/virtualMachines',
        sourceResourceId: `${GROUP}/providers/Microsoft.Compute/virtualMachines/${machine}`,
        ...properties,
      },
    });
    pass(sandbox, 60);
  };
}

const VM3 = 'clitest-vm000003';
const VM4 = 'clitest-vm000004';

const protect = (machine = VM3): Step =>
  putItem(machine, { policyId: `${VAULT}/backupPolicies/DefaultPolicy` });
const stop = putItem(VM3, { policyId: '', protectionState: 'ProtectionStopped' });

const startBackup: Step = async (sandbox) => {
  await request(sandbox, 'POST', `${itemPath(VM3)}/backup`, {
    properties: {
      objectType: 'IaasVMBackupRequest',
      recoveryPointExpiryTimeInUTC: '2033-06-19T00:00:00.000Z',
    },
  });
};

const backUp: Step = async (...world) => {
  await startBackup(...world);
  pass(world[0], HOUR_SECONDS);
};

const softDelete: Step = async (sandbox) => {
  await request(sandbox, 'DELETE', itemPath(VM3));
  pass(sandbox, 300);
};

const softDeleteOff: Step = async (sandbox) => {
  await request(sandbox, 'PATCH', `${VAULT}/backupconfig/vaultconfig`, {
    properties: { enhancedSecurityState: 'Enabled', softDeleteFeatureState: 'Disabled' },
  });
};

const refresh: Step = async (sandbox) => {
  await request(sandbox, 'POST', `${VAULT}/backupFabrics/Azure/refreshContainers`);
  pass(sandbox, 60);
};

/** A policy with the recorded name and properties, or a copy of DefaultPolicy. */
function policy(name: string): Step {
  return async (sandbox, _ids, recording) => {
    const built = await request(sandbox, 'GET', `${VAULT}/backupPolicies/DefaultPolicy`);
    const { protectedItemsCount, ...properties } =
      recordedProperties(recording, `${VAULT}/backupPolicies/${name}`) ?? propertiesOf(built.body);
    await request(sandbox, 'PUT', `${VAULT}/backupPolicies/${name}`, { properties });
  };
}

function steps(...all: readonly Step[]): Interludes {
  return {
    0: async (...world) => {
      for (const step of all) {
        // oxlint-disable-next-line no-await-in-loop -- one thing happens after another
        await step(...world);
      }
    },
  };
}

/** Finds the properties of a resource in any answer of the recording. */
function recordedProperties(
  recording: Recording,
  id: string,
): Record<string, unknown> | undefined {
  let found: Record<string, unknown> | undefined;
  JSON.stringify(recording.exchanges, (_key, value: unknown) => {
    if (isResource(value) && value.id.toLowerCase() === id.toLowerCase()) {
      found ??= value.properties;
    }
    return value;
  });
  return found;
}

function propertiesOf(body: unknown): Record<string, unknown> {
  return isResource(body) ? body.properties : {};
}

function isResource(
  value: unknown,
): value is { readonly id: string; readonly properties: Record<string, unknown> } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'id' in value &&
    typeof value.id === 'string' &&
    'properties' in value &&
    typeof value.properties === 'object' &&
    value.properties !== null
  );
}

/** The machine of the disk encryption recordings, encrypted before they begin. */
function encrypted(state: WorldState): void {
  const group = `${GROUP.slice(0, GROUP.lastIndexOf('/'))}/cli_test_vm_encryption000001`;
  const machine = findVirtualMachine(state, `${group}/providers/Microsoft.Compute/virtualMachines/vm1`);
  if (machine === undefined) {
    throw new Error('the recording has no machine');
  }
  seedDiskEncryption(state, worldIds(state), machine, {
    atMilliseconds: state.nowMilliseconds,
    keyVaultId: `${group}/providers/Microsoft.KeyVault/vaults/vault000002`,
    volumeType: 'All',
  });
}

const learnRecoveryPoint: Step = async (sandbox, ids, recording) => {
  const { body } = await request(sandbox, 'GET', `${itemPath(VM3)}/recoveryPoints`);
  const [name] = namesIn(body);
  const [recorded = ''] = /(?<=\/recoveryPoints\/)\d+/u.exec(JSON.stringify(recording)) ?? [];
  ids.learn(recorded, name ?? '');
};

const learnJob: Step = async (sandbox, ids, recording) => {
  const { body } = await request(sandbox, 'GET', `${VAULT}/backupJobs`);
  const [name] = namesIn(body);
  const [recorded = ''] = /(?<=\/backupJobs\/)[\w-]+/u.exec(JSON.stringify(recording)) ?? [];
  ids.learn(recorded, name ?? '');
};

function namesIn(list: unknown): string[] {
  const found: string[] = [];
  JSON.stringify(list, (key, value: unknown) => {
    if (key === 'name' && typeof value === 'string') {
      found.push(value);
    }
    return value;
  });
  return found;
}

/** Makes a text that the key of this world decrypts to what the recorded one did. */
async function encryptForDecrypting(
  sandbox: TinySandbox,
  ids: LearnedIds,
  recording: Recording,
): Promise<void> {
  const [exchange] = recording.exchanges;
  const text = JSON.stringify(exchange?.request.body);
  const [cipher = ''] = /[\w-]{200,}/u.exec(text) ?? [];
  const answer = await sandbox.send('POST', exchange?.request.url.replace('/decrypt', '/encrypt') ?? '', {
    body: { alg: 'RSA-OAEP', value: 'YWJjZGVm' },
  });
  ids.learn(cipher, String(answer.body.value));
}

/** By the file of the recording; a recording that is not listed needs nothing. */
export const situations: Readonly<Record<string, Situation>> = {
  'ade-disable.poll-sequence.json': { seed: encrypted },
  'vm-get.ade-encrypted-windows.json': { seed: encrypted },
  'vm-get-instanceview.ade-encrypted-windows.json': { seed: encrypted },
  'vm-get-instanceview.agent-not-ready.json': {
    seed: (state) => {
      for (const { properties } of Object.values(state.resources)) {
        if (properties['runtime'] !== undefined) {
          Object.assign(properties['runtime'], { agentReady: false });
        }
      }
    },
  },
  'backup-now.poll-sequence.json': { interludes: steps(protect()) },
  'backup-now.poll-sequence-with-500.json': { interludes: steps(protect()) },
  'reference.powershell-2024.backup-trigger-and-cancel.json': {},
  'containers-list.by-friendly-name.json': { interludes: steps(protect()) },
  'containers-list.registered.json': { interludes: steps(protect(), protect(VM4)) },
  'containers-list.two-vms.json': { interludes: steps(protect(), protect(VM4)) },
  'containers-list.softdeleted-registration.json': {
    interludes: steps(protect(), softDelete),
  },
  'job-cancel.202.json': { interludes: steps(protect(), startBackup, learnJob) },
  'jobs-list.no-filter-and-filters.json': { interludes: steps(protect(), backUp) },
  'policies-list.all.json': {
    interludes: steps(policy('clitest-item000003'), policy('clitest-item000004')),
  },
  'policy-delete.200.json': {
    interludes: steps(
      policy('clitest-policy5000010'),
      policy('clitest-enhpolicy000011'),
      policy('clitest-policy000009'),
    ),
  },
  'protectable-items-list.before-and-after-refresh.json': { interludes: { 1: refresh } },
  'protected-item-get.irpending.json': { interludes: steps(protect()) },
  'protected-items-list.irpending.json': { interludes: steps(protect()) },
  'protected-items-list.by-policy-name.json': { interludes: steps(protect(), protect(VM4)) },
  'protected-items-list.two-vms.json': { interludes: steps(protect(), protect(VM4)) },
  'protected-items-list.protected.json': { interludes: steps(protect(), backUp) },
  'protection-change-policy.poll-sequence.json': {
    interludes: steps(protect(), protect(VM4), policy('clitest-item000007')),
  },
  'protection-delete-data.poll-sequence.json': {
    interludes: steps(protect(), backUp, softDeleteOff),
  },
  'protection-delete-data.poll-sequence-2.json': { interludes: steps(protect(), softDeleteOff) },
  'protection-delete-data.poll-sequence-3.json': {
    interludes: steps(protect(VM4), softDeleteOff),
  },
  'protection-delete-data.after-softdelete-off.json': {
    interludes: steps(protect(), softDeleteOff),
  },
  'protection-delete-soft.poll-sequence.json': { interludes: steps(protect()) },
  'protection-undelete.poll-sequence.json': { interludes: steps(protect(), softDelete) },
  'protection-stop-retain.sequence.json': { interludes: steps(protect(), backUp) },
  'protection-resume.sequence.json': { interludes: steps(protect(), backUp, stop) },
  'recovery-point-get.one.json': { interludes: steps(protect(), backUp, learnRecoveryPoint) },
  'recovery-points-list.one.json': { interludes: steps(protect(), backUp) },
  'restore-disks.poll-sequence-slow-vault-tier.json': {
    interludes: steps(protect(), backUp, learnRecoveryPoint),
  },
  'restore-disks.trigger-and-first-polls.json': {
    interludes: steps(protect(), backUp, learnRecoveryPoint),
  },
  'flow.enable-backup-restore-stop-resume-delete.json': { interludes: steps(softDeleteOff) },
  'vault-get.after-redundancy-known.json': { interludes: steps(softDeleteOff) },
  'kv-key-get.200.json': { seed: seedRecordedObjects },
  'kv-keys-list.200.json': { seed: seedRecordedObjects },
  'kv-key-backup-delete-purge-restore.json': { seed: seedRecordedObjects },
  'kv-key-decrypt.200.json': {
    seed: seedRecordedObjects,
    interludes: { 0: encryptForDecrypting },
  },
  'kv-secret-get.latest-and-version.json': { seed: seedRecordedObjects },
  'kv-secret-update.disable.json': { seed: seedRecordedObjects },
  'kv-secret-versions.200.json': { seed: seedRecordedObjects },
  'kv-secrets-list.200.json': { seed: seedRecordedObjects },
  'kv-secrets-list.paged.json': { seed: seedRecordedObjects },
  'kv-secret-backup-delete-purge-restore.json': { seed: seedRecordedObjects },
  'graph-sp-get.200-and-404.json': {
    seed: (state) => {
      addPrincipal(state, {
        objectId: '0d380b48-63eb-4a1b-8023-a5af7aaf2f6d',
        type: 'ServicePrincipal',
        displayName: 'azure-cli-test000001',
        appId: '4faba265-b3a0-4bfd-8f56-f8a1a0cee277',
      });
    },
  },
  'role-assignment-update.put-get.json': {
    seed: (state) => {
      addPrincipal(state, { objectId: '285754a5-70ad-44af-9251-28c415538f72', type: 'User' });
    },
  },
  'role-assignments-list.at-scope.json': {
    seed: (state) => {
      state.authorization.assignments.push({
        name: '9d0c9433-a2c8-403f-ba1c-6310772291a5',
        scope: '/',
        roleDefinitionName: '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9',
        principalId: tiny.userId,
        principalType: 'User',
        condition: null,
        createdOn: '2019-09-04T08:09:42.0835929Z',
        updatedOn: '2019-09-04T08:09:42.0835929Z',
        createdBy: tiny.userId,
        effectiveMilliseconds: 0,
      });
    },
  },
};
