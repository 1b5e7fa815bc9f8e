// What `retirement inventory`, `points` and `keys` say of a world, and what an independent computation from it comes to, to the
// day.
import { beforeAll, describe, expect, it } from 'vitest';
import type { RetirementInventoryDocument } from '../../../src/commands/retirement/inventory.result.js';
import type { RetirementKeysDocument } from '../../../src/commands/retirement/keys/result.js';
import type { RetirementPointsDocument } from '../../../src/commands/retirement/points.result.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { runCli } from '../../support/run-cli.js';
import {
  fleetSubscription,
  onlySubscription,
  retirementFleet,
} from '../../support/worlds/retirement-fleet.js';
import {
  encryptedOf,
  isPast,
  machinesOf,
  versionsOf,
  type End,
  type Machine,
} from './independent-answer.js';
import { countUnder, firstDayPast, policySchema, RULES } from './independent-calendar.js';

/** A world with the deadline that it is looked at with, another day, and the subscriptions in it. */
export interface Subject {
  readonly world: WorldState;
  readonly deadline?: string;
  readonly after?: string;
  readonly subscriptions: readonly string[];
}

/** A world by its name, built when it is looked at. */
export type NamedSubject = readonly [name: string, make: () => Subject];

/** A fleet with machines of every kind, key and policy. */
export function fleet(
  nowMilliseconds: number,
  { subscriptions, machines }: { readonly subscriptions: number; readonly machines: number },
): Pick<Subject, 'world' | 'subscriptions'> {
  return {
    world: retirementFleet({ nowMilliseconds, subscriptions, machines }),
    subscriptions: Array.from({ length: subscriptions }, (_, number) => fleetSubscription(number)),
  };
}

/** Runs a command on a copy of the world. */
async function document<T>(
  { world, subscriptions }: Subject,
  words: readonly string[],
  query?: string,
): Promise<T> {
  const places = subscriptions.flatMap((id) => ['--subscription', id]);
  const format = ['-o', 'json', ...(query === undefined ? [] : ['--query', query])];
  const argv = ['retirement', ...words, '--all', ...places, ...format];
  const run = await runCli(argv, { world: structuredClone(world) });
  expect([0, 6]).toContain(run.code);
  return run.json<T>();
}

/** What is compared, without the commands in it: pasting each of them is for other tests. */
const POINTS_QUERY =
  '{items: items[].{vm: vm, name: name, expiry: expiry, outcome: outcome}, policies: policies[].{policy: policy, rules: rules, from: from}}';

function instant(at: End['at']): string | null {
  return typeof at === 'number' ? new Date(at).toISOString().replace(/\.\d+Z$/u, 'Z') : null;
}

/** Unknown outweighs, then what never goes, then the latest. */
function lastOf(ends: readonly End[]): End['at'] | 'none' {
  const words = ends.map(({ at }) => at);
  const times = words.filter((at) => typeof at === 'number');
  return words.includes('unknown')
    ? 'unknown'
    : words.includes('never')
      ? 'never'
      : times.length === 0
        ? 'none'
        : Math.max(...times);
}

function expectedRow(machine: Machine, deadline: number): unknown {
  const vaults = [...new Set(machine.points.map(({ vault }) => vault))];
  return {
    way: machine.way,
    ade: machine.ade && {
      ...machine.ade,
      urls: machine.ade.urls.toSorted(),
      kek: machine.ade.urls.some((url) => url.includes('/keys/')),
    },
    protection: vaults.toSorted().map((vault) => {
      const points = machine.points.filter((each) => each.vault === vault);
      const encrypted = encryptedOf({ points });
      const last = lastOf(encrypted.map(({ end }) => end));
      return {
        vault,
        points: points.length,
        encrypted: encrypted.length,
        after: encrypted.filter(({ end }) => end.at !== 'unknown' && isPast(end, deadline)).length,
        expiry: typeof last === 'number' ? instant(last) : last,
      };
    }),
  };
}

type Row = RetirementInventoryDocument['items'][number];

function foundRow({ outcome, ade, protection }: Row): unknown {
  return {
    way: outcome,
    ade:
      ade === null
        ? undefined
        : {
            volumes: ade.volumes,
            pass: ade.pass,
            urls: [...ade.secrets, ...ade.keys].toSorted(),
            kek: ade.keyEncryptionKey,
          },
    protection: protection
      .filter(({ points }) => points !== 0)
      .map((each) => ({
        vault: each.vault.id.toLowerCase(),
        points: each.points,
        encrypted: each.encryptedPoints,
        after: each.afterDeadline,
        expiry: each.expiry === 'at' ? each.lastExpiry : each.expiry,
      }))
      .toSorted((left, right) => (left.vault < right.vault ? -1 : 1)),
  };
}

