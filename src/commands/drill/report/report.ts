// Puts drills of the past into the document of `azbackup drill report`.

import {
  causesOf,
  distributionOf,
  drillsByMachine,
  lastPassed,
} from '../../../domain/drill/history.js';
import { countOutcomes } from '../../results/machines.js';
import type { Drill } from '../evidence.js';
import type { PastDrills } from '../evidence-files/past-drills.js';
import type { DrillReportDocument, DrillReportItem } from './result.js';

const OUTCOME_ORDER: readonly Drill['outcome'][] = ['failed', 'inconclusive', 'running'];

/** The document over these drills. */
export function drillReportDocument(
  { drills, files, invalid }: PastDrills,
  from: DrillReportDocument['from'],
): DrillReportDocument {
  const items = drillsByMachine(drills)
    .map((each) => itemOf(each))
    .toSorted((left, right) => rankOf(left) - rankOf(right));
  const seconds = drills.flatMap(({ rto }) => (rto.seconds === null ? [] : [rto.seconds]));
  return {
    kind: 'drill-report',
    schemaVersion: 1,
    from,
    items,
    rto: distributionOf(seconds) ?? null,
    causes: causes(drills),
    leftovers: drills
      .filter(({ cleanup }) => cleanup !== 'clean' && cleanup !== 'none')
      .map(({ id, vm, resourceGroup, cleanup, resources }) => ({
        drill: id,
        vm,
        resourceGroup,
        cleanup,
        resources: resources.filter(({ state }) => state !== 'deleted'),
      })),
    invalidFiles: [...invalid],
    summary: {
      total: items.length,
      outcomes: countOutcomes(items),
      files,
      drills: drills.length,
      drillOutcomes: countOutcomes(drills),
    },
  };
}

/** What did not pass comes first. */
function rankOf({ outcome }: DrillReportItem): number {
  const at = OUTCOME_ORDER.indexOf(outcome);
  return at === -1 ? OUTCOME_ORDER.length : at;
}

function itemOf(drills: readonly [Drill, ...Drill[]]): DrillReportItem {
  const [{ id, vm, outcome, started, cleanup, recoveryPoint, rto, rpo, reasons }] = drills;
  return {
    vm,
    outcome,
    drills: drills.length,
    lastPassed: lastPassed(drills) ?? null,
    newest: {
      id,
      started,
      cleanup,
      recoveryPointTime: recoveryPoint?.time ?? null,
      rto,
      rpo,
      reasons,
    },
  };
}

function causes(drills: readonly Drill[]): DrillReportDocument['causes'] {
  const names = new Set(drills.flatMap((drill) => causesOf(drill)));
  return [...names]
    .map((cause) => {
      const of = drills.filter((drill) => causesOf(drill).includes(cause));
      const count = (outcome: Drill['outcome']): number =>
        of.filter((drill) => drill.outcome === outcome).length;
      return {
        cause,
        failed: count('failed'),
        inconclusive: count('inconclusive'),
        vms: drillsByMachine(of).map(([{ vm }]) => vm),
      };
    })
    .toSorted((left, right) => right.failed + right.inconclusive - left.failed - left.inconclusive);
}
