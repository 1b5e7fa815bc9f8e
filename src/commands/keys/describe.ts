// What steps on keys and secrets are called, and how documents and plans show them.

import { nameOf } from '../../domain/resource-id.js';
import { tagsOf } from '../../steps/change.js';
import { words, type StepFamily, type StepWords } from '../../steps/family.js';
import type { KeyChange } from './changes.js';
import type { KeyStep } from './step.js';

const WORDS: Readonly<Record<KeyStep['kind'], StepWords>> = {
  'recover-key': words('+', 'key', 'recovering', 'recovered'),
  'recover-secret': words('+', 'secret', 'recovering', 'recovered'),
  'restore-key': words('+', 'key', 'restoring', 'restored'),
  'restore-secret': words('+', 'secret', 'restoring', 'restored'),
  'set-secret': words('+', 'secret', 'setting', 'set'),
};

/** The description of this family. */
export const keyFamily: StepFamily<KeyStep, KeyChange> = {
  isStep: (step): step is KeyStep => Object.hasOwn(WORDS, step.kind),
  isChange: (change): change is KeyChange => Object.hasOwn(WORDS, change.type),
  name({ kind, objectName, target }) {
    const { noun, running, done } = WORDS[kind];
    return { running, done, subject: `${noun} ${objectName} of ${nameOf(target)}` };
  },
  change: changeOf,
  line(change) {
    const { sign, noun } = WORDS[change.type];
    return { sign, noun, text: textOf(change) };
  },
};

function changeOf(step: KeyStep): KeyChange {
  const { target, objectName, version } = step;
  const object = { objectName, ...(version === undefined ? {} : { version }) };
  if (step.kind !== 'set-secret') {
    return { type: step.kind, target, details: object };
  }
  const { kind: type, contentType } = step;
  return { type, target, details: { ...object, contentType, tags: tagsOf(step) } };
}

function textOf({ type, target, details }: KeyChange): string {
  const { objectName, version = '' } = details;
  const object = `${objectName} of ${nameOf(target)}`;
  switch (type) {
    case 'recover-key':
    case 'recover-secret':
      return `${object}, recovered from soft delete`;
    case 'restore-key':
    case 'restore-secret':
      return `${object}, version ${version}, from its backup`;
    case 'set-secret':
      return `${object}, as a new version in the place of ${version}`;
  }
}
