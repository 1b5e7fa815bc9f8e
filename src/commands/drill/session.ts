// A drill that goes on: its record, which is written before each thing is made and after each thing is seen.

import { idKey, type ResourceId } from '../../domain/resource-id.js';
import { instantOf, secondsBetween, type Instant } from '../../domain/time/instant.js';
import type { Clock } from '../../clock.js';
import { AzbackupError } from '../../errors/azbackup-error.js';
import type { Drill, DrillPhase, DrillResource } from './evidence.js';
import type { DrillRecords } from './records.js';

/** The record of one drill, as it grows. */
export interface DrillSession {
  /** As it is now. */
  drill(): Drill;
  now(): Instant;
  /** Changes some of it, and writes all of it. */
  update(part: Partial<Drill>): Promise<void>;
  /** Something is in this state from now on. */
  note(
    resource: Pick<DrillResource, 'kind' | 'id' | 'state'> &
      Partial<Pick<DrillResource, 'reason' | 'goneBy'>>,
  ): Promise<void>;
  /** Times a part of the drill, however it ends. */
  phase<T>(name: DrillPhase['name'], act: () => Promise<T>): Promise<T>;
}

/** What a session needs. */
export interface SessionSurroundings {
  readonly clock: Clock;
  readonly records: DrillRecords;
  readonly warn: (message: string) => void;
}

/**
 * Writes the record of a drill before anything of it is made.
 * @throws AzbackupError `AZB_DRILL_UNRECORDED` (2)
 */
export async function startSession(
  { clock, records, warn }: SessionSurroundings,
  first: Drill,
): Promise<DrillSession> {
  let drill = first;
  let warned = false;
  await records.write(drill);
  const now = (): Instant => instantOf(clock.now());
  /** Once things were made they are tagged, so a record that cannot be written any more ends nothing. */
  const update = async (part: Partial<Drill>): Promise<void> => {
    drill = { ...drill, ...part };
    try {
      await records.write(drill);
    } catch (error) {
      if (!(error instanceof AzbackupError)) {
        throw error;
      }
      if (!warned) {
        warn(`${error.message}; its resource group is known by its tags all the same`);
      }
      warned = true;
    }
  };
  return {
    drill: () => drill,
    now,
    update,
    note: async ({ kind, id, state, reason = null, goneBy = null }) => {
      const time = now();
      const made = state === 'made' ? time : null;
      const entry: DrillResource = { kind, id, state, made, time, reason, goneBy };
      await update({ resources: withResource(drill.resources, entry) });
    },
    phase: async (name, act) => {
      const started = now();
      try {
        return await act();
      } finally {
        const ended = now();
        const seconds = Math.round(secondsBetween(started, ended));
        await update({ phases: [...drill.phases, { name, started, ended, seconds }] });
      }
    },
  };
}

/** Each thing is there once, in the order in which it was first known of. */
function withResource(resources: readonly DrillResource[], entry: DrillResource): DrillResource[] {
  const key = resourceKey(entry.id);
  const known = resources.some(({ id }) => resourceKey(id) === key);
  return known
    ? resources.map((each) =>
        resourceKey(each.id) === key
          ? { ...entry, kind: each.kind, made: each.made ?? entry.made }
          : each,
      )
    : [...resources, entry];
}

/** The kind of an Azure resource by its type. */
export function kindOfType(type: string): DrillResource['kind'] {
  return KINDS[type.toLowerCase()] ?? 'other';
}

const KINDS: Readonly<Record<string, DrillResource['kind']>> = {
  'microsoft.network/networksecuritygroups': 'network-security-group',
  'microsoft.network/virtualnetworks': 'virtual-network',
  'microsoft.network/networkinterfaces': 'network-interface',
  'microsoft.keyvault/vaults': 'key-vault',
  'microsoft.compute/virtualmachines': 'virtual-machine',
  'microsoft.compute/disks': 'disk',
};

function resourceKey(id: ResourceId): string {
  return idKey(id);
}
