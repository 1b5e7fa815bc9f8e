// What happens before or within a recording that the recording does not show: the requests that bring a
// world of the sandbox to where the recorded one was.

import { seedVirtualMachine } from '../../../src/sandbox/providers/compute/virtual-machines/seed.js';
import { findVirtualMachine } from '../../../src/sandbox/providers/compute/virtual-machines/state.js';
import { seedStorageAccount } from '../../../src/sandbox/providers/storage/storage-account.js';
import { removeResource } from '../../../src/sandbox/kernel/resource.js';
import { worldIds } from '../../../src/sandbox/kernel/ids.js';
import type { Recording } from '../recordings.js';
import type { TinySandbox } from '../worlds/tiny-world.js';
import type { LearnedIds } from '../../../src/sandbox/recorded/learned-ids.js';
import type { Interlude, Interludes } from '../../../src/sandbox/recorded/replay.js';

const GROUP = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/clitest.rg000001';
/** The vault of az's tests. */
export const VAULT = `${GROUP}/providers/Microsoft.RecoveryServices/vaults/clitest-vault000002`;
const VERSION = 'api-version=2023-02-01';
const HOUR_SECONDS = 3600;

type Step = Interlude<TinySandbox>;

/** Sends a request that prepares the world; throws an Error when it is refused. */
async function request(
  sandbox: TinySandbox,
  method: string,
  path: string,
  body?: unknown,
): Promise<{ readonly body: unknown }> {
  const answer = await sandbox.send(
    method,
    `${path}?${VERSION}`,
    body === undefined ? {} : { body },
  );
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

/** Puts a machine's item. */
export function putItem(machine: string, properties: Readonly<Record<string, unknown>>): Step {
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

/** The machines of az's tests. */
export const VM3 = 'clitest-vm000003';
export const VM4 = 'clitest-vm000004';

/** Protects a machine with DefaultPolicy, and makes it where the recording does not speak of it. */
export const protect = (machine = VM3): Step => {
  const put = putItem(machine, { policyId: `${VAULT}/backupPolicies/DefaultPolicy` });
  return async (sandbox, ...rest) => {
    const id = `${GROUP}/providers/Microsoft.Compute/virtualMachines/${machine}`;
    if (findVirtualMachine(sandbox.state, id) === undefined) {
      seedVirtualMachine(sandbox.state, worldIds(sandbox.state), {
        id,
        location: 'eastus2euap',
        osType: 'Windows',
        createdMilliseconds: 0,
      });
    }
    await put(sandbox, ...rest);
  };
};
/** Stops protection and keeps the recovery points. */
export const stop = putItem(VM3, { policyId: '', protectionState: 'ProtectionStopped' });

/** Starts a backup. */
export const startBackup: Step = async (sandbox) => {
  await request(sandbox, 'POST', `${itemPath(VM3)}/backup`, {
    properties: {
      objectType: 'IaasVMBackupRequest',
      recoveryPointExpiryTimeInUTC: '2033-06-19T00:00:00.000Z',
    },
  });
};

/** Makes a recovery point. */
export const backUp: Step = async (...world) => {
  await startBackup(...world);
  pass(world[0], HOUR_SECONDS);
};

/** Takes the machine's item away, or soft-deletes it. */
export const removeItem: Step = async (sandbox) => {
  await request(sandbox, 'DELETE', itemPath(VM3));
  pass(sandbox, 300);
};

/** Switches soft delete off. */
export const softDeleteOff: Step = async (sandbox) => {
  await request(sandbox, 'PATCH', `${VAULT}/backupconfig/vaultconfig`, {
    properties: { enhancedSecurityState: 'Enabled', softDeleteFeatureState: 'Disabled' },
  });
};

/** An hour, in which what lags behind is caught up. */
export const pause: Step = (sandbox) => {
  pass(sandbox, HOUR_SECONDS);
  return Promise.resolve();
};

/** Takes a policy away. */
export function removePolicy(name: string): Step {
  return async (sandbox) => {
    await request(sandbox, 'DELETE', `${VAULT}/backupPolicies/${name}`);
  };
}

/** Machines of others, which shared the recorded subscription, go when the recording lists them no more. */
export const othersLeave: Step = (sandbox, _ids, { exchanges }, index) => {
  const listed = JSON.stringify(exchanges[index]?.response.body).toLowerCase();
  for (const { id, type } of Object.values(sandbox.state.resources)) {
    const own = id.toLowerCase().startsWith(GROUP.toLowerCase());
    if (!own && type.endsWith('/virtualMachines') && !listed.includes(`"${id.toLowerCase()}"`)) {
      removeResource(sandbox.state, id);
    }
  }
  return Promise.resolve();
};

/** The vault looks for machines. */
export const refresh: Step = async (sandbox) => {
  await request(sandbox, 'POST', `${VAULT}/backupFabrics/Azure/refreshContainers`);
  pass(sandbox, 60);
};

/** A policy with the recorded name and properties, or a copy of DefaultPolicy. */
export function policy(name: string): Step {
  return async (sandbox, _ids, recording) => {
    const built = await request(sandbox, 'GET', `${VAULT}/backupPolicies/DefaultPolicy`);
    const { protectedItemsCount: _counted, ...properties } =
      recordedProperties(recording, `${VAULT}/backupPolicies/${name}`) ?? propertiesOf(built.body);
    await request(sandbox, 'PUT', `${VAULT}/backupPolicies/${name}`, { properties });
  };
}

/** Several steps as one. */
export function sequence(...all: readonly Step[]): Step {
  return async (...world) => {
    for (const step of all) {
      await step(...world);
    }
  };
}

/** What happens before the recording begins. */
export function steps(...all: readonly Step[]): Interludes<TinySandbox> {
  return { 0: sequence(...all) };
}

/** Finds the properties of a resource in any answer of the recording. */
function recordedProperties(recording: Recording, id: string): Record<string, unknown> | undefined {
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

/** The recorded recovery point is the one that there is. */
export const learnRecoveryPoint: Step = async (sandbox, ids, recording) => {
  const { body } = await request(sandbox, 'GET', `${itemPath(VM3)}/recoveryPoints`);
  const [name] = namesIn(body);
  const [recorded = ''] = /(?<=\/recoveryPoints\/)\d+/u.exec(JSON.stringify(recording)) ?? [];
  ids.learn(recorded, name ?? '');
};

/** Az's tests call the machine by another name everywhere but where it is written without its dashes. */
export const learnBareName: Step = (_sandbox, ids) => {
  ids.learn('clitestvm4nk3p', VM3.replaceAll('-', ''));
  return Promise.resolve();
};

/** Starts a restore of the newest recovery point's disks. */
export const startRestore: Step = async (sandbox) => {
  const storageAccountId = `${GROUP}/providers/Microsoft.Storage/storageAccounts/clitest000006`;
  seedStorageAccount(sandbox.state, {
    id: storageAccountId,
    location: 'eastus2euap',
    kind: 'Storage',
    sku: 'Standard_LRS',
    createdMilliseconds: 0,
  });
  const { body } = await request(sandbox, 'GET', `${itemPath(VM3)}/recoveryPoints`);
  await request(sandbox, 'POST', `${itemPath(VM3)}/recoveryPoints/${namesIn(body)[0]}/restore`, {
    properties: {
      objectType: 'IaasVMRestoreRequest',
      recoveryType: 'RestoreDisks',
      storageAccountId,
    },
  });
  pass(sandbox, 1);
};

/** The recorded job is the newest one, which is there once the request that began it is carried out. */
export const learnJob: Step = async (sandbox, ids, recording) => {
  pass(sandbox, 2);
  const [, vault = '', recorded = ''] =
    /azure\.com([^"]*?\/vaults\/[\w-]+)\/backupJobs\/([\w-]+)/u.exec(JSON.stringify(recording)) ??
    [];
  const { body } = await request(sandbox, 'GET', `${vault}/backupJobs`);
  ids.learn(recorded, namesIn(body)[0] ?? '');
};

/** The recorded cancellation is the one of the world; its signed URL cannot be compared as a whole. */
export const learnCancellation: Step = (sandbox, ids, recording) => {
  const recorded = /\/backupJobs\/[\w-]+\/operationResults\/([\w-]+)/u.exec(
    JSON.stringify(recording),
  )?.[1];
  const operation = Object.values(sandbox.state.backup)
    .flatMap(({ operations }) => Object.values(operations))
    .find(({ change }) => change.kind === 'cancel');
  ids.learn(recorded ?? '', operation?.id ?? '');
  return Promise.resolve();
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
export async function encryptForDecrypting(
  sandbox: TinySandbox,
  ids: LearnedIds,
  recording: Recording,
): Promise<void> {
  const [exchange] = recording.exchanges;
  const text = JSON.stringify(exchange?.request.body);
  const [cipher = ''] = /[\w-]{200,}/u.exec(text) ?? [];
  const answer = await sandbox.send(
    'POST',
    exchange?.request.url.replace('/decrypt', '/encrypt') ?? '',
    {
      body: { alg: 'RSA-OAEP', value: 'YWJjZGVm' },
    },
  );
  ids.learn(cipher, String(answer.body.value));
}

/** Protects the machine of the item that the first request speaks of. */
export const protectAddressed: Step = async (sandbox, _ids, recording) => {
  const url = new URL(recording.exchanges[0]?.request.url ?? '');
  const [item = ''] = /^.*\/protectedItems\/[^/]+/u.exec(url.pathname) ?? [];
  const [group = '', vault = ''] =
    /^.*(?=\/providers)/u.exec(item.split('/vaults/')[0] ?? '') ?? [];
  const machine = decodeURIComponent(item).split(';').at(-1);
  await request(sandbox, 'PUT', item, {
    properties: {
      protectedItemType: 'Microsoft.Compute/virtualMachines',
      sourceResourceId: `${group}${vault}/providers/Microsoft.Compute/virtualMachines/${machine}`,
      policyId: `${item.split('/backupFabrics')[0]}/backupPolicies/DefaultPolicy`,
    },
  });
  pass(sandbox, 60);
};

/** Between creation and deletion the recorded role was given another action. */
export const updateRole: Step = async (sandbox, _ids, { exchanges }) => {
  const url = exchanges[1]?.request.url ?? '';
  const { roleName, description, permissions, assignableScopes } = propertiesOf(
    exchanges[1]?.response.body,
  );
  const properties = { roleName, description, permissions, assignableScopes };
  await sandbox.send('PUT', url, { body: { properties } });
};
