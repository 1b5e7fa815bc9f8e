// From what was read of a machine to its steps, and from these to the document of `azbackup retirement plan`.

import { vaultNameOf } from '../../../domain/keys/key-vault-url.js';
import { machineKind } from '../../../domain/retirement/machine-kind.js';
import { ADE_RETIREMENT } from '../../../domain/retirement/deadline.js';
import { planMove } from '../../../domain/retirement/move/plan-move.js';
import type { MoveFacts, MoveItem, MoveStep } from '../../../domain/retirement/move/step.js';
import type { Instant } from '../../../domain/time/instant.js';
import { itemError, resourceDocument } from '../../results/machines.js';
import type { FailedSubject, SubjectReading } from '../gather.js';
import { wayOutOf } from '../inventory.report.js';
import type { MachineReading } from '../machine.js';
import { keepsRetention } from '../policy-advice.js';
import type { RetirementPlanItem } from './result.js';

/** What the plans of all machines have in common. */
export interface PlanQuestion {
  readonly deadline: Instant;
  readonly backupAppId: string | undefined;
  /** Names that several of the machines have, in small letters: only an id means one of them. */
  readonly sharedNames: ReadonlySet<string>;
}

/** The plan of a machine. */
export function planItem(
  reading: SubjectReading | FailedSubject,
  question: PlanQuestion,
): RetirementPlanItem {
  const { target } = reading.subject;
  const vm = resourceDocument(target.id, target.name);
  if ('error' in reading) {
    const reason = 'it could not be looked at';
    const nothing = { drain: 'unknown' as const, drainDay: null, steps: [] };
    return { vm, outcome: 'failed', reason, ...nothing, error: itemError(reading.error) };
  }
  const facts = moveFacts(reading, question);
  const { steps, drain } = planMove(facts);
  return {
    vm,
    outcome: facts.wayOut.way,
    reason: facts.wayOut.reason,
    drain: drain.kind,
    drainDay: drain.day ?? null,
    steps: steps.map((step) => stepDocument(step)),
    error: null,
  };
}

/** True where something that the plan depends on could not be read. */
export function isUnread(reading: SubjectReading | FailedSubject): boolean {
  return (
    'error' in reading ||
    reading.machine.status === 'unknown' ||
    reading.items.some(({ points }) => points.status === 'unread')
  );
}

function stepDocument(step: MoveStep): RetirementPlanItem['steps'][number] {
  const { id, what, why, by = null, notBefore = null, commands = [], guest = [] } = step;
  return { id, what, why, by, notBefore, next: [...commands], guest: [...guest] };
}

function moveFacts(
  reading: SubjectReading,
  { deadline, backupAppId, sharedNames }: PlanQuestion,
): MoveFacts {
  const { target } = reading.subject;
  return {
    vmWord: sharedNames.has(target.name.toLowerCase()) ? target.id : target.name,
    wayOut: wayOutOf(reading, deadline),
    deadline,
    ...(deadline === ADE_RETIREMENT ? {} : { deadlineWord: deadline }),
    ...machineFacts(reading.machine),
    items: reading.items.map((item) => moveItem(item)),
    ...(backupAppId === undefined ? {} : { backupAppId }),
  };
}

type OfMachine = Pick<MoveFacts, 'vm' | 'kind' | 'volumes' | 'sizeCanEncryptAtHost' | 'keyVaults'>;

function machineFacts(machine: MachineReading): OfMachine {
  if (machine.status !== 'there') {
    return { keyVaults: [] };
  }
  const { vm, encryption, volumes, sizeCanEncryptAtHost } = machine;
  const used = encryption.kind === 'ade' ? [...encryption.secrets, ...encryption.keys] : [];
  const kind = machineKind(vm);
  return {
    vm,
    volumes,
    ...(kind === undefined ? {} : { kind }),
    ...(sizeCanEncryptAtHost === undefined ? {} : { sizeCanEncryptAtHost }),
    keyVaults: [...new Set(used.map(({ vaultUrl }) => vaultNameOf(vaultUrl)))],
  };
}

function moveItem({ target, life, points }: SubjectReading['items'][number]): MoveItem {
  const { vault, item } = target;
  const policy = item.policyName ?? '';
  return {
    vault: vault.name,
    immutable: keepsRetention(vault),
    ...(policy === '' ? {} : { policy }),
    life,
    ends:
      points.status === 'unread'
        ? undefined
        : points.points.filter(({ point }) => point.encrypted).map(({ end }) => end),
  };
}
