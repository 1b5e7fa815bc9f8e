// What inventory, points and keys have to say of a world, computed anew from the world as JSON: from what its machines,
// items and points are, without the program.

import { z } from 'zod';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { endByRules, policySchema, type WirePolicy } from './independent-calendar.js';

const DAY = 86_400_000;

const pointSchema = z.object({
  name: z.string(),
  timeMilliseconds: z.number(),
  tiers: z.array(
    z.object({
      type: z.string(),
      fromMilliseconds: z.number().default(0),
      untilMilliseconds: z.number().default(Number.POSITIVE_INFINITY),
    }),
  ),
  expiryMilliseconds: z.number().optional(),
  rules: z.array(z.string()).optional(),
  pointKeys: z.string().optional(),
  osType: z.string(),
  disks: z.object({ included: z.array(z.unknown()) }).optional(),
  keyAndSecret: z
    .object({
      bekDetails: z.object({ secretUrl: z.string() }),
      kekDetails: z.object({ keyUrl: z.string() }).optional(),
    })
    .optional(),
});

const itemSchema = z.object({
  vmId: z.string(),
  protectionState: z.string(),
  policyName: z.string(),
  deletion: z.object({ deletedMilliseconds: z.number(), retentionDays: z.number() }).optional(),
  recoveryPoints: z.array(pointSchema),
});

const vaultSchema = z.object({
  policies: z.record(z.string(), z.object({ properties: z.unknown() })),
  items: z.record(z.string(), itemSchema),
});

const collectionSchema = z.object({
  enabled: z.boolean(),
  encryptionSettingsVersion: z.string(),
  encryptionSettings: z.array(
    z.object({
      diskEncryptionKey: z.object({ secretUrl: z.string() }),
      keyEncryptionKey: z.object({ keyUrl: z.string() }).optional(),
    }),
  ),
});

/** Disks are resources of their own, or blobs, of which the world keeps the settings with the machine. */
const attachedSchema = z.object({
  name: z.string(),
  managedDisk: z.object({ id: z.string() }).optional(),
});

const machineSchema = z.object({
  storageProfile: z.object({
    osDisk: attachedSchema.extend({ osType: z.string() }),
    dataDisks: z.array(attachedSchema),
  }),
  virtualMachineScaleSet: z.unknown().optional(),
  runtime: z.object({
    unmanagedEncryption: z.record(z.string(), z.object({ collection: collectionSchema })),
  }),
});

const diskSchema = z.object({ encryptionSettingsCollection: collectionSchema.optional() });

type Item = z.infer<typeof itemSchema>;
type Point = z.infer<typeof pointSchema>;

/** When a point goes: an instant, never, or nobody knows. `sure` is whether it may be relied on. */
export interface End {
  readonly at: number | 'never' | 'unknown';
  readonly sure: boolean;
}

/** A point with its end and its owner. */
export interface OwnedPoint {
  readonly vm: string;
  readonly vault: string;
  readonly policy: string;
  readonly point: Point;
  readonly end: End;
}

/** A machine, or what is left of one. */
export interface Machine {
  readonly id: string;
  readonly isThere: boolean;
  readonly way: string;
  readonly ade:
    | { readonly volumes: string; readonly pass: string; readonly urls: readonly string[] }
    | undefined;
  readonly points: readonly OwnedPoint[];
}

const lower = (text: string): string => text.toLowerCase();

