// Whatever items, points and policies there are: no version of a key is cleared that a point needs, as far as Azure's
// documents warrant when a point goes.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KeyPair } from '../../../../src/domain/keys/key-pair.js';
import type { WantedObject } from '../../../../src/domain/keys/key-copies.js';
import type { RecoveryPoint } from '../../../../src/domain/recovery/recovery-point.js';
import { keyNeeds, type NeedingPoint } from '../../../../src/domain/retirement/key-need.js';
import { itemLife, pointEnds } from '../../../../src/domain/retirement/point-end.js';
import type { ProtectedItem } from '../../../../src/domain/vaults/recovery-services.js';
import { randomTerms } from '../../../support/random-policies.js';

const NOW = '2028-02-28T12:00:00Z';
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const instantOf = (milliseconds: number): string =>
  new Date(milliseconds).toISOString().replace('.000', '');
const hoursFromNow = (min: number, max: number): fc.Arbitrary<string> =>
  fc.integer({ min, max }).map((hours) => instantOf(Date.parse(NOW) + hours * HOUR));

const pointArbitrary = fc.record(
  {
    time: hoursFromNow(-900 * 24, -1),
    tier: fc.constantFrom('snapshot' as const, 'vault' as const, 'archive' as const),
    expiryTime: hoursFromNow(-48, 900 * 24),
    ruleName: fc.constantFrom('Daily', 'Monthly', 'DefaultRule'),
    softDeleted: fc.constant(true),
    secret: fc.constantFrom('1', '2', '3'),
    key: fc.constantFrom('1', '2', '3'),
    /** Whether it is known what it needs. */
    says: fc.boolean(),
    /** The secret of a data volume, which it does not name. */
    volume: fc.constantFrom('1', '2', '3'),
  },
  { requiredKeys: ['time', 'tier', 'secret', 'key', 'says'] },
);

type ValueOf<A> = A extends fc.Arbitrary<infer T> ? T : never;
type WorldPoint = ValueOf<typeof pointArbitrary>;

const itemArbitrary = fc.record({
  state: fc.constantFrom(
    'Protected' as const,
    'ProtectionError' as const,
    'BackupsSuspended' as const,
    'ProtectionStopped' as const,
    'ProtectionPaused' as const,
    'deleted' as const,
  ),
  machine: fc.constantFrom('there' as const, 'gone' as const, 'unknown' as const),
  policy: fc.option(randomTerms, { nil: undefined }),
  zone: fc.constantFrom('Etc/UTC', 'America/New_York', 'Asia/Kolkata', undefined),
  points: fc.array(pointArbitrary, { maxLength: 4 }),
});

type WorldItem = ValueOf<typeof itemArbitrary>;

const worldArbitrary = fc.record({
  // That all points say what they need is as likely as that one of many does not.
  allSay: fc.boolean(),
  items: fc.array(itemArbitrary, { minLength: 1, maxLength: 4 }),
  gaps: fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, fc.constant(['a vault is unread'])),
});

const SOFT_DELETED_SECONDS = 200_000;

function itemOf({ state }: WorldItem): ProtectedItem {
  const id = '/subscriptions/s/resourceGroups/rg/providers/x/y/z';
  return {
    id,
    vaultId: id,
    sourceResourceId: id,
    friendlyName: 'VM',
    protectionState: state === 'deleted' ? 'ProtectionStopped' : state,
    health: [],
    policyId: id,
    ...(state === 'deleted'
      ? {
          softDelete: {
            deletedAt: '2028-02-17T00:00:00Z',
            remainingSeconds: SOFT_DELETED_SECONDS,
          },
        }
      : {}),
  };
}

function pointOf(point: WorldPoint): RecoveryPoint {
  const { time, tier, expiryTime, ruleName, softDeleted = false } = point;
  return {
    name: time,
    time,
    consistency: 'AppConsistent',
    tiers: [{ tier, status: 'Valid' }],
    ...(expiryTime === undefined ? {} : { expiryTime }),
    ...(ruleName === undefined ? {} : { ruleName }),
    softDeleted,
    encrypted: true,
    zones: [],
  };
}

function object(kind: 'secret' | 'key', owner: string, version: string): WantedObject {
  const vaultUrl = 'https://kv.vault.azure.net';
  const name = kind === 'key' ? 'kek' : `bek-${owner}`;
  return { kind, url: `${vaultUrl}/${kind}s/${name}/${version}`, vaultUrl, name, version };
}

