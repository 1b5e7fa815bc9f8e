// Changes to come, one a line: `+ role assignment   azbackup-backup-reader on kv-prod`.

import { nameOf, parseResourceId } from '../../domain/resource-id.js';
import type { Step } from '../../steps/plan.js';
import { counted } from '../counts.js';
import { formatInBothZones } from '../instants.js';
import { jobSubject } from '../job-words.js';
import { isStepKind, stepWords, type StepWords } from '../step-words.js';
import { padEnd, shortenId, widest, wrapLines } from '../text-width.js';
import type { View } from '../view.js';
import { redundancyWords } from './redundancy-words.js';

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

type Description = (change: Change, view: View, names: KnownNames) => string;

const roleAssignment: Description = (change, view, names) =>
  `${principal(change, view, names)} as ${text(change, 'roleName')} on ${nameOf(change.target)}`;

const accessPolicy: Description = (change, view, names) =>
  `${principal(change, view, names)} on ${nameOf(change.target)}: ${permissions(change)}`;

const backupPolicy: Description = (change) => {
  const vault = parseResourceId(change.target)?.names[0] ?? '';
  const words = list(change, 'words').join(', ');
  return `${nameOf(change.target)} in ${vault}${words === '' ? '' : `: ${words}`}`;
};

/** The key vault is the step's target. */
const keyObject = (change: Change): string =>
  `${text(change, 'objectName')} of ${nameOf(change.target)}`;

const recoveredObject: Description = (change) => `${keyObject(change)}, back from soft delete`;

const restoredObject: Description = (change) =>
  `${keyObject(change)}, version ${text(change, 'version')}, from its backup`;

/** What stands behind the noun, by kind of step. */
const DESCRIPTIONS: Readonly<Record<Step['kind'], Description>> = {
  'put-role-definition': roleDefinition,
  'put-role-assignment': roleAssignment,
  'delete-role-assignment': roleAssignment,
  'add-access-policy': accessPolicy,
  'remove-access-policy': accessPolicy,
  'create-vault': (change) => {
    const group = parseResourceId(change.target)?.resourceGroup ?? '';
    const place = `${nameOf(change.target)} in ${group}`;
    return [place, text(change, 'location'), ...keeping(change)].join(', ');
  },
  'set-vault-redundancy': (change) => [nameOf(change.target), ...keeping(change)].join(', '),
  'set-soft-delete-days': (change) => {
    const before = number(change, 'previousDays');
    const lead = before === undefined ? '' : `${before} -> `;
    const days = counted(number(change, 'days') ?? 0, 'day');
    return `${nameOf(change.target)}, soft delete keeps deleted backups ${lead}${days}`;
  },
  protect: (change) => `${item(change)}, ${text(change, 'policy')}`,
  resume: (change) => `${item(change)} goes on, ${text(change, 'policy')}`,
  'change-policy': (change) => {
    const before = text(change, 'previousPolicy');
    return `${item(change)}, ${before === '' ? '' : `${before} -> `}${text(change, 'policy')}`;
  },
  backup: (change, view) =>
    `${item(change)}, kept until ${formatInBothZones(text(change, 'expiry'), view)}`,
  'cancel-job': (change) =>
    `${jobSubject({ operation: text(change, 'operation'), vm: text(change, 'vmName') })}, cancelled`,
  undelete: (change) => `${item(change)}, back from soft delete`,
  stop: (change) =>
    text(change, 'retention') === 'per-policy'
      ? `${item(change)}, no more backups; its recovery points expire as its policy says`
      : `${item(change)}, no more backups; its recovery points are kept for good`,
  'delete-data': (change) => `${item(change)}, ${deletedPoints(change)}`,
  'recover-key': recoveredObject,
  'recover-secret': recoveredObject,
  'restore-key': restoredObject,
  'restore-secret': restoredObject,
  'set-secret': (change) =>
    `${keyObject(change)}, as a new version in the place of ${text(change, 'version')}`,
  'restore-disks': (change) => {
    const joins = text(change, 'joins');
    const point = `of ${nameOf(text(change, 'vm'))}, recovery point ${text(change, 'recoveryPoint')}`;
    const place = `to ${nameOf(change.target)}, staged in ${nameOf(text(change, 'stagingAccount'))}`;
    return `${point}, ${place}${joins === '' ? '' : `; job ${joins} goes on already`}`;
  },
  'set-disk-encryption': (change) =>
    `OS disk restored from ${nameOf(text(change, 'vm'))}, to name key and secret where they are now`,
  'create-interface': (change) => {
    const address = text(change, 'privateAddress');
    const words = address === '' ? 'a dynamic private address' : address;
    return `${nameOf(change.target)} in subnet ${nameOf(text(change, 'subnet'))}, ${words}, no public one`;
  },
  'create-machine': (change) =>
    [
      `${nameOf(change.target)} from the restored disks`,
      text(change, 'osType'),
      text(change, 'size'),
    ]
      .filter((word) => word !== '')
      .join(', '),
  'put-ade-extension': (change) => `${text(change, 'extensionType')} on ${nameOf(change.target)}`,
  'delete-staging': (change) =>
    change.details['keepsTemplate'] === true
      ? `in ${nameOf(change.target)}, those with key material; the template stays`
      : `in ${nameOf(change.target)}`,
  'put-policy': backupPolicy,
  'delete-policy': backupPolicy,
};

function describe(change: Change, view: View, names: KnownNames): string {
  const { type, target } = change;
  return isStepKind(type) ? DESCRIPTIONS[type](change, view, names) : nameOf(target);
}

/** How a vault keeps its data, as far as the step says. */
function keeping(change: Change): string[] {
  const redundancy = text(change, 'redundancy');
  const crossRegion = change.details['crossRegionRestore'];
  return [
    ...(redundancy === '' ? [] : [redundancyWords(redundancy)]),
    ...(crossRegion === true ? ['cross-region restore'] : []),
  ];
}

function deletedPoints(change: Change): string {
  const points = number(change, 'recoveryPoints');
  const days = number(change, 'keptDays') ?? 0;
  const what = points === undefined ? 'all its recovery points' : counted(points, 'recovery point');
  return days === 0
    ? `${what} gone for good: soft delete is off`
    : `${what} deleted; soft delete keeps them ${counted(days, 'day')}`;
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

function number({ details }: Change, key: string): number | undefined {
  const value = details[key];
  return typeof value === 'number' ? value : undefined;
}

function list({ details }: Change, key: string): string[] {
  const value = details[key];
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}
