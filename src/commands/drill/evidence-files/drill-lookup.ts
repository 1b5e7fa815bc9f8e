// When a machine was drilled, for rules and metrics: from what is recorded here, and from evidence that was named.

import {
  distinctDrills,
  drillsByMachine,
  lastPassed,
  type MachineDrills,
} from '../../../domain/drill/history.js';
import { firstNames } from '../../../domain/fleet/first-names.js';
import { idKey, type ResourceId } from '../../../domain/resource-id.js';
import { instantOf, isBefore } from '../../../domain/time/instant.js';
import type { CommandContext } from '../../context.js';
import { evidencedDrills, recordedDrills } from './past-drills.js';

/** Finds the drills of a machine by its id. */
export type DrillLookup = (vmId: ResourceId) => MachineDrills;

/**
 * Reads all drills once.
 * @param places of evidence: files, or folders
 * @throws AzbackupError `AZB_FILE_UNREADABLE` (2) for a place that cannot be read
 */
export async function drillLookup(
  context: Pick<CommandContext, 'clock' | 'drillFiles' | 'namesIn' | 'readInput' | 'sandbox'>,
  places: readonly string[],
): Promise<DrillLookup> {
  const now = instantOf(context.clock.now());
  const sources = await Promise.all([recordedDrills(context), evidencedDrills(context, places)]);
  // One that is yet to come has a wrong clock, or a forger.
  const drills = distinctDrills(sources.flatMap((source) => source.drills)).filter(
    ({ started }) => !isBefore(now, started),
  );
  const invalid = sources.flatMap((source) =>
    source.invalid.map(({ file, reason }) => `${file} ${reason}`),
  );
  const byVm = new Map(drillsByMachine(drills).map((each) => [idKey(each[0].vm.id), each]));
  return (vmId) => {
    const of = byVm.get(idKey(vmId)) ?? [];
    const [newest] = of;
    return {
      now,
      lastPassed: lastPassed(of) ?? null,
      newest: newest === undefined ? null : { started: newest.started, outcome: newest.outcome },
      unread: invalid.length === 0 ? null : firstNames(invalid, 2),
    };
  };
}
