// The steps of each way out: which, in which order, by when, and with which commands.
import { describe, expect, it } from 'vitest';
import { ADE_RETIREMENT } from '../../../../../src/domain/retirement/deadline.js';
import { planMove } from '../../../../../src/domain/retirement/move/plan-move.js';
import {
  MOVE_STEPS,
  type MoveFacts,
  type MoveItem,
  type MoveStep,
  type MoveStepId,
} from '../../../../../src/domain/retirement/move/step.js';
import type { PointEnd } from '../../../../../src/domain/retirement/point-end.js';
import { WAYS_OUT, type WayOut } from '../../../../../src/domain/retirement/way-out.js';
import { aVm } from '../../../../support/facts-builder.js';

const VM = aVm().withDataDisks(1).vm;
const LINUX = aVm().linux().withDataDisks(1).vm;

function anEnd(time: string, firm = true): PointEnd {
  return { kind: 'at', time, source: 'azure', firm };
}

const NEVER: PointEnd = { kind: 'never', because: 'retained' };

function anItem(change: Partial<MoveItem> = {}): MoveItem {
  return {
    vault: 'rsv-prod',
    immutable: false,
    policy: 'daily',
    life: { kind: 'backed-up' },
    ends: [anEnd('2027-01-31T12:00:00Z')],
    ...change,
  };
}

function facts(way: WayOut, change: Partial<MoveFacts> = {}): MoveFacts {
  return {
    vmWord: 'VM001',
    wayOut: { way, reason: 'so it is' },
    deadline: ADE_RETIREMENT,
    vm: VM,
    volumes: { os: true, data: true },
    sizeCanEncryptAtHost: true,
    items: [anItem()],
    keyVaults: ['kv-prod'],
    backupAppId: '262044b1-e2ce-469f-a196-69ab7ada62d3',
    ...change,
  };
}

function idsOf(way: WayOut, change: Partial<MoveFacts> = {}): readonly MoveStepId[] {
  return planMove(facts(way, change)).steps.map(({ id }) => id);
}

function stepOf(
  id: MoveStepId,
  way: WayOut,
  change: Partial<MoveFacts> = {},
): MoveStep | undefined {
  return planMove(facts(way, change)).steps.find((step) => step.id === id);
}

const LEAVING = [
  'enable',
  'stop',
  'delete-old',
  'delete-points',
  'revoke',
  'release-keys',
] as const;
const SAFE = ['drill', 'back-up', 'record', 'prepare'] as const;