/** All machines of a world with all their points. */
export function machinesOf(world: WorldState): readonly Machine[] {
  const plain: unknown = JSON.parse(JSON.stringify(world));
  const { resources, backup, nowMilliseconds } = z
    .object({
      resources: z.record(
        z.string(),
        z.object({
          id: z.string(),
          type: z.string(),
          tags: z.record(z.string(), z.string()).default({}),
          properties: z.unknown(),
        }),
      ),
      backup: z.record(z.string(), vaultSchema),
      nowMilliseconds: z.number(),
    })
    .parse(plain);
  const there = Object.values(resources).filter(
    ({ type }) => lower(type) === 'microsoft.compute/virtualmachines',
  );
  const items = Object.entries(backup).flatMap(([vault, { items: of, policies }]) =>
    Object.values(of).map((item) => ({ vault, item, policies })),
  );
  const ids = new Set([
    ...there.map(({ id }) => lower(id)),
    ...items.map(({ item }) => lower(item.vmId)),
  ]);
  return [...ids].map((id) => {
    const machine = there.find((each) => lower(each.id) === id);
    const points = items
      .filter(({ item }) => lower(item.vmId) === id)
      .flatMap(({ vault, item, policies }) => {
        const stored = policies[lower(item.policyName)];
        const policy = stored === undefined ? undefined : policySchema.parse(stored.properties);
        return item.recoveryPoints.map((point) => ({
          vm: id,
          vault,
          policy: item.policyName,
          point,
          end: endOf(point, { item, policy, isThere: machine !== undefined, now: nowMilliseconds }),
        }));
      });
    const encrypted = points.filter(({ point }) => point.keyAndSecret !== undefined).length;
    const disksOf = (diskId: string) =>
      diskSchema.parse(resources[lower(diskId)]?.properties).encryptionSettingsCollection;
    return {
      id,
      isThere: machine !== undefined,
      points,
      ...(machine === undefined
        ? { way: encrypted > 0 ? 'points-only' : 'none', ade: undefined }
        : wayOf(machine, disksOf, encrypted)),
    };
  });
}

type Collection = z.infer<typeof diskSchema>['encryptionSettingsCollection'];

/** "Migrate from Azure Disk Encryption to encryption at host". */
function wayOf(
  { properties, tags }: { readonly properties?: unknown; readonly tags: Record<string, string> },
  disk: (id: string) => Collection,
  encryptedPoints: number,
): Pick<Machine, 'way' | 'ade'> {
  const { storageProfile, virtualMachineScaleSet, runtime } = machineSchema.parse(properties);
  const { osDisk, dataDisks } = storageProfile;
  const settingsOf = ({ name, managedDisk }: z.infer<typeof attachedSchema>): Collection =>
    managedDisk === undefined
      ? runtime.unmanagedEncryption[name]?.collection
      : disk(managedDisk.id);
  const os = settingsOf(osDisk);
  const data = dataDisks.map((each) => settingsOf(each));
  const all = [os, ...data].filter((each) => each?.enabled === true);
  const [first] = all;
  if (first === undefined) {
    return { way: encryptedPoints > 0 ? 'points-only' : 'none', ade: undefined };
  }
  const isData = data.some((each) => each?.enabled === true);
  const volumes = os?.enabled === true ? (isData ? 'all' : 'os') : 'data';
  const urls = all.flatMap((each) =>
    (each?.encryptionSettings ?? []).flatMap(({ diskEncryptionKey, keyEncryptionKey }) => [
      diskEncryptionKey.secretUrl,
      ...(keyEncryptionKey === undefined ? [] : [keyEncryptionKey.keyUrl]),
    ]),
  );
  const isPooled = Object.values(tags).some((tag) => /hostpools/iu.test(tag));
  const way =
    virtualMachineScaleSet !== undefined || isPooled
      ? 'redeploy'
      : osDisk.osType === 'Linux' && volumes !== 'data'
        ? 'rebuild'
        : 'decrypt-then-upload';
  const pass = first.encryptionSettingsVersion === '1.0' ? 'dual' : 'single';
  return { way, ade: { volumes, pass, urls: [...new Set(urls)] } };
}

interface Life {
  readonly item: Item;
  readonly policy: WirePolicy | undefined;
  readonly isThere: boolean;
  readonly now: number;
}

/**
 * "Manage Azure VM backups", "Soft delete": what is stopped keeps all; what is soft-deleted goes after its days; what gets
 * no newer point keeps its last one in the vault.
 */
function endOf(point: Point, { item, policy, isThere, now }: Life): End {
  if (item.deletion !== undefined) {
    const { deletedMilliseconds, retentionDays } = item.deletion;
    return { at: deletedMilliseconds + retentionDays * DAY, sure: true };
  }
  if (item.protectionState === 'ProtectionStopped') {
    return { at: 'never', sure: true };
  }
  if (item.protectionState === 'ProtectionPaused') {
    return { at: 'unknown', sure: false };
  }
  const inVault = item.recoveryPoints.filter(({ tiers }) =>
    tiers.some(
      ({ type, fromMilliseconds, untilMilliseconds }) =>
        type !== 'InstantRP' && fromMilliseconds <= now && now < untilMilliseconds,
    ),
  );
  const times = (inVault.length > 0 ? inVault : item.recoveryPoints).map(
    ({ timeMilliseconds }) => timeMilliseconds,
  );
  const isLast = point.timeMilliseconds === Math.max(...times);
  const isRunning = isThere && item.protectionState !== 'BackupsSuspended';
  if (isLast && !isRunning) {
    return { at: 'never', sure: true };
  }
  // Never what the world says of a point that a rule keeps: the rules are to come to the same.
  const at =
    point.rules === undefined || policy === undefined
      ? point.expiryMilliseconds
      : endByRules(policy, point.timeMilliseconds);
  return at === undefined
    ? { at: 'unknown', sure: false }
    : { at, sure: point.expiryMilliseconds !== undefined && !isLast && now < at };
}

