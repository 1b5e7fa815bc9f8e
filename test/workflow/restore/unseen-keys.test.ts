// An operator who may not look into key vaults, as Azure documents the role: keys that nobody can see may be intact.
import { describe, expect, it } from 'vitest';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { objectIds } from '../../../src/sandbox/estates/build/principals.js';
import { defaultWorld } from '../../support/run-cli.js';
import { accessPolicies, keyVaultId, resource } from '../support/contoso.js';
import { addKind, KIND_KEY_VAULT, type Kind } from './restore-kinds.js';
import { errorOf, itemOfRestore, NETWORK, restore, runs } from './restores.js';

const ARGV = `--vm VM300 --to vm --name VM300R ${NETWORK}`;

/** The operator may do nothing with the keys and secrets in the key vault. */
function unseen(kind: Kind): WorldState {
  const world = defaultWorld();
  addKind(world, kind);
  resource(world, keyVaultId(KIND_KEY_VAULT)).properties['accessPolicies'] = accessPolicies(
    world,
    KIND_KEY_VAULT,
  ).filter(({ objectId }) => objectId !== objectIds.operator);
  return world;
}

describe('keys that the operator may not see', () => {
  it('end the restore with the right that is missing, and where', async () => {
    const run = await restore(ARGV, unseen({ osType: 'Linux', ade: 'kek', dataDiskSizesGB: [32] }));
    expect(run.code).toBe(4);
    const { fix, cause } = errorOf(run);
    expect(`${cause ?? ''} ${fix.join(' ')}`).toMatch(/keys|secrets/u);
    expect(fix.join(' ')).toContain('--ignore keys');
    expect(run.writes).toEqual([]);
  });

  it.each<[string, Kind]>([
    [
      'Linux, whose extension is told where they are',
      { osType: 'Linux', ade: 'kek', dataDiskSizesGB: [32] },
    ],
    ['Linux, BEK only', { osType: 'Linux', ade: 'bek', dataDiskSizesGB: [32] }],
    ['Windows on blobs', { osType: 'Windows', ade: 'kek', unmanaged: true }],
  ])('are taken as the point has them where that is ignored: %s', async (_, kind) => {
    const world = unseen(kind);
    const run = await restore(`${ARGV} --ignore keys`, world);
    expect([run.code, itemOfRestore(run).error, itemOfRestore(run).outcome]).toEqual([
      0,
      null,
      'restored',
    ]);
    expect(runs(world, 'VM300R')).toBe(true);
    expect(itemOfRestore(run).staging.left).toEqual([]);
  });

  it('are not called missing where disks alone are restored, and their copies stay', async () => {
    const world = unseen({ osType: 'Linux', ade: 'kek' });
    const run = await restore('--vm VM300 --ignore keys', world);
    expect(run.code).toBe(6);
    const { notes, staging } = itemOfRestore(run);
    expect(notes.join()).not.toContain('missing');
    expect(notes.join()).toContain('could not be read');
    expect(staging.left.join()).toContain('encryption-vm300');
  });
});

describe.each([
  ['a firewall', { networkAcls: { bypass: 'AzureServices', defaultAction: 'Deny' } }],
  ['private endpoints only', { publicNetworkAccess: 'Disabled' }],
])('keys behind %s', (_, settings) => {
  function closed(): WorldState {
    const world = defaultWorld();
    addKind(world, { osType: 'Linux', ade: 'kek' });
    Object.assign(resource(world, keyVaultId(KIND_KEY_VAULT)).properties, settings);
    return world;
  }

  it('end the restore with the network that is missing, and no right that would not help', async () => {
    const run = await restore(ARGV, closed());
    expect([run.code, run.writes]).toEqual([4, []]);
    const { code, cause, fix } = errorOf(run);
    expect(code).toBe('AZB_KEY_VAULT_FIREWALL');
    expect(cause).toContain("the key vault's firewall does not allow this computer");
    expect(fix).toEqual([
      'run the command from a network that the key vault allows',
      'or continue anyway: --ignore keys',
    ]);
    expect(run.stderr).not.toMatch(/permission|lack|get Microsoft/u);
  });
});
