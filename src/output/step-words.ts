// What the steps of a plan are called: before, while and after they run.

import { nameOf } from '../domain/resource-id.js';
import type { Step } from '../plans/plan.js';

/** The words for one kind of step. */
export interface StepWords {
  /** What happens to the resource: `+` appears, `~` changes, `-` goes. */
  readonly sign: '+' | '~' | '-';
  /** What kind of thing it is. */
  readonly noun: string;
  /** Present participle, while it runs. */
  readonly running: string;
  /** Past participle, when it is done. */
  readonly done: string;
}

const WORDS: Readonly<Record<Step['kind'], StepWords>> = {
  'put-role-definition': words('+', 'role definition', 'creating', 'created'),
  'put-role-assignment': words('+', 'role assignment', 'creating', 'created'),
  'delete-role-assignment': words('-', 'role assignment', 'deleting', 'deleted'),
  'add-access-policy': words('+', 'access policy', 'adding', 'added'),
  'remove-access-policy': words('-', 'access policy', 'removing', 'removed'),
  'create-vault': words('+', 'vault', 'creating', 'created'),
  protect: words('+', 'protected item', 'protecting', 'protected'),
  resume: words('~', 'protected item', 'resuming', 'resumed'),
  'change-policy': words('~', 'protected item', 'changing', 'changed'),
  undelete: words('~', 'protected item', 'undeleting', 'undeleted'),
};

const EXTENDING = words('~', 'role definition', 'extending', 'extended');

/** True for the kinds of steps there are; documents hold them as plain text. */
export function isStepKind(text: string): text is Step['kind'] {
  return Object.hasOwn(WORDS, text);
}

/** The words for a kind of step; `change` tells a role that exists already from a new one. */
export function stepWords(kind: Step['kind'], change?: unknown): StepWords {
  return kind === 'put-role-definition' && change === 'extend' ? EXTENDING : WORDS[kind];
}

/** The words for a step. */
export function wordsOf(step: Step): StepWords {
  return stepWords(step.kind, 'change' in step ? step.change : undefined);
}

/** What a step works on, to follow either participle. */
export function stepSubject(step: Step): string {
  const { noun } = wordsOf(step);
  switch (step.kind) {
    case 'put-role-definition':
      return `${noun} ${step.roleName}`;
    case 'put-role-assignment':
    case 'delete-role-assignment':
      return `${noun} on ${nameOf(step.scope)}`;
    case 'add-access-policy':
    case 'remove-access-policy':
      return `${noun} of ${nameOf(step.target)}`;
    case 'create-vault':
      return `${noun} ${nameOf(step.target)}`;
    case 'change-policy':
      return `policy of ${nameOf(step.vmId)}`;
    case 'protect':
    case 'resume':
    case 'undelete':
      return nameOf(step.vmId);
  }
}

function words(sign: StepWords['sign'], noun: string, running: string, done: string): StepWords {
  return { sign, noun, running, done };
}
