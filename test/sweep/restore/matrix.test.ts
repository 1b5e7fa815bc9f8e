// Machines of every kind that can be rebuilt: either what is said of the new one is true, or the restore is refused
// before anything is sent.
import { describe, expect, it } from 'vitest';
import { putResource } from '../../../src/sandbox/kernel/resource.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import {
  findVirtualMachine,
  machineDisks,
  type VirtualMachine,
} from '../../../src/sandbox/providers/compute/virtual-machines/state.js';
import { objectIds } from '../../../src/sandbox/estates/build/principals.js';
import { defaultWorld, type CliRun } from '../../support/run-cli.js';
import { accessPolicies, keyVaultId, resource, vmId } from '../../workflow/support/contoso.js';
import {
  addVaultIdentity,
  allowStaging,
  archivePoints,
  closeToServices,
  setStaging,
} from '../../workflow/restore/place-worlds.js';
import {
  addAdeApplication,
  addEmptyKeyVault,
  addKind,
  DISK_ACCESS,
  KIND_KEY_VAULT,
  type Kind,
} from '../../workflow/restore/restore-kinds.js';
import { errorOf, itemOfRestore, NETWORK, restore } from '../../workflow/restore/restores.js';
import { rowsInTurn } from '../share.js';

const ARGV = `--vm VM300 --to vm --name VM300R ${NETWORK}`;
const ELSEWHERE = `--secondary-region --target-resource-group rg-dr --vnet vnet-dr --key-vault kv-dr`;
const THERE = `--vm VM300 --to vm --name VM300R ${ELSEWHERE}`;

const SYSTEMS = ['Windows', 'Linux'] as const;
const PASSES = ['SinglePass', 'DoublePass'] as const;
const PLAN = { name: 'byol', publisher: 'fabrikam', product: 'appliance' };

/** A machine, how it is restored, and what comes of it. */
interface Row {
  readonly kind: Kind;
  /** `ARGV` where it is left out. */
  readonly argv?: string;
  readonly world?: (world: WorldState) => void;
  /** The resource group of the new machine. */
  readonly group?: string;
}