describe('the steps of a way out', () => {
  it.each<[string, WayOut, Partial<MoveFacts>, readonly MoveStepId[]]>([
    [
      'Windows',
      'decrypt-then-upload',
      {},
      [
        ...SAFE,
        ...(['decrypt', 'verify-decrypted', 'leave-domain', 'copy-disks'] as const),
        ...(['create-vm', 'verify-new'] as const),
        ...LEAVING,
      ],
    ],
    [
      'Linux with data disks',
      'decrypt-then-upload',
      { vm: LINUX, volumes: { os: false, data: true } },
      [
        ...SAFE,
        ...(['decrypt', 'verify-decrypted', 'copy-disks', 'create-vm', 'verify-new'] as const),
        ...LEAVING,
      ],
    ],
    [
      'Linux with an encrypted OS disk',
      'rebuild',
      { vm: LINUX },
      [...SAFE, 'create-vm', 'move-data', 'verify-new', ...LEAVING],
    ],
    [
      'a scale set',
      'redeploy',
      { kind: 'scale-set-instance', items: [] },
      ['prepare', 'redeploy', 'revoke', 'release-keys'],
    ],
    [
      'a protected session host',
      'redeploy',
      { kind: 'avd-host' },
      [
        ...(['drill', 'back-up', 'prepare', 'redeploy', 'enable', 'stop'] as const),
        ...(['delete-points', 'revoke', 'release-keys'] as const),
      ],
    ],
    ['points that expire', 'points-only', {}, ['revoke', 'release-keys']],
    [
      'points that stay',
      'points-only',
      { items: [anItem({ life: { kind: 'retained' }, ends: [NEVER] })] },
      ['long-points', 'delete-points', 'revoke', 'release-keys'],
    ],
    ['no ADE', 'none', {}, []],
    ['what is not known', 'unknown', {}, ['find-out']],
  ])('%s', (_, way, change, expected) => {
    expect(idsOf(way, change)).toEqual(expected);
  });

  it.each(WAYS_OUT)('%s has them in one order, each with a reason', (way) => {
    const { steps } = planMove(facts(way));
    const places = steps.map(({ id }) => MOVE_STEPS.indexOf(id));
    expect(places).toEqual(places.toSorted((left, right) => left - right));
    expect(steps.filter(({ what, why }) => what === '' || /^$|\.$/u.test(why))).toEqual([]);
  });

  it.each<[string, MoveItem | undefined, readonly MoveStepId[], string | undefined]>([
    ['backed up', anItem(), ['drill', 'back-up'], undefined],
    [
      'not protected',
      undefined,
      ['protect', 'back-up', 'drill'],
      'azbackup enable --vm VM001 --grant',
    ],
    [
      'stopped',
      anItem({ life: { kind: 'retained' } }),
      ['protect', 'drill', 'back-up'],
      'azbackup resume --vm VM001 --vault rsv-prod --policy daily',
    ],
    [
      'in soft delete',
      anItem({ life: { kind: 'soft-deleted', purgedAt: ADE_RETIREMENT } }),
      ['protect', 'drill', 'back-up'],
      'azbackup undelete --vm VM001 --vault rsv-prod --resume --policy daily',
    ],
    ['without points yet', anItem({ ends: [] }), ['back-up', 'drill'], undefined],
  ])('begin with a backup that is known to open: %s', (_, item, expected, command) => {
    const change = { items: item === undefined ? [] : [item] };
    const first = idsOf('rebuild', change);
    expect(first.slice(0, first.indexOf('record'))).toEqual(expected);
    expect(stepOf('protect', 'rebuild', change)?.commands?.[0]).toBe(command);
  });

  it.each<[string, Partial<MoveFacts>, string]>([
    ['all of Windows', {}, '--volume-type ALL'],
    ['the OS volume of Windows', { volumes: { os: true, data: false } }, '--volume-type OS'],
    ['only data volumes of Linux', { vm: LINUX }, '--volume-type DATA'],
  ])('decrypt %s', (_, change, words) => {
    expect(stepOf('decrypt', 'decrypt-then-upload', change)?.commands?.[0]).toContain(words);
  });

  it('copy by upload, with the footer, and the generation of the OS disk', () => {
    const commands = stepOf('copy-disks', 'decrypt-then-upload')?.commands ?? [];
    const created = commands.filter((command) => command.startsWith('az disk create'));
    expect(created).toHaveLength(2);
    expect(created[0]).toMatch(
      /--os-type Windows .*--upload-type Upload .* \+ 512\)\).*--hyper-v-generation/u,
    );
    expect(created[1]).not.toMatch(/--os-type|--hyper-v-generation/u);
    expect(commands.filter((command) => command.startsWith('azcopy'))).toHaveLength(2);
    expect(commands.filter((command) => command.includes('revoke-access'))).toHaveLength(4);
    expect(stepOf('create-vm', 'decrypt-then-upload')?.commands?.[0]).toContain(
      '--attach-os-disk VM001_OsDisk-new --attach-data-disks',
    );
  });

  it('name what the page of Azure does not cover', () => {
    const vm = { ...aVm().unmanaged().vm, securityType: 'TrustedLaunch' as const };
    expect(stepOf('copy-disks', 'decrypt-then-upload', { vm })?.why).toMatch(
      /not managed.*TrustedLaunch/u,
    );
  });

  it.each<[boolean | undefined, RegExp, number]>([
    [true, /can encrypt at host/u, 1],
    [false, /cannot encrypt at host: choose another/u, 2],
    [undefined, /is not known/u, 2],
  ])('say whether the size will do: %s', (sizeCanEncryptAtHost, words, commands) => {
    const change = sizeCanEncryptAtHost === undefined ? {} : { sizeCanEncryptAtHost };
    const { sizeCanEncryptAtHost: _, ...rest } = facts('rebuild');
    const step = planMove({ ...rest, ...change }).steps.find(({ id }) => id === 'prepare');
    expect(step?.why).toMatch(words);
    expect(step?.commands).toHaveLength(commands);
  });
});

