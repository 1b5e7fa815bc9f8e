// `azbackup restore` on the default world: machines that start, machines that must not, and what is refused.
import { beforeAll, describe, expect, it } from 'vitest';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { defaultWorld, runCli, type CliRun } from '../../support/run-cli.js';
import { itemOf as itemOfWorld, substance } from '../support/contoso.js';
import { allowOperator } from '../support/key-world.js';
import { addKind } from './restore-kinds.js';
import {
  blobNames,
  diskNames,
  errorOf,
  itemOfRestore,
  NETWORK,
  restore,
  runs,
} from './restores.js';

function kinds(run: CliRun): readonly string[] {
  return itemOfRestore(run).changes.map(({ type, status }) => `${type} ${status}`);
}

/** Windows, with a data disk. */
const TO_VM = `--vm VM005 --to vm ${NETWORK}`;

describe('VM005, whose key and secret are in place', () => {
  let world: WorldState;
  let first: CliRun;

  beforeAll(async () => {
    world = defaultWorld();
    first = await restore(`${TO_VM} --name VM005R`, world);
  });

  it('is built anew and starts', () => {
    expect(first.stderr).not.toContain('error');
    expect(first.code).toBe(0);
    expect(runs(world, 'VM005R')).toBe(true);
    expect(kinds(first)).toEqual([
      'restore-disks done',
      'create-interface done',
      'create-machine done',
      'put-ade-extension done',
      'delete-staging done',
    ]);
  });

  it('tells which point, and what was seen of the machine', () => {
    const item = itemOfRestore(first);
    expect(item.outcome).toBe('restored');
    expect(item.recoveryPoint.reason).toMatch(/newest point/u);
    const [before = ''] = first.stderr.split('Plan: ');
    expect(before).toContain(item.recoveryPoint.name);
    expect(before).toContain(item.recoveryPoint.reason);
    expect(item.verified.map(({ what, status }) => [what, status])).toEqual([
      ['provisioning', 'verified'],
      ['power-state', 'verified'],
      ['agent', 'verified'],
      ['disk-encryption', 'verified'],
      ['ade-extension', 'verified'],
    ]);
    expect(item.disks.map(({ role }) => role)).toEqual(['os', 'data']);
  });

  it('keeps the size that it was given, and says so', async () => {
    const argv = `${TO_VM} --name VM005R --size Standard_D4s_v5`;
    const run = await restore(argv, structuredClone(world));
    expect(run.code).toBe(0);
    expect(itemOfRestore(run).notes.join()).toMatch(
      /already exists with size Standard_D2s_v5; --size does not change it/u,
    );
  });

  it('leaves no key material behind', () => {
    expect(itemOfRestore(first).staging.left).toEqual([]);
    expect(blobNames(world)).toEqual([]);
  });

  it('is not built twice', async () => {
    const disks = diskNames(world);
    const again = await restore(`${TO_VM} --name VM005R`, world);
    expect(again.code).toBe(0);
    expect(itemOfRestore(again)).toMatchObject({ outcome: 'unchanged', changes: [] });
    expect(again.writes).toEqual([]);
    expect(diskNames(world)).toEqual(disks);
  });

  it('can be built beside itself under another name, from disks of its own', async () => {
    const disks = diskNames(world);
    const other = await restore(`${TO_VM} --name VM005S`, world);
    expect(other.code).toBe(0);
    expect(runs(world, 'VM005S')).toBe(true);
    expect(diskNames(world)).toHaveLength(disks.length + 2);
  });
});

