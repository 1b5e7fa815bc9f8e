// What to do next: what is wrong in the same way is one entry, and its commands name few machines and select many.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  nextEntries,
  URGENCIES,
  type NextEntry,
  type NextMachine,
  type NextQuestion,
} from '../../../../src/domain/report/next.js';
import { WAYS_OUT } from '../../../../src/domain/retirement/way-out.js';

const GROUP =
  '/subscriptions/s1/resourceGroups/rg-prod/providers/Microsoft.Compute/virtualMachines';

function machine(name: string, change: Partial<NextMachine> = {}): NextMachine {
  return {
    id: `${GROUP}/${name}`,
    name,
    state: 'protected',
    machineGone: false,
    vaultName: 'rsv-prod',
    policyName: 'daily',
    keyHealth: 'in-place',
    keyAccess: 'granted',
    lastError: null,
    missedDays: 0,
    infectedPoints: 0,
    wayOut: 'none',
    ...change,
  };
}

function entries(
  machines: readonly NextMachine[],
  more: Partial<NextQuestion> = {},
): readonly NextEntry[] {
  return nextEntries({
    machines,
    policies: [],
    selection: ['--all', '--tag', 'env=prod'],
    days: 30,
    missedGate: undefined,
    deadline: '2028-09-15T00:00:00Z',
    ...more,
  });
}

function several(count: number, change: Partial<NextMachine>): NextMachine[] {
  return Array.from({ length: count }, (_, at) => machine(`VM${at + 1}`, change));
}

describe('an entry', () => {
  it.each<[string, Partial<NextMachine>, string, NextEntry['urgency'], readonly string[]]>([
    [
      'lost keys',
      { keyHealth: 'gone' },
      'A key or secret that the disks of VM1 use is gone.',
      'now',
      ['azbackup preflight --vm VM1', 'azbackup audit-keys --vm VM1'],
    ],
    [
      'lost keys without backups',
      { keyHealth: 'disabled', state: 'elsewhere', vaultName: null },
      'A key or secret that the disks of VM1 use is disabled.',
      'now',
      ['azbackup preflight --vm VM1'],
    ],
    [
      'infected points',
      { infectedPoints: 2 },
      'Azure reports recovery points of VM1 as infected.',
      'now',
      [
        'azbackup recovery-points list --vm VM1',
        'azbackup recovery-points show latest-clean --vm VM1',
      ],
    ],
    [
      'a missing grant',
      { keyAccess: 'lacking', state: 'error' },
      'The backup service lacks access to keys or secrets of VM1.',
      'now',
      ['azbackup grant-access --vm VM1', 'azbackup backup-now --vm VM1'],
    ],
    [
      'a failed backup',
      {
        state: 'error',
        lastError: { code: 'UserErrorX', fix: ['turn it on', 'azbackup backup-now --vm VM1'] },
      },
      'The last backup of VM1 failed: UserErrorX.',
      'now',
      ['azbackup backup-now --vm VM1'],
    ],
    [
      'a soft-deleted item',
      { state: 'soft-deleted' },
      'The backups of VM1 are soft-deleted, and will be purged with its recovery points.',
      'now',
      ['azbackup undelete --vm VM1'],
    ],
    [
      'no protection',
      { state: 'not-protected', vaultName: null },
      'VM1 is not protected.',
      'soon',
      ['azbackup preflight --vm VM1', 'azbackup enable --vm VM1 --dry-run'],
    ],
    [
      'a stopped backup of a known policy',
      { state: 'stopped' },
      'The backups of VM1 are stopped.',
      'soon',
      ['azbackup status --vm VM1', 'azbackup resume --vm VM1 --policy daily --dry-run'],
    ],
    [
      'a stopped backup of no known policy',
      { state: 'stopped', policyName: null },
      'The backups of VM1 are stopped.',
      'soon',
      ['azbackup status --vm VM1'],
    ],
    [
      'missed days',
      { missedDays: 2 },
      'On some days, scheduled backups of VM1 left no recovery point.',
      'soon',
      [
        'azbackup recovery-points list --vm VM1 --calendar',
        'azbackup jobs list --vm VM1 --since 30d',
      ],
    ],
    [
      'a way out',
      { wayOut: 'rebuild' },
      'VM1 must be rebuilt to leave ADE.',
      'before-retirement',
      ['azbackup retirement plan --vm VM1'],
    ],
  ])('on %s', (_, change, problem, ...[urgency, commands]) => {
    const vms = [{ id: `${GROUP}/VM1`, name: 'VM1' }];
    expect(entries([machine('VM1', change)])).toEqual([{ problem, urgency, vms, commands }]);
  });

  it('names few machines, and selects many by the words of the report and what is wrong', () => {
    const [few] = entries(several(5, { state: 'not-protected' }));
    expect(few?.commands[0]).toBe(
      'azbackup preflight --vm VM1 --vm VM2 --vm VM3 --vm VM4 --vm VM5',
    );
    const [many] = entries(several(6, { state: 'not-protected' }));
    expect(many?.commands[0]).toBe('azbackup preflight --all --tag env=prod --protected no');
    expect(many?.vms).toHaveLength(6);
  });

  it('has no criterion twice, and names all where the words cannot be used again', () => {
    const unprotected = several(6, { state: 'not-protected' });
    const [own] = entries(unprotected, { selection: ['--all', '--protected', 'elsewhere'] });
    expect(own?.commands[0]).toBe('azbackup preflight --all --protected elsewhere');
    const [named] = entries(unprotected, { selection: undefined });
    expect(named?.commands[0]).toContain('--vm VM6');
  });

  it('names machines that share a name by their ids, and quotes what a shell would take apart', () => {
    const [entry] = entries([
      machine('VM1', { state: 'not-protected' }),
      machine('vm1', { id: '/subscriptions/s1/resourceGroups/other/x/vm1' }),
    ]);
    expect(entry?.commands[0]).toBe(`azbackup preflight --vm ${GROUP}/VM1`);
    const [odd] = entries([machine("a b;'c", { state: 'not-protected' })]);
    expect(odd?.commands[0]).toBe(String.raw`azbackup preflight --vm 'a b;'\''c'`);
  });

  it('has the deadline that was asked for', () => {
    const deadline = '2027-12-31T00:00:00Z';
    const [entry] = entries([machine('VM1', { wayOut: 'redeploy' })], { deadline });
    expect(entry?.commands).toEqual([
      'azbackup retirement plan --vm VM1 --deadline 2027-12-31T00:00:00Z',
    ]);
  });

  it('is one for each error code, the most frequent first', () => {
    const failed = (name: string, code: string): NextMachine =>
      machine(name, { state: 'error', lastError: { code, fix: [] } });
    const found = entries([failed('a', 'X'), failed('b', 'Y'), failed('c', 'Y')]);
    expect(found.map(({ problem }) => problem)).toEqual([
      'The last backup of 2 VMs failed: Y.',
      'The last backup of a failed: X.',
    ]);
  });

  it('is there for a missed gate, and for each policy that can be changed', () => {
    const all = several(2, {});
    const ids = new Set([`${GROUP}/VM2`.toLowerCase()]);
    const policies = [
      { name: 'p', command: 'azbackup policy update p --keep daily=30', machines: all },
    ];
    const found = entries(all, { missedGate: { file: 'my gate.yaml', ids }, policies });
    expect(found.map(({ commands }) => commands)).toEqual([
      ["azbackup gate -f 'my gate.yaml'"],
      ['azbackup policy update p --keep daily=30 --dry-run'],
    ]);
    expect(found.map(({ vms }) => vms.length)).toEqual([1, 2]);
  });
});

