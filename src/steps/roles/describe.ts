// What changes of access to key vaults are called, and how documents and plans show them.

import { nameOf } from '../../domain/resource-id.js';
import { counted } from '../../output/counts.js';
import { words, type PlanWording, type StepFamily, type StepWords } from '../family.js';
import type { RoleChange } from './changes.js';
import type { RoleStep } from './step.js';

const WORDS: Readonly<Record<RoleStep['kind'], StepWords>> = {
  'put-role-definition': words('+', 'role definition', 'creating', 'created'),
  'put-role-assignment': words('+', 'role assignment', 'creating', 'created'),
  'delete-role-assignment': words('-', 'role assignment', 'deleting', 'deleted'),
  'add-access-policy': words('+', 'access policy', 'adding', 'added'),
  'remove-access-policy': words('-', 'access policy', 'removing', 'removed'),
};

const EXTENSION = words('~', 'role definition', 'extending', 'extended');

/** The description of this family. */
export const roleFamily: StepFamily<RoleStep, RoleChange> = {
  isStep: (step): step is RoleStep => Object.hasOwn(WORDS, step.kind),
  isChange: (change): change is RoleChange => Object.hasOwn(WORDS, change.type),
  name(step) {
    const { noun, running, done } = wordsOf(changeOf(step));
    return { running, done, subject: `${noun} ${objectOf(step)}` };
  },
  change: changeOf,
  line(change, wording) {
    const { sign, noun } = wordsOf(change);
    return { sign, noun, text: textOf(change, wording) };
  },
};

function wordsOf({ type, details }: RoleChange): StepWords {
  return 'change' in details && details.change === 'extend' ? EXTENSION : WORDS[type];
}

function objectOf(step: RoleStep): string {
  switch (step.kind) {
    case 'put-role-definition':
      return step.roleName;
    case 'put-role-assignment':
    case 'delete-role-assignment':
      return `on ${nameOf(step.scope)}`;
    case 'add-access-policy':
    case 'remove-access-policy':
      return `of ${nameOf(step.target)}`;
  }
}

function changeOf(step: RoleStep): RoleChange {
  const { target } = step;
  switch (step.kind) {
    case 'put-role-definition': {
      const { change, roleName } = step;
      const dataActions = [...step.dataActions];
      const assignableScopes = [...step.assignableScopes];
      return {
        type: step.kind,
        target,
        details: { change, roleName, dataActions, assignableScopes },
      };
    }
    case 'put-role-assignment':
    case 'delete-role-assignment': {
      const { roleName, principalId, assignmentGuid: assignment } = step;
      return { type: step.kind, target, details: { roleName, principalId, assignment } };
    }
    case 'add-access-policy':
    case 'remove-access-policy': {
      const { principalId, keys, secrets } = step;
      const details = { principalId, keys: [...keys], secrets: [...secrets] };
      return { type: step.kind, target, details };
    }
  }
}

function textOf({ type, target, details }: RoleChange, wording: PlanWording): string {
  switch (type) {
    case 'put-role-definition':
      return definitionText(details, wording);
    case 'put-role-assignment':
    case 'delete-role-assignment':
      return `${wording.principal(details.principalId)} as ${details.roleName} on ${nameOf(target)}`;
    case 'add-access-policy':
    case 'remove-access-policy':
      return `${wording.principal(details.principalId)} on ${nameOf(target)}: ${permissions(details)}`;
  }
}

function definitionText(
  {
    roleName,
    dataActions,
    assignableScopes,
  }: Extract<RoleChange, { type: 'put-role-definition' }>['details'],
  wording: PlanWording,
): string {
  const scopes = assignableScopes.map((scope) => wording.subscription(nameOf(scope))).join(', ');
  return `${roleName}, ${counted(dataActions.length, 'data action')}, assignable in ${scopes}`;
}

function permissions({
  keys,
  secrets,
}: {
  readonly keys: readonly string[];
  readonly secrets: readonly string[];
}): string {
  return [
    ...(keys.length > 0 ? [`keys ${keys.join(', ')}`] : []),
    ...(secrets.length > 0 ? [`secrets ${secrets.join(', ')}`] : []),
  ].join('; ');
}