/** Those of a machine's points that are encrypted with ADE. */
export function encryptedOf({ points }: Pick<Machine, 'points'>): readonly OwnedPoint[] {
  return points.filter(({ point }) => point.keyAndSecret !== undefined);
}

/** Whether a point is there after an instant; what is not known may be. */
export function isPast({ at }: End, deadline: number): boolean {
  return typeof at !== 'number' || at > deadline;
}

/** What is to be said of one version of a secret or key. */
export interface VersionAnswer {
  readonly url: string;
  readonly outcome: string;
  readonly deleteFrom: string | null;
  readonly points: number;
  /** Names of the points that are there longest. */
  readonly last: readonly string[];
  readonly usedBy: readonly string[];
}

/** Every version that points or machines of a subscription name. */
export function versionsOf(machines: readonly Machine[], now: number): readonly VersionAnswer[] {
  const points = machines.flatMap((machine) => encryptedOf(machine));
  const urls = new Set([
    ...points.flatMap((each) => urlsOf(each)),
    ...machines.flatMap(({ ade }) => ade?.urls ?? []),
  ]);
  return [...urls].map((url) => {
    const naming = points.filter((each) => urlsOf(each).includes(url));
    const usedBy = machines.filter(({ ade }) => ade?.urls.includes(url)).map(({ id }) => id);
    const isSecret = url.includes('/secrets/');
    const owners = new Set(naming.map(({ vm }) => vm));
    // A point that names nothing may need anything; on Windows one that names the key of the OS volume may need more:
    // secrets of its own machine, keys of any.
    const doubtful = points.some((each) => {
      const named = urlsOf(each);
      const mayNeedMore =
        each.point.osType === 'Windows' &&
        each.point.disks?.included.length !== 1 &&
        naming.length > 0 &&
        (!isSecret || owners.has(each.vm));
      return named.length === 0 || (!named.includes(url) && mayNeedMore);
    });
    const never = naming.some(({ end }) => end.at === 'never');
    const unsure = naming.length === 0 || naming.some(({ end }) => !end.sure) || doubtful;
    const outcome = usedBy.length > 0 ? 'in-use' : never ? 'never' : unsure ? 'unknown' : 'from';
    return {
      url,
      outcome,
      deleteFrom: outcome === 'from' ? firstFreeDay(naming, now) : null,
      points: naming.length,
      last: longestOf(naming),
      usedBy,
    };
  });
}

/** Addresses of the secret and key that a point names. */
export function urlsOf({ point }: OwnedPoint): readonly string[] {
  const { keyAndSecret, pointKeys } = point;
  return keyAndSecret === undefined || pointKeys === 'none'
    ? []
    : [
        keyAndSecret.bekDetails.secretUrl,
        ...(keyAndSecret.kekDetails === undefined ? [] : [keyAndSecret.kekDetails.keyUrl]),
      ];
}

/** Day after day, until one begins on which no point is left. */
function firstFreeDay(points: readonly OwnedPoint[], now: number): string {
  let day = Math.floor(now / DAY) * DAY;
  while (points.some(({ end }) => isPast(end, day))) {
    day += DAY;
  }
  return new Date(day).toISOString().slice(0, 10);
}

function longestOf(points: readonly OwnedPoint[]): readonly string[] {
  const rank = ({ at }: End): number =>
    at === 'never'
      ? Number.POSITIVE_INFINITY
      : at === 'unknown'
        ? Number.MAX_SAFE_INTEGER
        : Math.floor(at / 1000);
  const most = Math.max(...points.map(({ end }) => rank(end)));
  return points.filter(({ end }) => rank(end) === most).map(({ point }) => point.name);
}
