// What the steps of a plan are called: before, while and after they run.

import { forKind, type ByKind } from '../domain/by-kind.js';
import { nameOf, type ResourceId } from '../domain/resource-id.js';
import type { Step } from '../steps/plan.js';
import { jobSubject } from './job-words.js';

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
  'set-vault-redundancy': words('~', 'vault', 'changing', 'changed'),
  'set-soft-delete-days': words('~', 'vault', 'changing', 'changed'),
  protect: words('+', 'protected item', 'protecting', 'protected'),
  resume: words('~', 'protected item', 'resuming', 'resumed'),
  'change-policy': words('~', 'protected item', 'changing', 'changed'),
  backup: words('+', 'backup', 'starting', 'started'),
  'cancel-job': words('~', 'job', 'cancelling', 'asked to cancel'),
  undelete: words('~', 'protected item', 'undeleting', 'undeleted'),
  'put-policy': words('+', 'backup policy', 'creating', 'created'),
  'delete-policy': words('-', 'backup policy', 'deleting', 'deleted'),
  'recover-key': words('+', 'key', 'recovering', 'recovered'),
  'recover-secret': words('+', 'secret', 'recovering', 'recovered'),
  'restore-key': words('+', 'key', 'restoring', 'restored'),
  'restore-secret': words('+', 'secret', 'restoring', 'restored'),
  'set-secret': words('+', 'secret', 'setting', 'set'),
  'restore-disks': words('+', 'disks', 'restoring', 'restored'),
  'set-disk-encryption': words('~', 'disk', 'setting', 'set'),
  'create-interface': words('+', 'network interface', 'creating', 'created'),
  'create-machine': words('+', 'virtual machine', 'creating', 'created'),
  'put-ade-extension': words('+', 'extension', 'installing', 'installed'),
  'delete-staging': words('-', 'staging blobs', 'deleting', 'deleted'),
  stop: words('~', 'protected item', 'stopping', 'stopped'),
  'delete-data': words('-', 'protected item', 'deleting', 'deleted'),
};

/** Kinds that may also change what is there already, by the change's own word. */
const CHANGING: Readonly<Record<string, StepWords>> = {
  'put-role-definition extend': words('~', 'role definition', 'extending', 'extended'),
  'put-policy update': words('~', 'backup policy', 'changing', 'changed'),
};

/** True for the kinds of steps there are; documents hold them as plain text. */
export function isStepKind(text: string): text is Step['kind'] {
  return Object.hasOwn(WORDS, text);
}

/** The words for a kind of step; `change` tells a role or policy that exists already from a new one. */
export function stepWords(kind: Step['kind'], change?: unknown): StepWords {
  return CHANGING[`${kind} ${String(change)}`] ?? WORDS[kind];
}

/** The words for a step. */
export function wordsOf(step: Step): StepWords {
  return stepWords(step.kind, 'change' in step ? step.change : undefined);
}

const onVm = (step: { readonly vmId: ResourceId }): string => nameOf(step.vmId);

const onKeyVaultObject = (step: Step & { readonly objectName: string }): string =>
  `${wordsOf(step).noun} ${step.objectName} of ${nameOf(step.target)}`;

const onPolicy = (step: Step & { readonly policyName: string }): string =>
  `${wordsOf(step).noun} ${step.policyName}`;

const SUBJECTS: ByKind<Step, [], string> = {
  'put-role-definition': (step) => `${wordsOf(step).noun} ${step.roleName}`,
  'put-role-assignment': (step) => `${wordsOf(step).noun} on ${nameOf(step.scope)}`,
  'delete-role-assignment': (step) => `${wordsOf(step).noun} on ${nameOf(step.scope)}`,
  'add-access-policy': (step) => `${wordsOf(step).noun} of ${nameOf(step.target)}`,
  'remove-access-policy': (step) => `${wordsOf(step).noun} of ${nameOf(step.target)}`,
  'create-vault': (step) => `${wordsOf(step).noun} ${nameOf(step.target)}`,
  'set-vault-redundancy': (step) => `redundancy of ${nameOf(step.target)}`,
  'set-soft-delete-days': (step) => `soft delete of ${nameOf(step.target)}`,
  'change-policy': (step) => `policy of ${onVm(step)}`,
  protect: onVm,
  resume: onVm,
  undelete: onVm,
  stop: onVm,
  backup: (step) => `backup of ${onVm(step)}`,
  'cancel-job': (step) => jobSubject({ operation: step.operation, vm: step.vmName }),
  'delete-data': (step) => `backups of ${onVm(step)}`,
  'recover-key': onKeyVaultObject,
  'recover-secret': onKeyVaultObject,
  'restore-key': onKeyVaultObject,
  'restore-secret': onKeyVaultObject,
  'set-secret': onKeyVaultObject,
  'restore-disks': (step) => `disks of ${onVm(step)}`,
  'set-disk-encryption': (step) => `encryption settings of the OS disk of ${onVm(step)}`,
  'create-interface': (step) => `${wordsOf(step).noun} ${nameOf(step.target)}`,
  'create-machine': (step) => `${wordsOf(step).noun} ${nameOf(step.target)}`,
  'put-ade-extension': (step) => `${step.extensionType} on ${nameOf(step.target)}`,
  'delete-staging': (step) => `${wordsOf(step).noun} in ${nameOf(step.target)}`,
  'put-policy': onPolicy,
  'delete-policy': onPolicy,
};

/** What a step works on, to follow either participle. */
export function stepSubject(step: Step): string {
  return forKind(SUBJECTS, step);
}

function words(sign: StepWords['sign'], noun: string, running: string, done: string): StepWords {
  return { sign, noun, running, done };
}
