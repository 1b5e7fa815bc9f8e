// The view of `azbackup drill show`: the drill as its run showed it, and all that it made.

import { nameOf } from '../../../domain/resource-id.js';
import { wrapIndented } from '../../../output/text-width.js';
import type { View } from '../../../output/view.js';
import { formatDrill } from '../drill.view.js';
import type { DrillShowDocument } from './result.js';

const INDENT = 2;

/** The drill. */
export function formatDrillShow({ items }: DrillShowDocument, view: View): string[] {
  return items.flatMap((drill) => [
    ...formatDrill(drill, drill.vm.name, view),
    ...(drill.resources.length === 0 ? [] : ['', 'Resources']),
    ...drill.resources.map(({ kind, id, state, goneBy }) =>
      wrapIndented(
        `${kind.replaceAll('-', ' ')} ${nameOf(id)}: ${state.replaceAll('-', ' ')}${goneBy === null ? '' : `, until ${goneBy.slice(0, 10)}`}`,
        view.width,
        INDENT,
      ),
    ),
    ...(drill.phases.length === 0 ? [] : ['', 'Phases']),
    ...drill.phases.map(({ name, started, seconds }) =>
      wrapIndented(`${name}: ${seconds} s from ${started}`, view.width, INDENT),
    ),
  ]);
}