interface TruePoint {
  readonly point: WorldPoint;
  readonly owner: string;
  readonly item: WorldItem;
  readonly says: boolean;
}

/** What a point needs in truth. */
function urlsOf({ point, owner }: TruePoint): readonly string[] {
  const { secret, volume, key } = point;
  const secrets = volume === undefined ? [secret] : [secret, volume];
  return [
    object('key', owner, key).url,
    ...secrets.map((version) => object('secret', owner, version).url),
  ];
}

/** What the program makes of a world, and what is so. */
function outcome({ items, gaps, allSay }: ValueOf<typeof worldArbitrary>) {
  const truths: TruePoint[] = [];
  const points = items.flatMap((item, at): readonly NeedingPoint<string>[] => {
    const owner = `VM${at}`;
    const life = itemLife(itemOf(item), item.machine, NOW);
    const { policy, zone } = item;
    const ends = pointEnds(item.points.map(pointOf), { life, policy, zone, now: NOW });
    return item.points.map((point, place) => {
      const says = allSay || point.says;
      truths.push({ point, owner, item, says });
      const pair: KeyPair = {
        secret: object('secret', owner, point.secret),
        key: object('key', owner, point.key),
        copies: { secret: 'info-file', key: 'info-file' },
      };
      return {
        owner,
        name: point.time,
        time: point.time,
        end: ends[place] ?? { kind: 'unknown', because: 'no-expiry' },
        pair: says ? pair : undefined,
        partial: point.volume !== undefined,
      };
    });
  });
  return { truths, needs: keyNeeds({ points, users: [], gaps }) };
}

/** Until when a point is there at the longest, by what Azure documents; for ever where nothing bounds it. */
function longest({ point, item }: TruePoint): number {
  const now = Date.parse(NOW);
  if (item.state === 'deleted') {
    return now + SOFT_DELETED_SECONDS * 1000;
  }
  const inVault = item.points.filter(({ tier }) => tier !== 'snapshot');
  const last = Math.max(
    ...(inVault.length > 0 ? inVault : item.points).map(({ time }) => Date.parse(time)),
  );
  const goesOn = ['Protected', 'ProtectionError', 'BackupsSuspended'].includes(item.state);
  const isLast = Date.parse(point.time) === last;
  if (!goesOn || isLast || point.softDeleted === true) {
    return Number.POSITIVE_INFINITY;
  }
  if (point.expiryTime !== undefined) {
    const end = Date.parse(point.expiryTime);
    return end > now ? end : Number.POSITIVE_INFINITY;
  }
  // Without an end of Azure's, only a rule that Azure names bounds it.
  const { daily, monthly } = item.policy?.retention ?? {};
  const end =
    point.ruleName === 'Daily' && daily !== undefined
      ? Date.parse(point.time) + daily.days * DAY
      : point.ruleName === 'Monthly' && monthly !== undefined
        ? monthsLater(point.time, monthly.months)
        : Number.NEGATIVE_INFINITY;
  return end > now ? end : Number.POSITIVE_INFINITY;
}

/** The same day of the month, or the last one where the month is shorter. */
function monthsLater(time: string, months: number): number {
  const then = new Date(time);
  const date = then.getUTCDate();
  then.setUTCMonth(then.getUTCMonth() + months);
  if (then.getUTCDate() !== date) {
    then.setUTCDate(0);
  }
  return then.getTime();
}

describe('a version that is cleared', () => {
  it('is needed by no point, and none is cleared while anything is unknown', () => {
    fc.assert(
      fc.property(worldArbitrary, (world) => {
        const { truths, needs } = outcome(world);
        const cleared = needs.flatMap(({ object: version, release }) =>
          release.kind === 'from' ? [{ url: version.url, day: Date.parse(release.day) }] : [],
        );
        const isAllKnown = world.gaps.length === 0 && truths.every(({ says }) => says);
        expect(isAllKnown ? [] : cleared).toEqual([]);
        const early = cleared.filter(({ url, day }) => {
          const needing = truths.filter((truth) => urlsOf(truth).includes(url));
          return needing.length === 0 || needing.some((each) => longest(each) > day);
        });
        expect(early).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  it('is there in many such worlds', () => {
    const cleared = fc
      .sample(worldArbitrary, { numRuns: 400, seed: 1 })
      .flatMap((world) => outcome(world).needs)
      .filter(({ release }) => release.kind === 'from');
    expect(cleared.length).toBeGreaterThan(20);
  });
});
