// What `audit-keys` says of a point is what a restore of that point then finds: of every machine of a seeded world, a point
// of each outcome is restored, once with the keys as they are and once with whatever brings them back.
import { describe, expect, it } from 'vitest';
import type { AuditKeysDocument, AuditKeysItem } from '../../../src/commands/audit-keys/result.js';
import type { PointKeys } from '../../../src/sandbox/providers/backup/recovery-points/state.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { addKey, purgeEverything } from '../../../src/sandbox/estates/build/key-encryption-key.js';
import { addKeyVault, type KeyVault } from '../../../src/sandbox/estates/build/key-vault.js';
import { addProtection } from '../../../src/sandbox/estates/build/protection.js';
import { addVirtualMachine } from '../../../src/sandbox/estates/build/virtual-machine.js';
import { defaultWorld, runCli } from '../../support/run-cli.js';
import { PRODUCTION_VAULT, resource } from '../../workflow/support/contoso.js';
import {
  allowOperator,
  contents,
  deleteSoftly,
  pointsOf,
} from '../../workflow/support/key-world.js';
import { addEmptyKeyVault, deleteKeyVault } from '../../workflow/restore/restore-kinds.js';
import { NETWORK, restore } from '../../workflow/restore/restores.js';
import { someOf } from '../share.js';

type Change = (world: WorldState, vault: KeyVault, vm: string) => void;

function setSecrets(change: { enabled?: boolean; expiresSeconds?: number }): Change {
  return (world, vault) => {
    for (const version of contents(world, vault.name).secrets.flatMap((each) => each.versions)) {
      Object.assign(version, change);
    }
  };
}

/** What has happened to the keys of each machine; `kek` machines have a KEK, the others none. */
const STORIES: readonly (readonly [name: string, kek: boolean, change: Change])[] = [
  ['nothing', true, () => undefined],
  ['nothing, BEK only', false, () => undefined],
  ['the secret is disabled', true, setSecrets({ enabled: false })],
  ['the secret has expired', false, setSecrets({ expiresSeconds: Date.UTC(2026, 10, 1) / 1000 })],
  [
    'the key is disabled',
    true,
    (world, vault) => {
      for (const version of contents(world, vault.name).keys.flatMap((each) => each.versions)) {
        version.enabled = false;
      }
    },
  ],
  [
    'all is soft-deleted',
    true,
    (world, vault) => {
      deleteSoftly(world, vault.name);
      allowOperator(world, vault.name, { keys: ['recover'], secrets: ['recover'] });
    },
  ],
  ['all is purged', true, (world, vault) => purgeEverything(world, vault)],
  ['all is purged, BEK only', false, (world, vault) => purgeEverything(world, vault)],
  ['the key vault is gone', true, (world, vault) => deleteKeyVault(world, vault)],
  [
    'the key vault is shut to disks',
    true,
    (world, vault) => {
      resource(world, vault.id).properties['enabledForDiskEncryption'] = false;
    },
  ],
  [
    'all is purged, and the points have no copy of the key',
    true,
    (world, vault, vm) => {
      purgeEverything(world, vault);
      for (const point of pointsOf(world, vm)) {
        point.pointKeys = 'addresses';
      }
    },
  ],
  [
    'the key was made anew under its name',
    true,
    (world, vault) => {
      const [name = ''] = contents(world, vault.name).keys.map((key) => key.name);
      addKey(world, vault, name);
    },
  ],
];

function seed(world: WorldState): readonly string[] {
  return STORIES.map(([, kek, change], index) => {
    const vm = `VM4${String(index).padStart(2, '0')}`;
    const vault = addKeyVault(world, {
      name: `kv-story-${index}`,
      resourceGroup: 'rg-prod',
      backupMay: 'all',
      operatorMay: 'restore',
    });
    const ade = kek
      ? { keyVault: vault, kek: addKey(world, vault, `kek-${index}`) }
      : { keyVault: vault };
    const vmId = addVirtualMachine(world, {
      name: vm,
      resourceGroup: 'rg-prod',
      osType: 'Windows',
      ade,
    });
    const policyName = 'daily-90-days';
    addProtection(world, { vaultId: PRODUCTION_VAULT, policyName, vmId, firstDay: 1 });
    change(world, vault, vm);
    return vm;
  });
}

