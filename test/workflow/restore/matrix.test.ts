// Machines of every kind that can be rebuilt: either what is said of the new one is true, or the restore is refused
// before anything is sent.
import { describe, expect, it } from 'vitest';
import { putResource } from '../../../src/sandbox/kernel/resource.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import {
  findVirtualMachine,
  machineDisks,
} from '../../../src/sandbox/providers/compute/virtual-machines/state.js';
import { defaultWorld } from '../../support/run-cli.js';
import { vmId } from '../support/contoso.js';
import {
  addAdeApplication,
  addKind,
  DISK_ACCESS,
  KIND_KEY_VAULT,
  type Kind,
} from './restore-kinds.js';
import { errorOf, itemOfRestore, NETWORK, restore, runs } from './restores.js';

const ARGV = `--vm VM300 --to vm --name VM300R ${NETWORK}`;

const SYSTEMS = ['Windows', 'Linux'] as const;
const PASSES = ['SinglePass', 'DoublePass'] as const;

/** Sizes of the data disks that machines of a system are tried with. */
const DATA_DISKS: Readonly<Record<Kind['osType'], readonly (readonly number[])[]>> = {
  Windows: [[], [32]],
  Linux: [[], [32]],
};

/** System, key, pass and data disks. */
const ENCRYPTED = SYSTEMS.flatMap((osType) =>
  (['bek', 'kek'] as const).flatMap((ade) =>
    PASSES.flatMap((pass) =>
      DATA_DISKS[osType].map((dataDiskSizesGB): Kind => ({ osType, ade, pass, dataDiskSizesGB })),
    ),
  ),
);

/** Machines of which ADE has encrypted but a part. */
const PARTS = SYSTEMS.flatMap((osType) =>
  PASSES.flatMap((pass) =>
    (['OS', 'Data'] as const).map((volumeType): Kind => ({
      osType,
      ade: 'kek',
      pass,
      volumeType,
      dataDiskSizesGB: [32, 64],
    })),
  ),
);

const SPECIAL = SYSTEMS.flatMap((osType): readonly Kind[] => {
  const dataDiskSizesGB = DATA_DISKS[osType].at(-1) ?? [];
  const base = { osType, ade: 'kek', dataDiskSizesGB } as const;
  return [
    { ...base, securityType: 'TrustedLaunch' },
    { ...base, plan: { name: 'byol', publisher: 'fabrikam', product: 'appliance' } },
    { ...base, privateDisks: true },
    { ...base, zones: ['2'] },
    {
      ...base,
      securityType: 'TrustedLaunch',
      plan: { name: 'byol', publisher: 'fabrikam', product: 'appliance' },
      privateDisks: true,
      zones: ['1'],
    },
  ];
});

function worldOf(kind: Kind): WorldState {
  const world = defaultWorld();
  const type = 'Microsoft.Compute/diskAccesses';
  const place = { type, location: 'japaneast', tags: {}, properties: {} };
  putResource(world, { id: DISK_ACCESS, name: 'da-prod', ...place });
  addKind(world, kind);
  return world;
}

/** Which disks of a machine something locks, by LUN. */
function locked(world: WorldState, name: string): readonly (readonly [number, boolean])[] {
  const machine = findVirtualMachine(world, vmId(name));
  return machine === undefined
    ? []
    : machineDisks(world, machine).map(({ lun, lock }) => [lun, lock !== undefined] as const);
}

describe('a machine is rebuilt, and what is said of it is true', () => {
  it.each(
    [...ENCRYPTED, ...PARTS, ...SPECIAL].map((kind) => [JSON.stringify(kind), kind] as const),
  )('%s', async (_name, kind) => {
    const world = worldOf(kind);
    const { pass, osType, volumeType, dataDiskSizesGB = [] } = kind;
    const dual =
      pass === 'DoublePass' &&
      volumeType !== 'OS' &&
      (osType === 'Linux' || dataDiskSizesGB.length > 0);
    const app = dual ? addAdeApplication(world, KIND_KEY_VAULT) : undefined;
    const argv = app === undefined ? ARGV : `${ARGV} --ade-client-id ${app.clientId}`;
    const env = app === undefined ? {} : { AZBACKUP_ADE_CLIENT_SECRET: app.secret };
    const run = await restore(argv, world, { env });
    const { outcome, verified, error } = itemOfRestore(run);
    expect([run.code, outcome, error]).toEqual([0, 'restored', null]);
    expect(verified.every(({ status }) => status === 'verified')).toBe(true);
    expect(runs(world, 'VM300R')).toBe(true);
    const runtime = findVirtualMachine(world, vmId('VM300R'))?.properties.runtime;
    expect([runtime?.guestLocked === true, runtime?.dataDisksClosed === true]).toEqual([
      false,
      false,
    ]);
    expect(locked(world, 'VM300R')).toEqual(locked(world, 'VM300'));
  });
});

describe('a machine is not begun to be rebuilt', () => {
  it.each<[string, Kind, string, string]>([
    [
      'Linux of dual pass without its application',
      { osType: 'Linux', ade: 'kek', pass: 'DoublePass' },
      '',
      'AZB_ADE_CLIENT_NEEDED',
    ],
    [
      'in another zone',
      { osType: 'Linux', ade: 'kek', zones: ['2'] },
      '--zone 1',
      'AZB_RESTORE_FORBIDDEN',
    ],
    [
      'private where it was not',
      { osType: 'Windows', ade: 'kek' },
      `--disk-access private --disk-access-id ${DISK_ACCESS}`,
      'AZB_DISK_ACCESS_UNFIT',
    ],
  ])('%s', async (_what, kind, more, code) => {
    const run = await restore(`${ARGV} ${more}`, worldOf(kind));
    expect(run.code).toBe(5);
    expect(errorOf(run)).toMatchObject({ code });
    expect(errorOf(run).fix).not.toEqual([]);
    expect(run.writes).toEqual([]);
  });
});
