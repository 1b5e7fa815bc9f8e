// The view of `azbackup retirement plan`: each machine with its numbered steps; several without anything to do in a line.

import { counted } from '../../../output/counts.js';
import { machineLabels } from '../../../output/machine-labels.js';
import { inPlace } from '../../../output/suggested-commands.js';
import { wrapIndented } from '../../../output/text-width.js';
import type { View } from '../../../output/view.js';
import { formatItemError } from '../../../output/views/item-error.js';
import type { RetirementPlanDocument, RetirementPlanItem } from './result.js';

const WAYS: Readonly<Record<RetirementPlanItem['outcome'], string>> = {
  'decrypt-then-upload': 'decrypt and upload',
  rebuild: 'rebuild',
  redeploy: 'redeploy',
  'points-only': 'points only',
  none: 'nothing to do',
  unknown: 'unknown',
  failed: 'could not be read',
};

const STEP_INDENT = 4;

/** The machines with their steps, and a closing line. */
export function formatRetirementPlan(document: RetirementPlanDocument, view: View): string[] {
  if (document.items.length === 0) {
    return ['No virtual machines found.'];
  }
  const label = machineLabels(document.items.map(({ vm }) => vm));
  return [
    ...document.items.flatMap((item) => [...formatItem(item, label(item.vm), view), '']),
    wrapIndented(closing(document, view), view.width, 0),
  ];
}

function formatItem(item: RetirementPlanItem, name: string, view: View): string[] {
  const heading = `${view.theme.heading(name)}   ${WAYS[item.outcome]}: ${item.reason}`;
  if (item.error !== null) {
    return [heading, '', ...formatItemError(item.error, view)];
  }
  return [
    wrapIndented(heading, view.width, 0),
    ...item.steps.flatMap((step, at) => ['', ...formatStep(step, at + 1, view)]),
  ];
}

function formatStep(
  step: RetirementPlanItem['steps'][number],
  number: number,
  view: View,
): string[] {
  const { what, why, by, notBefore, next, guest } = step;
  const when = [
    ...(notBefore === null ? [] : [`not before ${notBefore}`]),
    ...(by === null ? [] : [`by ${by.slice(0, 10)}`]),
  ];
  const title = `${number}. ${sentence(what)}${when.length === 0 ? '' : ` (${when.join(', ')})`}`;
  const indent = ' '.repeat(STEP_INDENT);
  return [
    wrapIndented(title, view.width, 0, STEP_INDENT),
    wrapIndented(`${sentence(why)}.`, view.width, STEP_INDENT),
    ...guest.map((command) => `${indent}in the VM: ${view.theme.command(command)}`),
    ...next.map((command) => indent + view.theme.command(inPlace(command, view.commandPlace))),
  ];
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function closing({ items, summary, deadline }: RetirementPlanDocument, { now }: View): string {
  const steps = items.reduce((sum, item) => sum + item.steps.length, 0);
  const unread =
    summary.unread === 0 ? '' : ` Of ${counted(summary.unread, 'VM')} not all could be read.`;
  const past = deadline < now ? ` The deadline, ${deadline.slice(0, 10)}, is past.` : '';
  return `${counted(steps, 'step')} for ${counted(items.length, 'VM')}; nothing was changed. Words in capitals are to be filled in.${past}${unread}`;
}