describe('dates of the steps', () => {
  it('are the deadline for what has to be done, and the drain day for keys', () => {
    const { steps, drain } = planMove(facts('rebuild'));
    expect(drain).toMatchObject({ kind: 'from', day: '2027-02-01' });
    const dated = Object.fromEntries(steps.map(({ id, by, notBefore }) => [id, by ?? notBefore]));
    expect(dated).toMatchObject({
      drill: ADE_RETIREMENT,
      'create-vm': ADE_RETIREMENT,
      'delete-old': ADE_RETIREMENT,
      'delete-points': '2027-02-01',
      revoke: '2027-02-01',
      'release-keys': '2027-02-01',
    });
  });

  it('move with the deadline, and with them the points that are there after it', () => {
    const deadline = '2027-01-01T00:00:00Z';
    expect(idsOf('rebuild')).not.toContain('long-points');
    const step = stepOf('long-points', 'rebuild', { deadline, deadlineWord: deadline });
    expect(step).toMatchObject({
      by: deadline,
      commands: [`azbackup retirement points --vm VM001 --deadline ${deadline}`],
    });
    expect(stepOf('drill', 'rebuild', { deadline })?.by).toBe(deadline);
  });

  it.each<[string, readonly MoveItem[], string, string | undefined]>([
    ['no items', [], 'no-points', undefined],
    ['no points', [anItem({ ends: [] })], 'no-points', undefined],
    ['points not listed', [anItem(), anItem({ ends: undefined })], 'unknown', '2027-02-01'],
    ['a point for ever', [anItem(), anItem({ ends: [NEVER] })], 'never', '2027-02-01'],
    [
      'an end that is open',
      [anItem({ ends: [anEnd('2027-01-01T00:00:00Z', false)] })],
      'unknown',
      '2027-01-01',
    ],
    [
      'an end that nobody knows',
      [anItem({ ends: [{ kind: 'unknown', because: 'no-expiry' }] })],
      'unknown',
      undefined,
    ],
    [
      'the last of two vaults',
      [anItem(), anItem({ ends: [anEnd('2028-02-29T23:59:59Z')] })],
      'from',
      '2028-03-01',
    ],
  ])('drain: %s', (_, items, kind, day) => {
    const { drain } = planMove(facts('points-only', { items }));
    expect([drain.kind, drain.day]).toEqual([kind, day]);
  });
});

describe('the old item', () => {
  it('keeps its points, by policy where the vault is immutable', () => {
    expect(stepOf('stop', 'rebuild')?.commands).toEqual([
      'azbackup disable --vm VM001 --vault rsv-prod --retain-data',
    ]);
    const items = [anItem({ immutable: true })];
    expect(stepOf('stop', 'rebuild', { items })?.commands).toEqual([
      'azbackup disable --vm VM001 --vault rsv-prod --retain-as-policy',
    ]);
    expect(idsOf('rebuild', { items })).not.toContain('delete-points');
  });

  it('is never deleted by a command as it stands', () => {
    const commands = WAYS_OUT.flatMap((way) =>
      planMove(facts(way)).steps.flatMap((step) => step.commands ?? []),
    );
    const deleting = commands.filter((command) => command.includes('--delete-data'));
    expect(deleting.length).toBeGreaterThan(0);
    expect(deleting.filter((command) => !command.endsWith('--dry-run'))).toEqual([]);
    expect(commands.filter((command) => /--yes|--confirm/u.test(command))).toEqual([]);
  });
});