/** Inventory, points and keys of each world against an independent computation. */
export function agreesWithComputation(subjects: readonly NamedSubject[]): void {
  describe.each(subjects)('an independent computation agrees on %s', (_, make) => {
    let subject: Subject;
    let machines: readonly Machine[];
    let points: Pick<RetirementPointsDocument, 'items' | 'policies'>;
    let deadline: number;
    let words: readonly string[];
    beforeAll(async () => {
      subject = make();
      machines = machinesOf(subject.world);
      deadline = Date.parse(subject.deadline ?? '2028-09-15');
      words = subject.deadline === undefined ? [] : ['--deadline', subject.deadline];
      const after = subject.after === undefined ? [] : ['--after', subject.after];
      points = await document(subject, ['points', ...words, ...after], POINTS_QUERY);
    });

    it('about ways out, counts and last expiries', async () => {
      const found = await document<RetirementInventoryDocument>(subject, ['inventory', ...words]);
      const rows = new Map(found.items.map((item) => [item.vm.id.toLowerCase(), foundRow(item)]));
      const expected = new Map(machines.map((each) => [each.id, expectedRow(each, deadline)]));
      expect(new Set(rows.keys())).toEqual(new Set(expected.keys()));
      // Each by itself, so that a difference names its machine.
      for (const [id, row] of expected) {
        expect({ id, row: rows.get(id) }).toEqual({ id, row });
      }
      const past = machines
        .flatMap((each) => encryptedOf(each))
        .filter(({ end }) => end.at !== 'unknown' && isPast(end, deadline));
      expect(found.summary.pointsAfterDeadline).toBe(past.length);
    });

    it('about the points that outlive a day', () => {
      const after = subject.after === undefined ? deadline : Date.parse(subject.after);
      const expected = machines
        .flatMap((each) => encryptedOf(each))
        .filter(({ end }) => isPast(end, after))
        .map(({ vm, point, end }) => {
          const outcome = end.at === 'unknown' ? 'unknown' : 'after';
          return `${vm} ${point.name} ${outcome} ${instant(end.at)}`;
        });
      const rows = points.items.map(
        ({ vm, name, outcome, expiry }) => `${vm.id.toLowerCase()} ${name} ${outcome} ${expiry}`,
      );
      expect(rows.toSorted()).toEqual(expected.toSorted());
    });

    it('about the day from which each policy makes such points', () => {
      const vaults = Object.entries(subject.world.backup);
      const rows = points.policies.map(({ policy: { id, name }, rules, from }) => {
        const [, vault] = vaults.find(([key]) => id.toLowerCase().startsWith(key)) ?? [];
        const policy = policySchema.parse(vault?.policies[name.toLowerCase()]?.properties);
        const expected = RULES.flatMap((rule) => {
          const count = countUnder(policy, rule);
          const past = count === undefined ? undefined : firstDayPast(policy, rule, deadline);
          return past === undefined
            ? []
            : [{ rule, count, day: past.day, run: instant(past.start) }];
        });
        const runs = expected.map(({ run }) => run ?? '').toSorted();
        return [
          { id, rules, from: from?.run },
          { id, rules: expected, from: runs[0] },
        ];
      });
      expect(rows.map(([told]) => told)).toEqual(rows.map(([, computed]) => computed));
      expect(rows.length).toBeGreaterThan(0);
    });

    it('about every version of a secret and key', async () => {
      const now = subject.world.nowMilliseconds;
      for (const id of subject.subscriptions) {
        const one = { world: onlySubscription(subject.world, id), subscriptions: [id] };
        const { items } = await document<RetirementKeysDocument>(one, ['keys']);
        const own = machines.filter((machine) => machine.id.startsWith(`/subscriptions/${id}`));
        const found = new Map(items.map((item) => [item.url, item]));
        const expected = versionsOf(own, now);
        expect(new Set(found.keys())).toEqual(new Set(expected.map(({ url }) => url)));
        for (const { url, last, ...row } of expected) {
          const item = found.get(url);
          expect({
            url,
            outcome: item?.outcome,
            deleteFrom: item?.deleteFrom,
            points: item?.points,
            usedBy: item?.usedBy.map((vm) => vm.id.toLowerCase()).toSorted(),
          }).toEqual({ url, ...row, usedBy: row.usedBy.toSorted() });
          expect(last.length === 0 ? [null] : last).toContain(item?.lastPoint?.name ?? null);
        }
      }
    });
  });
}
