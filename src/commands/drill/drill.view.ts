// A drill for people: what was tried, how it ended, what is left.

import { nameOf } from '../../domain/resource-id.js';
import { formatDuration } from '../../output/durations.js';
import { formatInstant } from '../../output/instants.js';
import { wrapIndented } from '../../output/text-width.js';
import { inPlace } from '../../output/suggested-commands.js';
import type { View } from '../../output/view.js';
import type { Drill } from './evidence.js';

const INDENT = 2;

/** One drill. */
export function formatDrill(drill: Drill, name: string, view: View): string[] {
  const { outcome, reasons, cleanup, cleanupReasons, recoveryPoint, checks, next } = drill;
  const heading = `${view.theme.heading(name)}   drill ${outcome}${cleanup === 'none' ? '' : `, clean-up ${cleanup}`}`;
  const line = (text: string): string => wrapIndented(text, view.width, INDENT);
  return [
    heading,
    ...(drill.id === ''
      ? []
      : [
          line(
            `drill ${drill.id}, resource group ${nameOf(drill.resourceGroup)} in ${drill.location}`,
          ),
        ]),
    ...(recoveryPoint === null
      ? []
      : [
          line(
            `recovery point ${recoveryPoint.name}, ${formatInstant(recoveryPoint.time, view)}, ${recoveryPoint.tier} tier${recoveryPoint.threat === 'unknown' ? '' : `, ${recoveryPoint.threat}`}: ${recoveryPoint.reason}`,
          ),
        ]),
    ...(outcome === 'planned' ? drill.creates.map((text) => line(text)) : []),
    ...measures(drill).map((text) => line(text)),
    ...checks.map(({ check, outcome: how, observed }) => line(`${check} ${how}: ${observed}`)),
    ...reasons.map((reason) => line(reason)),
    ...drill.notes.map((note) => line(`note: ${note}`)),
    ...cleanupReasons.map((reason) => line(`clean-up: ${reason}`)),
    ...next.map(
      (command) => ' '.repeat(INDENT) + view.theme.command(inPlace(command, view.commandPlace)),
    ),
  ];
}

function measures({ rto, rpo }: Drill): string[] {
  return [...measured('RTO', rto), ...measured('RPO', rpo)];
}

function measured(name: string, { seconds, limitSeconds }: Drill['rto']): string[] {
  const limit = limitSeconds === null ? '' : ` of ${formatDuration(limitSeconds)}`;
  return seconds === null ? [] : [`${name} ${formatDuration(seconds)}${limit}`];
}
