// What changes of vaults are called, and how documents and plans show them.

import { nameOf, parseResourceId } from '../../domain/resource-id.js';
import { counted } from '../../output/counts.js';
import { redundancyWords } from '../../output/views/redundancy-words.js';
import type { VaultStorageSettings } from '../../services/services.js';
import { words, type StepFamily, type StepWords } from '../family.js';
import type { VaultChange } from './changes.js';
import type { VaultStep } from './step.js';

const WORDS: Readonly<Record<VaultStep['kind'], StepWords>> = {
  'create-vault': words('+', 'vault', 'creating', 'created'),
  'set-vault-redundancy': words('~', 'vault', 'changing', 'changed'),
  'set-soft-delete-days': words('~', 'vault', 'changing', 'changed'),
};

const SUBJECTS: Readonly<Record<VaultStep['kind'], string>> = {
  'create-vault': 'vault',
  'set-vault-redundancy': 'redundancy of',
  'set-soft-delete-days': 'soft delete of',
};

/** The description of this family. */
export const vaultFamily: StepFamily<VaultStep, VaultChange> = {
  isStep: (step): step is VaultStep => Object.hasOwn(WORDS, step.kind),
  isChange: (change): change is VaultChange => Object.hasOwn(WORDS, change.type),
  name({ kind, target }) {
    const { running, done } = WORDS[kind];
    return { running, done, subject: `${SUBJECTS[kind]} ${nameOf(target)}` };
  },
  change: changeOf,
  line(change) {
    const { sign, noun } = WORDS[change.type];
    return { sign, noun, text: textOf(change) };
  },
};

function changeOf(step: VaultStep): VaultChange {
  const { target } = step;
  switch (step.kind) {
    case 'create-vault':
      return {
        type: step.kind,
        target,
        details: { location: step.location, ...storageDetails(step) },
      };
    case 'set-vault-redundancy':
      return { type: step.kind, target, details: storageDetails(step) };
    case 'set-soft-delete-days': {
      const { days, previousDays } = step;
      const before = previousDays === undefined ? {} : { previousDays };
      return { type: step.kind, target, details: { days, ...before } };
    }
  }
}

function storageDetails({ redundancy, crossRegionRestore }: VaultStorageSettings): {
  redundancy?: string;
  crossRegionRestore?: boolean;
} {
  return {
    ...(redundancy === undefined ? {} : { redundancy }),
    ...(crossRegionRestore === undefined ? {} : { crossRegionRestore }),
  };
}

function textOf({ type, target, details }: VaultChange): string {
  const vault = nameOf(target);
  switch (type) {
    case 'create-vault': {
      const group = parseResourceId(target)?.resourceGroup ?? '';
      return [`${vault} in ${group}`, details.location, ...storageWords(details)].join(', ');
    }
    case 'set-vault-redundancy':
      return [vault, ...storageWords(details)].join(', ');
    case 'set-soft-delete-days': {
      const { days, previousDays } = details;
      const lead = previousDays === undefined ? '' : `${previousDays} -> `;
      return `${vault}, soft delete keeps deleted backups ${lead}${counted(days, 'day')}`;
    }
  }
}

/** How a vault stores its data, as far as the step says. */
function storageWords({
  redundancy,
  crossRegionRestore,
}: Extract<VaultChange, { type: 'set-vault-redundancy' }>['details']): string[] {
  return [
    ...(redundancy === undefined ? [] : [redundancyWords(redundancy)]),
    ...(crossRegionRestore === true ? ['cross-region restore'] : []),
  ];
}
