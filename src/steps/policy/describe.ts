// What changes of backup policies are called, and how documents and plans show them.

import { lossWords } from '../../domain/recovery/retention-loss.js';
import { nameOf, parseResourceId } from '../../domain/resource-id.js';
import { lossFrom, lossOf } from '../retention-loss.js';
import { approvalsOf } from '../change.js';
import { words, type StepFamily, type StepWords } from '../family.js';
import type { PolicyChange } from './changes.js';
import type { PolicyStep } from './step.js';

const WORDS: Readonly<Record<PolicyStep['kind'], StepWords>> = {
  'put-policy': words('+', 'backup policy', 'creating', 'created'),
  'delete-policy': words('-', 'backup policy', 'deleting', 'deleted'),
};

const UPDATE = words('~', 'backup policy', 'changing', 'changed');

/** The description of this family. */
export const policyFamily: StepFamily<PolicyStep, PolicyChange> = {
  isStep: (step): step is PolicyStep => Object.hasOwn(WORDS, step.kind),
  isChange: (change): change is PolicyChange => Object.hasOwn(WORDS, change.type),
  name(step) {
    const { noun, running, done } = wordsOf(changeOf(step));
    return { running, done, subject: `${noun} ${step.policyName}` };
  },
  change: changeOf,
  line(change) {
    const { sign, noun } = wordsOf(change);
    return { sign, noun, text: textOf(change) };
  },
};

function wordsOf({ type, details }: PolicyChange): StepWords {
  return type === 'put-policy' && details.change === 'update' ? UPDATE : WORDS[type];
}

function changeOf(step: PolicyStep): PolicyChange {
  const { target, policyName: policy } = step;
  if (step.kind === 'delete-policy') {
    return { type: step.kind, target, details: { policy } };
  }
  const { change } = step;
  const details = { change, policy, words: [...step.words], ...lossOf(step), ...approvalsOf(step) };
  return { type: step.kind, target, details };
}

function textOf({ type, target, details }: PolicyChange): string {
  const vault = parseResourceId(target)?.names[0] ?? '';
  const terms = type === 'put-policy' ? details.words.join(', ') : '';
  const loss =
    type === 'put-policy' && details.retentionLoss !== undefined
      ? `; ${lossWords(lossFrom(details.retentionLoss))}`
      : '';
  return `${nameOf(target)} in ${vault}${terms === '' ? '' : `: ${terms}`}${loss}`;
}
