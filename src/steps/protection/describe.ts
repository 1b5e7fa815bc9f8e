// What changes of protected items are called, and how documents and plans show them.

import { lossWords } from '../../domain/recovery/retention-loss.js';
import { nameOf } from '../../domain/resource-id.js';
import { counted } from '../../output/counts.js';
import { lossFrom, lossOf, type RetentionLossDocument } from '../retention-loss.js';
import { approvalsOf } from '../change.js';
import { words, type StepFamily, type StepWords } from '../family.js';
import type { ProtectionChange } from './changes.js';
import type { ProtectionStep } from './step.js';

const WORDS: Readonly<Record<ProtectionStep['kind'], StepWords>> = {
  protect: words('+', 'protected item', 'protecting', 'protected'),
  resume: words('~', 'protected item', 'resuming', 'resumed'),
  'change-policy': words('~', 'protected item', 'changing', 'changed'),
  undelete: words('~', 'protected item', 'undeleting', 'undeleted'),
  stop: words('~', 'protected item', 'stopping', 'stopped'),
  'delete-data': words('-', 'protected item', 'deleting', 'deleted'),
};

/** The description of this family. */
export const protectionFamily: StepFamily<ProtectionStep, ProtectionChange> = {
  isStep: (step): step is ProtectionStep => Object.hasOwn(WORDS, step.kind),
  isChange: (change): change is ProtectionChange => Object.hasOwn(WORDS, change.type),
  name(step) {
    const { running, done } = WORDS[step.kind];
    return { running, done, subject: subjectOf(step) };
  },
  change: changeOf,
  line(change) {
    const { sign, noun } = WORDS[change.type];
    return { sign, noun, text: textOf(change) };
  },
};

function subjectOf({ kind, vmId }: ProtectionStep): string {
  const vm = nameOf(vmId);
  switch (kind) {
    case 'change-policy':
      return `policy of ${vm}`;
    case 'delete-data':
      return `backups of ${vm}`;
    case 'protect':
    case 'resume':
    case 'undelete':
    case 'stop':
      return vm;
  }
}

function changeOf(step: ProtectionStep): ProtectionChange {
  const { target, vmId: vm } = step;
  const approvals = approvalsOf(step);
  switch (step.kind) {
    case 'protect':
    case 'resume':
    case 'change-policy': {
      const { policyName: policy, previousPolicyName: previousPolicy } = step;
      const before = previousPolicy === undefined ? {} : { previousPolicy };
      const details = { vm, policy, ...before, ...lossOf(step), ...approvals };
      return { type: step.kind, target, details };
    }
    case 'undelete':
      return { type: step.kind, target, details: { vm, ...approvals } };
    case 'stop':
      return { type: step.kind, target, details: { vm, retention: step.retention, ...approvals } };
    case 'delete-data': {
      const { recoveryPoints, keptDays } = step;
      const points = recoveryPoints === undefined ? {} : { recoveryPoints };
      return { type: step.kind, target, details: { vm, ...points, keptDays, ...approvals } };
    }
  }
}

function textOf({ type, target, details }: ProtectionChange): string {
  const item = `${nameOf(details.vm)} in ${nameOf(target)}`;
  switch (type) {
    case 'protect':
      return `${item}, ${details.policy}${lossText(details)}`;
    case 'resume':
      return `${item} resumed, ${details.policy}${lossText(details)}`;
    case 'change-policy': {
      const { policy, previousPolicy = '' } = details;
      return `${item}, ${previousPolicy === '' ? '' : `${previousPolicy} -> `}${policy}${lossText(details)}`;
    }
    case 'undelete':
      return `${item}, recovered from soft delete`;
    case 'stop':
      return details.retention === 'per-policy'
        ? `${item}, backups stopped; recovery points expire by policy`
        : `${item}, backups stopped; recovery points kept indefinitely`;
    case 'delete-data':
      return `${item}, ${deletionText(details)}`;
  }
}

function lossText({
  retentionLoss: loss,
}: {
  retentionLoss?: RetentionLossDocument | undefined;
}): string {
  return loss === undefined ? '' : `; ${lossWords(lossFrom(loss))}`;
}

function deletionText({
  recoveryPoints,
  keptDays,
}: Extract<ProtectionChange, { type: 'delete-data' }>['details']): string {
  const what =
    recoveryPoints === undefined
      ? 'all its recovery points'
      : counted(recoveryPoints, 'recovery point');
  return keptDays === 0
    ? `${what} permanently deleted: soft delete is off`
    : `${what} deleted; soft delete keeps them ${counted(keptDays, 'day')}`;
}