const AS_THEY_ARE = new Set(['in-place', 'at-risk']);

describe('what an audit says of a point', () => {
  const world = defaultWorld();
  const machines = seed(world);
  addEmptyKeyVault(world, 'kv-elsewhere');

  async function itemsOf(pointKeys: PointKeys): Promise<readonly AuditKeysItem[]> {
    const argv = ['audit-keys', ...machines.flatMap((vm) => ['--vm', vm]), '-o', 'json'];
    const audit = await runCli(argv, { world: { ...structuredClone(world), pointKeys } });
    return (JSON.parse(audit.stdout) as AuditKeysDocument).items;
  }

  it.each(['addresses', 'copies'] as const)(
    'is what a restore of it finds: %s',
    async (pointKeys) => {
      const items = await itemsOf(pointKeys);
      expect(new Set(items.map(({ outcome }) => outcome)).size).toBeGreaterThanOrEqual(3);
      expect(items.length).toBeGreaterThanOrEqual(2 * STORIES.length);
      const each = firstOfEachOutcome(items);
      expect(each.length).toBeGreaterThanOrEqual(STORIES.length);
      const tried = someOf(each);
      const found = await Promise.all(tried.map(async (item) => outcomes(item, pointKeys)));
      expect(found).toEqual(
        tried.map(({ vm, name, outcome }) => ({
          story: storyOf(vm.name),
          name,
          outcome,
          asTheyAre: AS_THEY_ARE.has(outcome),
          broughtBack: outcome !== 'lost' && outcome !== 'unknown',
        })),
      );
    },
  );

  it('is unknown where the point names no keys, and a restore finds out from its disks', async () => {
    const items = await itemsOf('none');
    const unnamed = items.filter(({ outcome }) => outcome === 'unknown');
    expect(new Set(unnamed.map(({ vm }) => storyOf(vm.name))).size).toBe(STORIES.length - 1);
    const named = await itemsOf('addresses');
    const outcomeOf = (item: AuditKeysItem): AuditKeysItem['outcome'] =>
      named.find(({ vm, name }) => vm.name === item.vm.name && name === item.name)?.outcome ??
      'unknown';
    const tried = someOf(firstOfEachOutcome(unnamed));
    const found = await Promise.all(tried.map(async (item) => outcomes(item, 'none')));
    expect(found).toEqual(
      tried.map((item) => ({
        story: storyOf(item.vm.name),
        name: item.name,
        outcome: 'unknown',
        asTheyAre: AS_THEY_ARE.has(outcomeOf(item)),
        broughtBack: outcomeOf(item) !== 'lost',
      })),
    );
  });

  /** Points of a machine of which the same is said have the same keys: one of them tells. */
  function firstOfEachOutcome(items: readonly AuditKeysItem[]): readonly AuditKeysItem[] {
    const said = new Map(
      items.toReversed().map((item) => [`${item.vm.name} ${item.outcome}`, item]),
    );
    return [...said.values()];
  }

  function storyOf(vm: string): string {
    return STORIES[machines.indexOf(vm)]?.[0] ?? '';
  }

  async function outcomes(
    { vm, name, outcome }: AuditKeysItem,
    pointKeys: PointKeys,
  ): Promise<object> {
    const copy = (): WorldState => ({ ...structuredClone(world), pointKeys });
    const place = `--vm ${vm.name} --recovery-point ${name} --to vm --name R ${NETWORK}`;
    const asTheyAre = await restore(`${place} --keys never --ignore keys`, copy());
    const broughtBack = await restore(`${place} --key-vault kv-elsewhere`, copy());
    return {
      story: storyOf(vm.name),
      name,
      outcome,
      asTheyAre: asTheyAre.code === 0,
      broughtBack: broughtBack.code === 0,
    };
  }
});