/** System, key, pass and data disks: half of all, in which any three of them meet in every way. */
const ENCRYPTED = SYSTEMS.flatMap((osType, system) =>
  (['bek', 'kek'] as const).flatMap((ade, key) =>
    PASSES.map((pass, number): Kind => ({
      osType,
      ade,
      pass,
      dataDiskSizesGB: (system + key + number) % 2 === 0 ? [32] : [],
    })),
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

/** In words such as `Windows, BEK and KEK, dual pass, OS and data disk`. */
function described({ osType, ade, pass, volumeType, dataDiskSizesGB = [] }: Kind): string {
  const volumes = { OS: 'OS only', Data: 'data only', All: 'all volumes' }[volumeType ?? 'All'];
  return [
    osType,
    ade === 'kek' ? 'BEK and KEK' : 'BEK only',
    pass === 'DoublePass' ? 'dual pass' : 'single pass',
    dataDiskSizesGB.length === 0 ? 'OS disk only' : volumes,
  ].join(', ');
}

/** What a machine has besides, or where it is restored through. */
function special(osType: Kind['osType']): Readonly<Record<string, Row>> {
  const base = { osType, ade: 'kek', dataDiskSizesGB: [32] } as const;
  return {
    'Trusted Launch': { kind: { ...base, securityType: 'TrustedLaunch' } },
    'Marketplace plan': { kind: { ...base, plan: PLAN } },
    'private disks': { kind: { ...base, privateDisks: true } },
    'in a zone': { kind: { ...base, zones: ['2'] } },
    'all of these': {
      kind: {
        ...base,
        securityType: 'TrustedLaunch',
        plan: PLAN,
        privateDisks: true,
        zones: ['1'],
      },
    },
    'staged in ZRS': {
      kind: base,
      argv: `${ARGV} --staging-account stprodrestore`,
      world: (world) => setStaging(world, {}, 'Standard_ZRS'),
    },
    'staged without keys of the account': {
      kind: base,
      argv: `${ARGV} --staging-identity system`,
      world: (world) => {
        setStaging(world, { allowSharedKeyAccess: false });
        addVaultIdentity(world);
        allowStaging(world);
      },
    },
    'by an operator without rights in the key vault': {
      kind: base,
      argv: `${ARGV} --ignore keys`,
      world: closeToOperator,
    },
    'an archived point': {
      kind: base,
      argv: `${ARGV} --rehydrate high`,
      world: archivePoints,
    },
    'in the secondary region': {
      kind: { ...base, dataDiskSizesGB: osType === 'Windows' ? [] : [32] },
      argv: THERE,
      group: 'rg-dr',
    },
  };
}

const VERIFIED: Readonly<Record<string, Row>> = {
  ...Object.fromEntries([...ENCRYPTED, ...PARTS].map((kind) => [described(kind), { kind }])),
  ...Object.fromEntries(
    SYSTEMS.flatMap((osType) =>
      Object.entries(special(osType)).map(([what, row]) => [`${osType}, ${what}`, row] as const),
    ),
  ),
};

/** The operator may do nothing with the keys and secrets in the key vault. */
function closeToOperator(world: WorldState): void {
  const policies = accessPolicies(world, KIND_KEY_VAULT);
  resource(world, keyVaultId(KIND_KEY_VAULT)).properties['accessPolicies'] = policies.filter(
    ({ objectId }) => objectId !== objectIds.operator,
  );
}

function worldOf({ kind, world: change }: Pick<Row, 'kind' | 'world'>): WorldState {
  const world = defaultWorld();
  const type = 'Microsoft.Compute/diskAccesses';
  const place = { type, location: 'japaneast', tags: {}, properties: {} };
  putResource(world, { id: DISK_ACCESS, name: 'da-prod', ...place });
  addKind(world, kind);
  change?.(world);
  return world;
}

/** Runs the restore of a row, as the application of dual-pass ADE where it needs that. */
async function restoreOf(row: Row, world: WorldState): Promise<CliRun> {
  const { pass, osType, volumeType, dataDiskSizesGB = [] } = row.kind;
  const dual =
    pass === 'DoublePass' &&
    volumeType !== 'OS' &&
    (osType === 'Linux' || dataDiskSizesGB.length > 0);
  const app = dual ? addAdeApplication(world, KIND_KEY_VAULT) : undefined;
  const { argv = ARGV } = row;
  return app === undefined
    ? restore(argv, world)
    : restore(`${argv} --ade-client-id ${app.clientId}`, world, {
        env: { AZBACKUP_ADE_CLIENT_SECRET: app.secret },
      });
}

/** The new machine. */
function builtBy(world: WorldState, group = 'rg-prod'): VirtualMachine {
  const machine = findVirtualMachine(world, vmId('VM300R', group));
  if (machine === undefined) {
    throw new Error('there is no VM300R');
  }
  return machine;
}

/** Whether the guest waits for a key, and the data disks that are shut. */
function shut({ properties: { runtime } }: VirtualMachine): unknown {
  return [runtime.guestLocked === true, runtime.dataDisksClosed === true, runtime.closedLuns ?? []];
}

/** Which disks of a machine something locks, by LUN. */
function locked(
  world: WorldState,
  machine: VirtualMachine | undefined,
): readonly (readonly [number, boolean])[] {
  return machine === undefined
    ? []
    : machineDisks(world, machine).map(({ lun, lock }) => [lun, lock !== undefined] as const);
}

describe('a machine is rebuilt, and what is said of it is true', () => {
  it.each(rowsInTurn(Object.entries(VERIFIED), 3))('%s', async (_name, row) => {
    const world = worldOf(row);
    const run = await restoreOf(row, world);
    const { outcome, verified, error } = itemOfRestore(run);
    expect([run.code, outcome, error]).toEqual([0, 'restored', null]);
    expect(verified.length).toBeGreaterThan(0);
    expect(verified.every(({ status }) => status === 'verified')).toBe(true);
    const machine = builtBy(world, row.group);
    expect(machine.properties.runtime.powerState).toBe('running');
    expect(shut(machine)).toEqual([false, false, []]);
    const original = findVirtualMachine(world, vmId('VM300'));
    expect(locked(world, machine)).toEqual(locked(world, original));
  });
});

describe('a machine is rebuilt, and what is missing is said', () => {
  it.each<[string, Row, readonly number[]]>([
    [
      'Windows in the secondary region, where the secret of its data volume cannot be used',
      {
        kind: { osType: 'Windows', ade: 'kek', dataDiskSizesGB: [32] },
        argv: THERE,
        group: 'rg-dr',
      },
      [0],
    ],
  ])('%s', async (_name, row, closedLuns) => {
    const world = worldOf(row);
    const run = await restoreOf(row, world);
    const { outcome, verified, error } = itemOfRestore(run);
    expect([run.code, outcome, error]).toEqual([6, 'incomplete', null]);
    expect(verified.filter(({ status }) => status !== 'verified').map(({ what }) => what)).toEqual([
      'disk-encryption',
    ]);
    expect(shut(builtBy(world, row.group))).toEqual([false, false, closedLuns]);
  });
});

describe('a machine is not begun to be rebuilt', () => {
  const LINUX: Kind = { osType: 'Linux', ade: 'kek' };

  it.each<[string, Row, readonly [exit: number, code: string], string]>([
    [
      'Linux of dual pass without its application',
      { kind: { ...LINUX, pass: 'DoublePass' } },
      [5, 'AZB_ADE_CLIENT_NEEDED'],
      '--ade-client-id',
    ],
    [
      'in another zone',
      { kind: { ...LINUX, zones: ['2'] }, argv: `${ARGV} --zone 1` },
      [5, 'AZB_RESTORE_FORBIDDEN'],
      '--to disks',
    ],
    [
      'private where it was not',
      {
        kind: { osType: 'Windows', ade: 'kek' },
        argv: `${ARGV} --disk-access private --disk-access-id ${DISK_ACCESS}`,
      },
      [5, 'AZB_DISK_ACCESS_UNFIT'],
      '--disk-access',
    ],
    [
      'private disks in the secondary region without a word on their access',
      { kind: { ...LINUX, privateDisks: true }, argv: THERE },
      [5, 'AZB_DISK_ACCESS_NEEDED'],
      '--disk-access',
    ],
    [
      'without keys of the staging account, and no identity named',
      {
        kind: LINUX,
        argv: `${ARGV} --staging-account stprodrestore`,
        world: (world) => setStaging(world, { allowSharedKeyAccess: false }),
      },
      [5, 'AZB_STAGING_ACCOUNT_UNFIT'],
      '--staging-identity system',
    ],
    [
      'by an operator without rights in the key vault',
      { kind: LINUX, world: closeToOperator },
      [4, 'AZB_NOT_ALLOWED'],
      '--ignore keys',
    ],
    [
      'in the secondary region with the keys of its own',
      { kind: LINUX, argv: THERE.replace(' --key-vault kv-dr', '') },
      [5, 'AZB_KEY_VAULT_CLOSED'],
      '--key-vault',
    ],
    [
      'with keys in a key vault whose firewall keeps out what starts VMs',
      { kind: LINUX, world: (world) => closeToServices(world) },
      [5, 'AZB_KEY_VAULT_CLOSED'],
      '--bypass AzureServices',
    ],
    [
      'into a key vault whose firewall keeps out what starts VMs',
      {
        kind: LINUX,
        argv: `${ARGV} --keys always --key-vault kv-other`,
        world: (world) => {
          addEmptyKeyVault(world, 'kv-other');
          closeToServices(world, 'kv-other');
        },
      },
      [5, 'AZB_KEY_VAULT_CLOSED'],
      '--bypass AzureServices',
    ],
    [
      'an archived point without rehydration',
      { kind: LINUX, world: archivePoints },
      [5, 'AZB_POINT_ARCHIVED'],
      '--rehydrate',
    ],
  ])('%s', async (_what, row, expected, fix) => {
    const run = await restore(row.argv ?? ARGV, worldOf(row));
    expect([run.code, errorOf(run).code]).toEqual(expected);
    expect(errorOf(run).fix.join('\n')).toContain(fix);
    expect(run.writes.filter(({ url }) => !url.includes('/backupCrrJob'))).toEqual([]);
  });
});
