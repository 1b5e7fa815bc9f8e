// The worlds by name, as users choose them.

import type { WorldState } from '../kernel/state.js';
import { buildDefaultWorld } from './default-world.js';
import { buildCrossSubscriptionWorld } from './cross-subscription-world.js';
import { buildEmptyWorld } from './empty-world.js';
import { buildFleetWorld } from './fleet-world.js';
import { buildLeastRightsWorld } from './least-rights-world.js';
import { buildMessyWorld } from './messy-world.js';
import { buildPrivateWorld } from './private-world.js';
import { buildTwoSubscriptionsWorld } from './two-subscriptions-world.js';

/** Makes a world at an instant (milliseconds since the epoch, UTC). */
export type WorldBuilder = (nowMilliseconds: number) => WorldState;

/** A world that can be asked for by name. */
export interface CatalogueEntry {
  readonly name: string;
  /** The name with what may follow it, for help texts. */
  readonly usage: string;
  readonly summary: string;
}

/** No world has this name; the message lists the names that there are. */
export class UnknownWorldError extends Error {
  override readonly name = 'UnknownWorldError';
  constructor(asked: string) {
    const names = worldCatalogue.map(({ usage }) => usage).join(', ');
    super(`there is no world called "${asked}"; there are: ${names}`);
  }
}

const defaultFleet = 200;
const maxFleetSize = 10_000;

/** Every world, in the order in which help shows them. */
export const worldCatalogue: readonly CatalogueEntry[] = [
  { name: 'default', usage: 'default', summary: 'sixteen machines, each in another situation' },
  {
    name: 'fleet',
    usage: 'fleet[:MACHINES[:SEED]]',
    summary: `${defaultFleet} machines, or as many as you say, in realistic proportions`,
  },
  {
    name: 'least-rights',
    usage: 'least-rights',
    summary: 'signed in with Backup Operator and Virtual Machine Contributor, as Azure documents',
  },
  { name: 'private', usage: 'private', summary: 'key vaults that only private endpoints reach' },
  {
    name: 'messy',
    usage: 'messy',
    summary: 'names used twice, locks, a deny assignment, groups, another tenant, many vaults',
  },
  {
    name: 'two-subscriptions',
    usage: 'two-subscriptions',
    summary: 'one name in two groups, ids in odd case, a stopped and a re-created machine',
  },
  {
    name: 'cross-subscription',
    usage: 'cross-subscription',
    summary: 'machines of one subscription that a vault of another protects, or may not protect',
  },
  { name: 'empty', usage: 'empty', summary: 'a subscription with one empty resource group' },
];

const fixedWorlds: ReadonlyMap<string, WorldBuilder> = new Map([
  ['default', buildDefaultWorld],
  ['least-rights', buildLeastRightsWorld],
  ['private', buildPrivateWorld],
  ['messy', buildMessyWorld],
  ['two-subscriptions', buildTwoSubscriptionsWorld],
  ['cross-subscription', buildCrossSubscriptionWorld],
  ['empty', buildEmptyWorld],
]);

/** The builder of a world by its name, such as `default` or `fleet:500`. Throws UnknownWorldError. */
export function worldNamed(name: string): WorldBuilder {
  const [kind, ...settings] = name.trim().toLowerCase().split(':');
  if (kind === 'fleet') {
    return fleetBuilder(name, settings);
  }
  const builder = settings.length === 0 ? fixedWorlds.get(kind ?? '') : undefined;
  if (builder === undefined) {
    throw new UnknownWorldError(name);
  }
  return builder;
}

function fleetBuilder(name: string, settings: readonly string[]): WorldBuilder {
  const [count = String(defaultFleet), seed = 'fleet', ...rest] = settings;
  const virtualMachines = /^\d{1,5}$/u.test(count) ? Number(count) : 0;
  if (virtualMachines < 1 || virtualMachines > maxFleetSize || rest.length > 0) {
    throw new UnknownWorldError(name);
  }
  return (nowMilliseconds) => buildFleetWorld({ virtualMachines, seed, nowMilliseconds });
}
