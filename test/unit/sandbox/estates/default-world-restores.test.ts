// Every machine of the default world with recovery points can be restored, the oldest point as the newest.
import { describe, expect, it } from 'vitest';
import { DISK_TYPE } from '../../../../src/sandbox/providers/compute/virtual-machines/state.js';
import { listResources, removeResource } from '../../../../src/sandbox/kernel/resource.js';
import type { WorldState } from '../../../../src/sandbox/kernel/state.js';
import { buildDefaultWorld } from '../../../../src/sandbox/estates/default-world.js';
import { parseEncryptionInfo } from '../../../../src/commands/keys/encryption-info.js';
import { findBlob } from '../../../../src/sandbox/providers/storage-data/blobs.js';
import { objectIds } from '../../../../src/sandbox/estates/build/principals.js';
import {
  tinySandbox,
  TINY_START,
  type Answer,
  type TinySandbox,
} from '../../../support/worlds/tiny-world.js';

const subscription = '/subscriptions/00000000-0000-0000-0000-000000000001';
const target = `${subscription}/resourceGroups/rg-prod`;
const account = `${target}/providers/Microsoft.Storage/storageAccounts/stprodrestore`;
const VERSION = 'api-version=2023-06-01';

/** Vault and names of every item that is not deleted. */
const ITEMS = Object.entries(buildDefaultWorld(TINY_START).backup).flatMap(([vault, { items }]) =>
  Object.values(items)
    .filter(({ deletion }) => deletion === undefined)
    .map(({ vmId, name }) => ({ vm: vmId.split('/').at(-1) ?? '', vault, name, vmId })),
);

type Item = (typeof ITEMS)[number];

function world(): TinySandbox {
  return tinySandbox(buildDefaultWorld(TINY_START));
}

async function send(
  sandbox: TinySandbox,
  method: string,
  path: string,
  body?: unknown,
): Promise<Answer> {
  return await sandbox.send(method, `${path}?${VERSION}`, {
    as: objectIds.operator,
    ...(body === undefined ? {} : { body }),
  });
}

/** Restores a point of an item, and answers its job's properties. */
async function restore(sandbox: TinySandbox, item: Item, which: 0 | -1): Promise<Answer['body']> {
  const container = `IaasVMContainer;${item.name.slice('VM;'.length)}`;
  const path = `${item.vault}/backupFabrics/Azure/protectionContainers/${container}/protectedItems/${item.name}`;
  const points = (await send(sandbox, 'GET', `${path}/recoveryPoints`)).body.value;
  const answer = await send(
    sandbox,
    'POST',
    `${path}/recoveryPoints/${points.at(which).name}/restore`,
    {
      properties: {
        objectType: 'IaasVMRestoreRequest',
        recoveryType: 'RestoreDisks',
        sourceResourceId: item.vmId,
        targetResourceGroupId: target,
        storageAccountId: account,
        region: 'japaneast',
      },
    },
  );
  expect([answer.status, answer.body]).toEqual([202, undefined]);
  const id = answer.headers.get('location')?.match(/[\w-]{36}(?=\?)/u)?.[0] ?? '';
  sandbox.clock.advanceTo(sandbox.clock.now() + 3_600_000);
  return (await send(sandbox, 'GET', `${item.vault}/backupJobs/${id}`)).body.properties;
}

function restoredDisks(state: WorldState, vm: string) {
  return listResources(state, target, DISK_TYPE).filter(({ name }) =>
    new RegExp(`^${vm.toLowerCase()}-(?:os|data)disk-`, 'u').test(name),
  );
}

describe('the default world', () => {
  it('has protected machines', () => {
    expect(ITEMS.map(({ vm }) => vm)).toEqual(expect.arrayContaining(['VM005', 'VM014', 'VM016']));
  });

  it.each(ITEMS)('restores $vm, even when it is gone', async (item) => {
    const sandbox = world();
    removeResource(sandbox.state, item.vmId);
    for (const which of [0, -1] as const) {
      const job = await restore(sandbox, item, which);
      expect(job.status).toBe('Completed');
      const bag = job.extendedInfo.propertyBag;
      const name = bag['Encryption Info Blob Name'] ?? '';
      const container = bag['Config Blob Container Name'];
      const blob = findBlob(sandbox.state, { account: 'stprodrestore', container, name });
      const read =
        blob === undefined
          ? undefined
          : parseEncryptionInfo(Buffer.from(blob.content, 'base64'), name).key?.backup;
      expect(read !== undefined).toBe(['VM005', 'VM014'].includes(item.vm));
    }
    const disks = restoredDisks(sandbox.state, item.vm);
    expect(disks.length).toBeGreaterThan(1);
    for (const { properties } of disks) {
      expect('encryptionSettingsCollection' in properties).toBe('runtime' in properties);
      expect('runtime' in properties).toBe(['VM005', 'VM014'].includes(item.vm));
    }
  });
});
