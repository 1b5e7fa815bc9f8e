// Every kind of machine that Azure Backup takes is restored to one that starts.
import { describe, expect, it } from 'vitest';
import { purgeEverything } from '../../../src/sandbox/estates/build/key-encryption-key.js';
import { resourceId } from '../../../src/sandbox/estates/build/contoso.js';
import { defaultWorld, type CliRun } from '../../support/run-cli.js';
import {
  addAdeApplication,
  addEmptyKeyVault,
  addKind,
  deleteKeyVault,
  deleteMachine,
  KIND_KEY_VAULT,
  type Kind,
} from './restore-kinds.js';
import { blobNames, itemOfRestore, NETWORK, restore, runs } from './restores.js';

const MANY = Array.from({ length: 17 }, () => 8);

const KINDS: Readonly<
  Record<
    string,
    Kind & { readonly more?: string; readonly application?: true; readonly untold?: string }
  >
> = {
  'Windows, BEK only': { osType: 'Windows', ade: 'bek' },
  'Windows, BEK and KEK': { osType: 'Windows', ade: 'kek', dataDiskSizesGB: [32] },
  'Linux, BEK only': { osType: 'Linux', ade: 'bek', dataDiskSizesGB: [32] },
  'Linux, BEK and KEK': { osType: 'Linux', ade: 'kek', dataDiskSizesGB: [32, 64] },
  'Windows, dual pass': { osType: 'Windows', ade: 'kek', pass: 'DoublePass' },
  'Linux, dual pass': {
    osType: 'Linux',
    ade: 'kek',
    pass: 'DoublePass',
    application: true,
  },
  'unmanaged, BEK only': { osType: 'Windows', ade: 'bek', unmanaged: true },
  'unmanaged, dual pass': { osType: 'Windows', ade: 'kek', pass: 'DoublePass', unmanaged: true },
  'platform-managed keys': { osType: 'Linux', ade: 'none', dataDiskSizesGB: [16] },
  'unmanaged without ADE': { osType: 'Linux', ade: 'none', unmanaged: true },
  'customer-managed key': {
    osType: 'Windows',
    ade: 'none',
    diskEncryptionSetId: resourceId('rg-prod', 'Microsoft.Compute/diskEncryptionSets', 'des-prod'),
  },
  'more than 16 disks': { osType: 'Windows', ade: 'kek', dataDiskSizesGB: MANY },
  'a disk over 4,097 GB': { osType: 'Linux', ade: 'kek', dataDiskSizesGB: [5000] },
  'in a zone': { osType: 'Windows', ade: 'kek', zones: ['2'], more: '--zone 2' },
  'the machine is deleted': {
    osType: 'Linux',
    ade: 'kek',
    more: '--ade-volume-type all',
    then: (world, { vmId }) => deleteMachine(world, vmId),
  },
  'deleted, with more than 16 disks': {
    // Neither the machine nor the disks, on which Azure puts no settings then, tell how they are encrypted.
    untold: '--ade-pass single',
    osType: 'Windows',
    ade: 'bek',
    dataDiskSizesGB: MANY,
    more: '--ade-volume-type all',
    then: (world, { vmId }) => deleteMachine(world, vmId),
  },
  'BEK only, and the secret is purged': {
    osType: 'Windows',
    ade: 'bek',
    then: (world, { keyVault }) => purgeEverything(world, keyVault),
  },
  'BEK and KEK, both purged': {
    osType: 'Windows',
    ade: 'kek',
    then: (world, { keyVault }) => purgeEverything(world, keyVault),
  },
  'dual pass, both purged': {
    osType: 'Windows',
    ade: 'kek',
    pass: 'DoublePass',
    then: (world, { keyVault }) => purgeEverything(world, keyVault),
  },
  'unmanaged, secret purged': {
    osType: 'Windows',
    ade: 'kek',
    unmanaged: true,
    then: (world, { keyVault }) => purgeEverything(world, keyVault),
  },
  'the key vault is gone, another takes its place': {
    osType: 'Linux',
    ade: 'kek',
    more: '--key-vault kv-other',
    then: (world, { keyVault }) => {
      deleteKeyVault(world, keyVault);
      addEmptyKeyVault(world, 'kv-other');
    },
  },
  'the key vault is gone, BEK only': {
    osType: 'Windows',
    ade: 'bek',
    more: '--key-vault kv-other',
    then: (world, { keyVault }) => {
      deleteKeyVault(world, keyVault);
      addEmptyKeyVault(world, 'kv-other');
    },
  },
  'keys moved although in place': {
    osType: 'Windows',
    ade: 'kek',
    more: '--keys always --key-vault kv-other',
    then: (world) => addEmptyKeyVault(world, 'kv-other'),
  },
};

const POINT_KEYS = ['addresses', 'copies', 'none'] as const;
const VARIANTS = POINT_KEYS.flatMap((pointKeys) =>
  Object.entries(KINDS).map(([name, kind]) => [name, pointKeys, kind] as const),
);

describe('a machine of this kind is restored, and starts', () => {
  it.each(VARIANTS)('%s, points with %s', async (_name, pointKeys, kind) => {
    const world = defaultWorld(pointKeys);
    addKind(world, kind);
    const app = kind.application === true ? addAdeApplication(world, KIND_KEY_VAULT) : undefined;
    const argv = [
      `--vm VM300 --to vm --name VM300R ${NETWORK}`,
      ...(kind.more === undefined ? [] : [kind.more]),
      ...(kind.untold === undefined || pointKeys !== 'none' ? [] : [kind.untold]),
      ...(app === undefined ? [] : [`--ade-client-id ${app.clientId}`]),
    ].join(' ');
    const env = app === undefined ? {} : { AZBACKUP_ADE_CLIENT_SECRET: app.secret };
    const run = await restore(argv, world, { env });
    expect(run.stderr).not.toContain('error');
    expect(outcomeOf(run)).toBe('restored');
    expect(runs(world, 'VM300R')).toBe(true);
    expect(blobNames(world).filter((name) => !name.endsWith('.vhd'))).toEqual([]);
    const again = await restore(argv, world, { env });
    expect(outcomeOf(again)).toBe('unchanged');
    expect(again.writes).toEqual([]);
  });

  it.each([
    ['snapshot', 60, 600],
    ['vault', 1200, 7200],
  ])('from the %s tier, as long as Azure takes', async (tier, least, most) => {
    const world = defaultWorld();
    const started = world.nowMilliseconds;
    const run = await restore(`--vm VM005 --tier ${tier}`, world);
    expect(run.code).toBe(0);
    const seconds = (world.nowMilliseconds - started) / 1000;
    expect(seconds).toBeGreaterThan(least);
    expect(seconds).toBeLessThan(most);
  });
});

/** The outcome of a run that ended well; otherwise everything that tells why. */
function outcomeOf(run: CliRun): string {
  const { outcome, error, verified, notes, changes } = itemOfRestore(run);
  return run.code === 0
    ? outcome
    : JSON.stringify({ code: run.code, error, verified, notes, changes }, null, 1);
}

describe('Linux with dual pass', () => {
  it('is refused without the application that ADE runs as', async () => {
    const world = defaultWorld();
    addKind(world, { osType: 'Linux', ade: 'kek', pass: 'DoublePass' });
    const run = await restore(`--vm VM300 --to vm --name VM300R ${NETWORK}`, world);
    expect(run.code).toBe(5);
    expect(run.stderr).toContain('AZB_ADE_CLIENT_NEEDED');
    expect(run.stderr).toContain('--ade-client-id');
    expect(run.writes).toEqual([]);
  });
});
