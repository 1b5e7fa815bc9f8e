// A template that names disks which this restore did not make: nothing may be done to them.
import { describe, expect, it } from 'vitest';
import {
  findResource,
  putResource,
  type ArmResource,
} from '../../../src/sandbox/kernel/resource.js';
import { resourceId } from '../../../src/sandbox/estates/build/contoso.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { defaultWorld, type RunOptions } from '../../support/run-cli.js';
import { itemOfRestore, NETWORK, restore, runs } from './restores.js';

const DISKS = 'Microsoft.Compute/disks';

/** A disk that is free, and as a restore makes them but for what is special about it. */
function addDisk(
  world: WorldState,
  { group = 'rg-prod', ...special }: Partial<ArmResource> & { readonly group?: string },
): string {
  const id = resourceId(group, DISKS, 'somebodys-disk');
  putResource(world, {
    id,
    name: 'somebodys-disk',
    type: DISKS,
    location: 'japaneast',
    tags: {},
    extra: { sku: { name: 'Premium_LRS', tier: 'Premium' } },
    ...special,
    properties: {
      osType: 'Linux',
      hyperVGeneration: 'V2',
      diskSizeGB: 30,
      encryption: { type: 'EncryptionAtRestWithPlatformKey' },
      timeCreated: '2027-01-01T00:00:00+00:00',
      provisioningState: 'Succeeded',
      diskState: 'Unattached',
      ...special.properties,
    },
  });
  return id;
}

function diskOfSource(world: WorldState): string {
  const found = Object.values(world.resources).find(({ name }) => name.startsWith('VM014_OsDisk'));
  if (found === undefined) {
    throw new Error('VM014 has no OS disk');
  }
  return found.id;
}

/** What stands in for a part of what a restore left. */
type Stand = 'template' | 'config' | 'list';

const READ_BY: Readonly<Record<Stand, RegExp>> = {
  template: /\/azuredeploy[^/]*\.json/u,
  config: /\/config-[^/]*\.json/u,
  list: /\/resourceGroups\/[^/]+\/providers\/Microsoft\.Compute\/disks\?/iu,
};

/** Answers reads of the files with ones that name this OS disk; of the list of disks with an empty one. */
function naming(diskId: string, stands: readonly Stand[]): NonNullable<RunOptions['around']> {
  const storageProfile = {
    osDisk: { osType: 'Linux', name: diskId.split('/').at(-1), managedDisk: { id: diskId } },
  };
  const texts: Readonly<Record<Stand, unknown>> = {
    template: {
      resources: [{ type: 'Microsoft.Compute/virtualMachines', properties: { storageProfile } }],
    },
    config: { 'properties.storageProfile': storageProfile },
    list: { value: [] },
  };
  return async (request, answer) => {
    const response = await answer();
    const stand = stands.find((each) => READ_BY[each].test(request.url));
    if (request.method !== 'GET' || stand === undefined || !response.ok) {
      return response;
    }
    const text = JSON.stringify(texts[stand]);
    const headers = new Headers(response.headers);
    headers.set('content-length', String(text.length));
    headers.delete('content-md5');
    headers.delete('x-ms-meta-configblobsize');
    return new Response(text, { status: response.status, headers });
  };
}

describe('disks that a restore did not make are left alone:', () => {
  it.each<[string, (world: WorldState) => string, RegExp]>([
    ['the disk of the machine that was backed up', diskOfSource, /is attached to VM014$/u],
    [
      'a disk of another resource group',
      (world) => addDisk(world, { group: 'rg-legacy' }),
      /is not in resource group rg-prod$/u,
    ],
    [
      'a disk that was there before',
      (world) => addDisk(world, { properties: { timeCreated: '2026-11-01T00:00:00+00:00' } }),
      /was created at 2026-11-01T00:00:00Z, before the job began$/u,
    ],
    [
      'a disk of another restore',
      (world) => addDisk(world, { tags: { rsvaultbackup: 'another-job' } }),
      /was made by job another-job \(tag RSVaultBackup\)$/u,
    ],
    ['a disk that is gone', () => resourceId('rg-prod', DISKS, 'gone'), /gone does not exist$/u],
  ])('%s', async (_what, diskOf, reason) => {
    const world = defaultWorld();
    const diskId = diskOf(world);
    const before = structuredClone(findResource(world, diskId));
    const around = naming(diskId, ['template', 'config', 'list']);
    const run = await restore(`--vm VM014 --to vm --name VM014R ${NETWORK}`, world, { around });
    expect(run.code).toBe(7);
    const { error } = itemOfRestore(run);
    expect(error).toMatchObject({ code: 'AZB_RESTORED_DISKS_UNKNOWN' });
    expect(error?.causes[0]).toMatch(reason);
    expect(error?.fix.join()).toMatch(
      /az disk list -g rg-prod --query "\[\?tags\.RSVaultBackup=='[^']+'\]" --output table/u,
    );
    expect(run.writes.filter(({ url }) => url.includes('/disks/'))).toEqual([]);
    expect(runs(world, 'VM014R')).toBeUndefined();
    expect(findResource(world, diskId)).toEqual(before);
  });
});

describe('the disks that it made are found all the same', () => {
  it.each<[string, readonly Stand[]]>([
    ['by the configuration file', ['template']],
    ['by their tag', ['template', 'config']],
  ])('%s, where the template names others', async (_what, stands) => {
    const world = defaultWorld();
    const source = diskOfSource(world);
    const before = structuredClone(findResource(world, source));
    const around = naming(source, stands);
    const run = await restore(`--vm VM014 --to vm --name VM014R ${NETWORK}`, world, { around });
    expect(run.code).toBe(0);
    expect(runs(world, 'VM014R')).toBe(true);
    const { disks, notes } = itemOfRestore(run);
    expect(disks.map(({ role, lun, id }) => [role, lun, id.split('/').at(-1)])).toEqual([
      ['os', null, expect.stringMatching(/^vm014-osdisk-/u)],
      ['data', 0, expect.stringMatching(/^vm014-datadisk-000-/u)],
    ]);
    expect(notes.join().includes('by their tag')).toBe(stands.includes('config'));
    expect(findResource(world, source)).toEqual(before);
  });
});