describe('of any machines', () => {
  const states = [
    'protected',
    'error',
    'stopped',
    'soft-deleted',
    'not-protected',
    'failed',
  ] as const;
  const any = fc.record({
    state: fc.constantFrom(...states),
    keyHealth: fc.constantFrom('in-place', 'gone', 'unknown', null),
    keyAccess: fc.constantFrom('granted', 'lacking', null),
    missedDays: fc.nat(3),
    wayOut: fc.constantFrom(...WAYS_OUT),
  });

  it('the most urgent are first, and who is safe and without ADE is in none', () => {
    fc.assert(
      fc.property(fc.array(any, { maxLength: 12 }), (changes) => {
        const machines = changes.map((change, at) => machine(`VM${at}`, change));
        const found = entries(machines);
        const ranks = found.map(({ urgency }) => URGENCIES.indexOf(urgency));
        expect(ranks).toEqual(ranks.toSorted((left, right) => left - right));
        const named = new Set(found.flatMap(({ vms }) => vms.map(({ name }) => name)));
        const isFine = ({ state, keyHealth, keyAccess }: NextMachine): boolean =>
          state === 'protected' && keyHealth !== 'gone' && keyAccess !== 'lacking';
        const needsNothing = ({ missedDays, wayOut = 'none' }: NextMachine): boolean =>
          missedDays === 0 && ['none', 'unknown', 'points-only'].includes(wayOut);
        const namesOf = (some: readonly NextMachine[]): string[] => some.map(({ name }) => name);
        const fine = machines.filter((each) => isFine(each) && needsNothing(each));
        const bad = machines.filter((each) => !isFine(each));
        expect(namesOf(fine).filter((name) => named.has(name))).toEqual([]);
        expect(namesOf(bad).filter((name) => !named.has(name))).toEqual([]);
      }),
    );
  });
});
