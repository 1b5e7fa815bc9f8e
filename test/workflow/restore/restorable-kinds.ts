// Machines of every kind that Azure Backup takes, and what a restore of each comes to.

import { purgeEverything } from '../../../src/sandbox/estates/build/key-encryption-key.js';
import { resourceId } from '../../../src/sandbox/estates/build/contoso.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
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

/** A machine, and what else its restore needs. */
export interface RestorableKind extends Kind {
  /** Options. */
  readonly argv?: string;
  /** True where ADE runs as an application. */
  readonly application?: true;
  /** Options that are needed where points do not even name their keys. */
  readonly untold?: string;
}

/** Machines that a restore brings back. */
export const RESTORABLE_KINDS: Readonly<Record<string, RestorableKind>> = {
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
  'in a zone': { osType: 'Windows', ade: 'kek', zones: ['2'], argv: '--zone 2' },
  'the machine is deleted': {
    osType: 'Linux',
    ade: 'kek',
    argv: '--ade-volume-type all',
    then: (world, { vmId }) => deleteMachine(world, vmId),
  },
  'deleted, with more than 16 disks': {
    // Neither the machine nor the disks, on which Azure puts no settings then, tell how they are encrypted.
    untold: '--ade-pass single',
    osType: 'Windows',
    ade: 'bek',
    dataDiskSizesGB: MANY,
    argv: '--ade-volume-type all',
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
    argv: '--key-vault kv-other',
    then: (world, { keyVault }) => {
      deleteKeyVault(world, keyVault);
      addEmptyKeyVault(world, 'kv-other');
    },
  },
  'the key vault is gone, BEK only': {
    osType: 'Windows',
    ade: 'bek',
    argv: '--key-vault kv-other',
    then: (world, { keyVault }) => {
      deleteKeyVault(world, keyVault);
      addEmptyKeyVault(world, 'kv-other');
    },
  },
  'keys moved although in place': {
    osType: 'Windows',
    ade: 'kek',
    argv: '--keys always --key-vault kv-other',
    then: (world) => addEmptyKeyVault(world, 'kv-other'),
  },
};

/** What points tell of their keys. */
export const POINT_KEYS = ['addresses', 'copies', 'none'] as const;

/** Forms of the files that name the new disks. */
export const FILE_FORMS = ['parameters', 'fixed-names', 'config-only'] as const;

/** How Azure leaves things. */
export interface RestoreVariant {
  readonly pointKeys: (typeof POINT_KEYS)[number];
  readonly restoreFiles: (typeof FILE_FORMS)[number];
}

/** What two runs of the same command came to, all of which is known beforehand. */
export const RESTORED_ONCE = {
  outcomes: ['restored', 'unchanged'],
  runs: true,
  left: [],
  writesOfSecond: 0,
};

/** Restores a machine of a kind, and runs the same command again. */
export async function restoredTwice(
  kind: RestorableKind,
  { pointKeys, restoreFiles }: RestoreVariant,
): Promise<unknown> {
  const world: WorldState = { ...defaultWorld(pointKeys), restoreFiles };
  addKind(world, kind);
  const app = kind.application === true ? addAdeApplication(world, KIND_KEY_VAULT) : undefined;
  const argv = [
    `--vm VM300 --to vm --name VM300R ${NETWORK}`,
    ...(kind.argv === undefined ? [] : [kind.argv]),
    ...(kind.untold === undefined || pointKeys !== 'none' ? [] : [kind.untold]),
    ...(app === undefined ? [] : [`--ade-client-id ${app.clientId}`]),
  ].join(' ');
  const env = app === undefined ? {} : { AZBACKUP_ADE_CLIENT_SECRET: app.secret };
  const first = await restore(argv, world, { env });
  const started = runs(world, 'VM300R');
  const left = blobNames(world).filter((name) => !name.endsWith('.vhd'));
  const second = await restore(argv, world, { env });
  return {
    outcomes: [outcomeOf(first), outcomeOf(second)],
    runs: started,
    left,
    writesOfSecond: second.writes.length,
  };
}

/** The outcome of a run that ended well; otherwise everything that tells why. */
function outcomeOf(run: CliRun): string {
  const { outcome, error, verified, notes, changes } = itemOfRestore(run);
  return run.code === 0 && !run.stderr.includes('error')
    ? outcome
    : JSON.stringify({ code: run.code, error, verified, notes, changes }, null, 1);
}

/**
 * Every kind once. What points tell of their keys and the forms of the files that name the disks take turns, so that each
 * meets each.
 */
export const EACH_KIND_ONCE = Object.entries(RESTORABLE_KINDS).map(([name, kind], place) => {
  const pointKeys = POINT_KEYS[place % POINT_KEYS.length] ?? 'addresses';
  const turn = Math.floor(place / POINT_KEYS.length);
  const restoreFiles = FILE_FORMS[turn % FILE_FORMS.length] ?? 'parameters';
  return [name, pointKeys, restoreFiles, kind] as const;
});