describe('VM014, whose key and secret are gone for good', () => {
  const KEYS = ['restore-key done', 'set-secret done'];
  const DISKS = ['restore-disks done'];

  it.each([
    ['after their disks, from the encryption info file', 'addresses', [...DISKS, ...KEYS]],
    ['from the point itself, before any disk', 'copies', [...KEYS, ...DISKS]],
    ['of which only the restored disks tell', 'none', [...DISKS, ...KEYS]],
  ] as const)('starts after both were brought back %s', async (_, pointKeys, first) => {
    const world = defaultWorld(pointKeys);
    const run = await restore(`--vm VM014 --to vm --name VM014R ${NETWORK}`, world);
    expect(run.code).toBe(0);
    expect(kinds(run)).toEqual([
      ...first,
      'set-disk-encryption done',
      'create-interface done',
      'create-machine done',
      'put-ade-extension done',
      'delete-staging done',
    ]);
    expect(runs(world, 'VM014R')).toBe(true);
    expect(itemOfRestore(run).keys).toMatchObject({
      secret: { state: 'replaced' },
      key: { state: 'in-place' },
    });
    expect(blobNames(world)).toEqual([]);
  });

  it('is not begun where the key vault does not let the caller in', async () => {
    const run = await restore('--vm VM014 --key-vault kv-prod-app', defaultWorld('copies'));
    expect(run.code).toBe(4);
    expect(kinds(run).slice(0, 3)).toEqual([
      'restore-key failed',
      'set-secret skipped',
      'restore-disks skipped',
    ]);
    expect(itemOfRestore(run).error).toMatchObject({ code: 'AZB_NOT_ALLOWED' });
    expect(run.writes.filter(({ url }) => url.includes('/recoveryPoints/'))).toEqual([]);
  });

  it.each([['addresses'], ['none']] as const)(
    'keeps the file with its copies where the key vault does not let the caller in, and goes on from there: %s',
    async (pointKeys) => {
      const world = defaultWorld(pointKeys);
      const run = await restore('--vm VM014 --key-vault kv-prod-app', world);
      expect(run.code).toBe(6);
      expect(kinds(run).slice(0, 3)).toEqual([
        'restore-disks done',
        'restore-key failed',
        'set-secret skipped',
      ]);
      expect(itemOfRestore(run).staging.left.join()).toContain('encryption-vm014');
      expect(blobNames(world).join()).toContain('encryption-vm014');
      allowOperator(world, 'kv-prod-app', { keys: ['restore'], secrets: ['set'] });
      const again = await restore('--vm VM014 --key-vault kv-prod-app', world);
      expect(again.code).toBe(0);
      expect(kinds(again).slice(0, 2)).toEqual(KEYS);
      expect(kinds(again)).not.toContain('restore-disks done');
      expect(blobNames(world).join()).not.toContain('encryption');
    },
  );

  it('keeps the file while the key and secret are not in place, and restore-keys finds it', async () => {
    const world = defaultWorld();
    const argv = '--vm VM014 --keys never --ignore keys';
    const run = await restore(argv, world);
    expect(run.code).toBe(6);
    expect(itemOfRestore(run).notes.join()).toMatch(/encryption info file stays .* restore-keys/u);
    expect(itemOfRestore(run).staging.left).toEqual([
      expect.stringMatching(/^encryption-vm014-.*\.json$/u),
    ]);
    expect(blobNames(world).join()).toContain('encryption-vm014');
    const again = await restore(argv, world);
    expect([again.code, kinds(again)]).toEqual([6, []]);
    const keys = await runCli(['restore-keys', '--vm', 'VM014', '-o', 'json'], { world });
    expect([keys.code, keys.json<{ items: object[] }>().items]).toMatchObject([
      0,
      [{ outcome: 'restored', key: { state: 'in-place' }, secret: { state: 'replaced' } }],
    ]);
    const rest = await restore('--vm VM014', world);
    expect(rest.code).toBe(0);
    expect(kinds(rest)).toEqual(['set-disk-encryption done', 'delete-staging done']);
    expect(blobNames(world).join()).not.toContain('encryption');
  });

  it('needs another restore where the disks are there and their file is gone', async () => {
    const world = defaultWorld();
    await restore('--vm VM014 --keys never --ignore keys', world);
    for (const { blobs } of Object.values(world.blobs ?? {})) {
      for (const name of Object.keys(blobs).filter((each) => each.startsWith('encryption'))) {
        delete blobs[name];
      }
    }
    const run = await restore('--vm VM014', world);
    expect(run.code).toBe(5);
    expect(errorOf(run)).toMatchObject({ code: 'AZB_KEY_COPY_MISSING' });
    const [fix = ''] = errorOf(run).fix;
    expect(fix).toMatch(/^azbackup restore --vm VM014 --recovery-point \d+ --again$/u);
    expect(run.writes).toEqual([]);
    expect((await restore(fix.replace('azbackup restore ', ''), world)).code).toBe(0);
  });

  it('is refused with --keys never, before anything is sent', async () => {
    const world = defaultWorld();
    const before = substance(world);
    const run = await restore(`--vm VM014 --to vm --name VM014R ${NETWORK} --keys never`, world);
    expect(run.code).toBe(5);
    expect(errorOf(run)).toMatchObject({ code: 'AZB_KEYS_NOT_IN_PLACE' });
    expect(errorOf(run).fix.join(' ')).toContain('--ignore keys');
    expect(run.writes).toEqual([]);
    expect(substance(world)).toEqual(before);
  });

  it('forced past that, ends with 7: the machine does not start', async () => {
    const world = defaultWorld();
    const run = await restore(
      `--vm VM014 --to vm --name VM014R ${NETWORK} --keys never --ignore keys`,
      world,
    );
    expect(run.code).toBe(7);
    const { outcome, error } = itemOfRestore(run);
    expect(outcome).toBe('failed');
    expect(error?.azureCode).toMatch(/DiskEncryption/u);
    expect(error?.fix.join(' ')).toMatch(/azbackup (?:restore-keys|audit-keys)/u);
    expect(runs(world, 'VM014R')).not.toBe(true);
  });

  it('is restored to disks alone that name the new secret', async () => {
    const world = defaultWorld();
    const run = await restore('--vm VM014', world);
    expect(run.code).toBe(0);
    const item = itemOfRestore(run);
    expect(item).toMatchObject({ outcome: 'restored', to: 'disks', machine: null });
    expect(item.disks).toHaveLength(2);
    expect(blobNames(world).map((name) => name.replace(/.*\//u, ''))).toEqual([
      expect.stringMatching(/^azuredeploy.*\.json$/u),
      expect.stringMatching(/^parameter.*\.json$/u),
    ]);
    const again = await restore('--vm VM014', world);
    expect(again.code).toBe(0);
    expect(itemOfRestore(again)).toMatchObject({ outcome: 'unchanged', changes: [] });
    const machine = await restore(`--vm VM014 --to vm --name VM014R ${NETWORK}`, world);
    expect(machine.code).toBe(0);
    expect(kinds(machine)).not.toContain('restore-disks done');
    expect(runs(world, 'VM014R')).toBe(true);
  });
});

describe('a dry run', () => {
  it('shows the very steps, and sends nothing', async () => {
    const world = defaultWorld();
    const before = substance(world);
    const argv = `--vm VM014 --to vm --name VM014R ${NETWORK}`;
    const planned = await restore(`${argv} --dry-run --detailed-exitcode`, world);
    expect(planned.code).toBe(11);
    expect(planned.writes).toEqual([]);
    expect(substance(world)).toEqual(before);
    const done = await restore(argv, world);
    const types = (run: CliRun): unknown =>
      itemOfRestore(run).changes.map(({ id, type, target, details }) => [
        id,
        type,
        target,
        details,
      ]);
    expect(types(done)).toEqual(types(planned));
  });
});

describe('what Azure does not allow', () => {
  const OTHER = '00000000-0000-0000-0000-000000000002';

  it.each([
    ['--to original-location', 'AZB_RESTORE_FORBIDDEN'],
    ['--to alternate-location', 'AZB_RESTORE_FORBIDDEN'],
    ['--to files', 'AZB_RESTORE_FORBIDDEN'],
    [`--target-subscription ${OTHER}`, 'AZB_RESTORE_FORBIDDEN'],
    [`--target-resource-group /subscriptions/${OTHER}/resourceGroups/rg`, 'AZB_RESTORE_FORBIDDEN'],
    [`--to vm --name NEW ${NETWORK} --zone 3`, 'AZB_RESTORE_FORBIDDEN'],
    [`--to vm --name NEW ${NETWORK} --private-address 10.9.9.9`, 'AZB_ADDRESS_UNFIT'],
    [`--to vm --name NEW ${NETWORK} --private-address 10.0.0.3`, 'AZB_ADDRESS_UNFIT'],
  ])('%s is refused with its rule and page, and nothing was sent', async (argv, code) => {
    const world = defaultWorld();
    const before = substance(world);
    const run = await restore(`--vm VM005 ${argv}`, world);
    expect(run.code).toBe(5);
    const error = errorOf(run);
    expect(error.code).toBe(code);
    expect(error.cause).toMatch(/^"[A-Z][^"]+": /u);
    expect(error.docs).toMatch(/^https:\/\/learn\.microsoft\.com\//u);
    expect(error.fix).not.toEqual([]);
    expect(run.writes).toEqual([]);
    expect(substance(world)).toEqual(before);
  });

  it.each([['--to original-location'], ['--to alternate-location'], ['--to files']])(
    '%s is known without a look at Azure',
    async (argv) => {
      const run = await restore(`--vm VM005 ${argv}`, defaultWorld());
      expect(run.exchanges).toEqual([]);
    },
  );

  it('an item in soft delete is undeleted first', async () => {
    const run = await restore('--vm VM011', defaultWorld());
    expect(run.code).toBe(5);
    expect(errorOf(run)).toMatchObject({ code: 'AZB_ITEM_SOFT_DELETED' });
    expect(errorOf(run).fix[0]).toContain('azbackup undelete --vm VM011');
  });
});

describe('disks that were restored', () => {
  it.each([
    ['VM005 --recovery-point "before 2026-11-20"'],
    ['VM005 --key-vault kv-prod-lost --keys always --vault rsv-prod'],
    ['VM005 --target-resource-group rg-legacy --staging-account stprodrestore'],
    ['VM014 --secondary-region --target-resource-group rg-dr --key-vault kv-dr'],
  ])('become a machine by the command that is named: %s', async (argv) => {
    const world = defaultWorld();
    const first = await restore(`--vm ${argv}`, world);
    expect(first.code).toBe(0);
    const [next = ''] = itemOfRestore(first).next;
    const place = argv.includes('rg-dr') ? 'vnet-dr' : 'vnet-prod';
    const words = next
      .replace('azbackup restore ', '')
      .replace('NEW', 'N1')
      .replace('VNET', place)
      .replace('SUBNET', 'default');
    const second = await restore(words, world);
    expect(second.code).toBe(0);
    expect(kinds(second)).not.toContain('restore-disks done');
    expect(itemOfRestore(second)).toMatchObject({
      outcome: 'restored',
      jobId: itemOfRestore(first).jobId,
    });
  });
});

describe('disks that were restored to another resource group', () => {
  it.each([[''], [`--to vm --name N1 ${NETWORK}`]])(
    'are not taken for those wanted: %s',
    async (goal) => {
      const world = defaultWorld();
      const elsewhere = `--vm VM005 --target-resource-group rg-legacy ${goal}`;
      const first = await restore('--vm VM005', world);
      const second = await restore(elsewhere, world);
      expect(second.code).toBe(0);
      expect(kinds(second)).toContain('restore-disks done');
      expect(itemOfRestore(second).jobId).not.toBe(itemOfRestore(first).jobId);
      expect(itemOfRestore(second).disks.every(({ id }) => id.includes('/rg-legacy/'))).toBe(true);
      const third = await restore(elsewhere.replace('rg-l', 'RG-L'), world);
      expect([third.code, kinds(third)]).toEqual([0, []]);
    },
  );
});

describe('the size', () => {
  it.each([['--to vm --name N1'], ['--to vm --name N1 --keys never --ignore keys']])(
    'is looked for before anything is restored: %s',
    async (argv) => {
      const run = await restore(
        `--vm VM014 ${argv} ${NETWORK} --size Standard_D2s_v55`,
        defaultWorld(),
      );
      expect(run.code).toBe(3);
      expect(errorOf(run)).toMatchObject({ code: 'AZB_SIZE_NOT_FOUND' });
      expect(errorOf(run).cause).toContain('Standard_D2s_v5');
      expect(run.writes).toEqual([]);
    },
  );

  it.each([
    [{}, [], /size Standard_D2s_v5 in japaneast$/u],
    [{ zones: ['2'] }, ['2'], /size Standard_D2s_v5 in zone 2 of japaneast$/u],
  ])('is refused where the subscription is kept from it: %j', async (limits, zones, message) => {
    const world = defaultWorld();
    world.sizeRestrictions = { standard_d2s_v5: limits };
    addKind(world, { osType: 'Windows', ade: 'kek', zones });
    const argv = `--vm VM300 --to vm --name N1 ${NETWORK}`;
    const run = await restore(argv, world);
    expect(run.code).toBe(5);
    expect(errorOf(run)).toMatchObject({ code: 'AZB_SIZE_RESTRICTED' });
    expect(errorOf(run).message).toMatch(message);
    expect(run.writes).toEqual([]);
    const other = await restore(`${argv} --size Standard_D4s_v5`, structuredClone(world));
    expect(other.code).toBe(0);
    const forced = await restore(`${argv} --ignore size`, world);
    expect(forced.code).toBe(7);
    expect(itemOfRestore(forced).error).toMatchObject({ azureCode: 'SkuNotAvailable' });
  });

  it('may be one that is restricted in another zone', async () => {
    const world = defaultWorld();
    world.sizeRestrictions = { standard_d2s_v5: { zones: ['1'] } };
    const run = await restore(`${TO_VM} --name N1`, world);
    expect(run.code).toBe(0);
  });

  it.each([
    [403, 'AuthorizationFailed'],
    [500, 'InternalServerError'],
    [400, 'InvalidFilter'],
  ])('is left to Azure where the lists end in %i, which is said', async (status, code) => {
    const then = { kind: 'status', status, code } as const;
    const world = defaultWorld();
    const run = await restore(`${TO_VM} --name N1 --size Standard_D4s_v5`, world, {
      faults: [
        { match: 'GET **/vmSizes', then },
        { match: 'GET **/skus', then },
      ],
    });
    expect(run.code).toBe(0);
    expect(run.stderr).toContain(
      'whether size Standard_D4s_v5 is available in japaneast is unknown',
    );
  });

  it('is looked for among mere names where the SKUs may not be read', async () => {
    const then = { kind: 'status', status: 403, code: 'AuthorizationFailed' } as const;
    const world = defaultWorld();
    const argv = `${TO_VM} --name N1 --size Standard_D2s_v55`;
    const options = { faults: [{ match: 'GET **/skus', then }] };
    const known = await restore(argv.replace('v55', 'v5'), structuredClone(world), options);
    expect(known.code).toBe(0);
    expect(known.stderr).toContain('restricted from size Standard_D2s_v5 is unknown');
    const run = await restore(argv, world, options);
    expect(run.code).toBe(3);
    expect(errorOf(run)).toMatchObject({ code: 'AZB_SIZE_NOT_FOUND' });
  });
});

describe('the point', () => {
  it.each([
    ['"before 2026-11-20"', /^2026-11-19T/u],
    ['2026-11-19', /^2026-11-19T/u],
    ['2026-11-18T23:00:00Z', /^2026-11-18T/u],
  ])('%s', async (text, time) => {
    const run = await restore(`--vm VM005 --recovery-point ${text} --dry-run`, defaultWorld());
    expect(run.code).toBe(0);
    expect(itemOfRestore(run).recoveryPoint.time).toMatch(time);
  });

  it('comes from the tier that was asked for', async () => {
    for (const tier of ['snapshot', 'vault']) {
      const run = await restore(`--vm VM005 --tier ${tier} --dry-run`, defaultWorld());
      expect(run.code).toBe(0);
      expect(itemOfRestore(run).recoveryPoint.tier).toBe(tier);
    }
  });

  it('that is not there is not found', async () => {
    const run = await restore('--vm VM005 --recovery-point 1', defaultWorld());
    expect(run.code).toBe(3);
    expect(errorOf(run).code).toBe('AZB_RECOVERY_POINT_NOT_FOUND');
  });

  it('of a machine that is gone is found through its item', async () => {
    const world = defaultWorld();
    const sourceId = itemOfWorld(world, 'VM005')?.vmId ?? '';
    for (const key of Object.keys(world.resources)) {
      if (key.startsWith(sourceId.toLowerCase())) {
        delete world.resources[key];
      }
    }
    const argv = `${TO_VM} --name VM005 --ade-volume-type all`;
    const run = await restore(argv, world);
    expect(run.code).toBe(0);
    expect(runs(world, 'VM005')).toBe(true);
    // The interface of the machine that is gone has its name still.
    const made = itemOfRestore(run).changes.find(({ type }) => type === 'create-interface');
    expect(made?.target).toMatch(/\/VM005-nic2$/u);
    const again = await restore(argv, world);
    expect(itemOfRestore(again)).toMatchObject({ outcome: 'unchanged', changes: [] });
  });
});
