// Changes to come, one a line: `+ role assignment   azbackup-backup-reader on kv-prod`.

import { nameOf, parseResourceId } from '../../domain/resource-id.js';
import { counted } from '../counts.js';
import { isStepKind, stepWords, type StepWords } from '../step-words.js';
import { padEnd, shortenId, widest, wrapLines } from '../text-width.js';
import type { View } from '../view.js';

/** Names by id, of principals and subscriptions, where the caller knows them; the id is shown else. */
export type KnownNames = Readonly<Record<string, string>>;

/** A change as documents hold it. */
export interface Change {
  /** The step's kind. */
  readonly type: string;
  readonly target: string;
  /** What exactly is written, by the names that documents use. */
  readonly details: Readonly<Record<string, unknown>>;
}

const INDENT = 4;
const GUTTER = 3;

/** A heading with the number of changes, then the changes. */
export function formatChanges(
  changes: readonly Change[],
  view: View,
  names: KnownNames = {},
): string[] {
  if (changes.length === 0) {
    return ['Plan: no changes'];
  }
  const nouns = widest(changes.map((change) => changeWords(change).noun));
  return [
    view.theme.heading(`Plan: ${counted(changes.length, 'change')}`),
    ...changes.map((change) => formatChange(change, nouns + GUTTER, view, names)),
  ];
}

function formatChange(change: Change, nounWidth: number, view: View, names: KnownNames): string {
  const { sign, noun } = changeWords(change);
  const style = { '+': view.theme.ok, '~': view.theme.warn, '-': view.theme.fail }[sign];
  const indent = INDENT + nounWidth;
  const lines = wrapLines(describe(change, view, names), view.width - indent);
  return `  ${style(sign)} ${padEnd(noun, nounWidth)}${lines.join(`\n${' '.repeat(indent)}`)}`;
}

function changeWords({ type, details }: Change): Pick<StepWords, 'sign' | 'noun'> {
  return isStepKind(type) ? stepWords(type, details['change']) : { sign: '~', noun: type };
}

function describe(change: Change, view: View, names: KnownNames): string {
  const { type, target } = change;
  if (!isStepKind(type)) {
    return nameOf(target);
  }
  switch (type) {
    case 'put-role-definition':
      return roleDefinition(change, view, names);
    case 'put-role-assignment':
    case 'delete-role-assignment':
      return `${principal(change, view, names)} as ${text(change, 'roleName')} on ${nameOf(target)}`;
    case 'add-access-policy':
    case 'remove-access-policy':
      return `${principal(change, view, names)} on ${nameOf(target)}: ${permissions(change)}`;
    case 'create-vault': {
      const group = parseResourceId(target)?.resourceGroup ?? '';
      return `${nameOf(target)} in ${group}, ${text(change, 'location')}`;
    }
    case 'protect':
      return `${item(change)}, ${text(change, 'policy')}`;
    case 'resume':
      return `${item(change)} goes on, ${text(change, 'policy')}`;
    case 'change-policy': {
      const before = text(change, 'previousPolicy');
      return `${item(change)}, ${before === '' ? '' : `${before} -> `}${text(change, 'policy')}`;
    }
    case 'undelete':
      return `${item(change)}, back from soft delete`;
  }
}

function roleDefinition(change: Change, view: View, names: KnownNames): string {
  const scopes = list(change, 'assignableScopes').map((scope) => {
    const id = nameOf(scope);
    return names[id] ?? (view.terminal ? shortenId(id) : id);
  });
  const actions = counted(list(change, 'dataActions').length, 'data action');
  return `${text(change, 'roleName')}, ${actions}, assignable in ${scopes.join(', ')}`;
}

function permissions(change: Change): string {
  const keys = list(change, 'keys');
  const secrets = list(change, 'secrets');
  return [
    ...(keys.length > 0 ? [`keys ${keys.join(', ')}`] : []),
    ...(secrets.length > 0 ? [`secrets ${secrets.join(', ')}`] : []),
  ].join('; ');
}

function principal(change: Change, view: View, names: KnownNames): string {
  const objectId = text(change, 'principalId');
  const id = view.terminal ? shortenId(objectId) : objectId;
  const name = names[objectId];
  return name === undefined ? id : `${name} (${id})`;
}

/** The vault is the step's target. */
function item(change: Change): string {
  return `${nameOf(text(change, 'vm'))} in ${nameOf(change.target)}`;
}

function text({ details }: Change, key: string): string {
  const value = details[key];
  return typeof value === 'string' ? value : '';
}

function list({ details }: Change, key: string): string[] {
  const value = details[key];
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}
