// Drills as JUnit XML: a suite for each, a case for the restore, for each check, for each time that was asked for, and for
// the clean-up. A failure is what failed; an error is what nobody can say, and what is left.

import { formatDuration } from '../../../domain/time/duration.js';
import {
  junitXml,
  type JunitCase,
  type JunitEnding,
  type JunitSuite,
} from '../../results/reports/junit-xml.js';
import type { Drill } from '../evidence.js';

/** The text of the file. */
export function drillsJunit(drills: readonly Drill[]): string {
  return junitXml(
    'azbackup drill',
    drills.map((drill) => suiteOf(drill)),
  );
}

function suiteOf(drill: Drill): JunitSuite {
  const { vm, started, phases, recoveryPoint } = drill;
  const seconds = phases.reduce((sum, phase) => sum + phase.seconds, 0);
  const checks = drill.checks.map(({ check, outcome, observed }): JunitCase => ({
    name: check,
    ending: ending(ENDINGS[outcome], observed),
  }));
  const limits = [limitCase('rto', drill.rto), limitCase('rpo', drill.rpo)].flat();
  // Only what was restored is checked.
  const decided =
    checks.length > 0 && [...checks, ...limits].some((each) => each.ending.kind !== 'passed');
  return {
    name: vm.name,
    time: started,
    seconds,
    properties: {
      vm: vm.id,
      drill: drill.id,
      outcome: drill.outcome,
      cleanup: drill.cleanup,
      ...(recoveryPoint === null ? {} : { recoveryPoint: recoveryPoint.time }),
    },
    cases: [
      { name: 'restore', ...timeOf(drill, 'restore'), ending: restoreEnding(drill, decided) },
      ...checks,
      ...limits,
      { name: 'clean-up', ...timeOf(drill, 'clean'), ending: cleanupEnding(drill) },
    ],
  };
}

const ENDINGS = {
  passed: 'passed',
  failed: 'failure',
  inconclusive: 'error',
} as const satisfies Record<string, JunitEnding['kind']>;

function ending(kind: 'passed' | 'failure' | 'error', message: string): JunitEnding {
  return kind === 'passed' ? { kind } : { kind, message, type: kind, text: message };
}

function timeOf({ phases }: Drill, name: Drill['phases'][number]['name']): { seconds?: number } {
  const found = phases.filter((phase) => phase.name === name);
  return found.length === 0 ? {} : { seconds: found.reduce((sum, each) => sum + each.seconds, 0) };
}

/** What no check says by itself: a drill that did not pass never looks as if it had. */
function restoreEnding({ outcome, reasons, error }: Drill, decided: boolean): JunitEnding {
  if (outcome === 'passed' || ((outcome === 'failed' || outcome === 'inconclusive') && decided)) {
    return { kind: 'passed' };
  }
  const words = reasons.length > 0 ? reasons.join('; ') : (error?.message ?? OPEN[outcome]);
  if (outcome === 'planned' || outcome === 'declined') {
    return { kind: 'skipped', message: words };
  }
  return ending(outcome === 'failed' ? 'failure' : 'error', words);
}

const OPEN = {
  failed: 'it failed',
  inconclusive: 'it did not come to a result',
  planned: 'it was not run',
  declined: 'it was declined',
  running: 'it has not ended',
} as const satisfies Record<Exclude<Drill['outcome'], 'passed'>, string>;

function limitCase(name: 'rto' | 'rpo', { seconds, limitSeconds }: Drill['rto']): JunitCase[] {
  if (limitSeconds === null) {
    return [];
  }
  if (seconds === null) {
    return [{ name, ending: ending('error', 'it was not measured') }];
  }
  const kind = seconds > limitSeconds ? 'failure' : 'passed';
  return [
    {
      name,
      ending: ending(kind, `${formatDuration(seconds)}, more than ${formatDuration(limitSeconds)}`),
    },
  ];
}

function cleanupEnding({ cleanup, cleanupReasons }: Drill): JunitEnding {
  switch (cleanup) {
    case 'clean':
      return { kind: 'passed' };
    case 'none':
      return { kind: 'skipped', message: 'nothing was made' };
    case 'leftovers':
      return ending('error', cleanupReasons.join('; ') || 'something is left');
    case 'kept':
    case 'pending':
      return ending('error', 'what was made is there yet');
  }
}
