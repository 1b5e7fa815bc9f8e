// Looks at a machine that was built from restored disks, until it runs or a while has passed, and says what was
// seen. What could not be seen is not called good.

import { adeExtensionOf, type AdeVolumeType } from '../../../domain/encryption/ade-extension.js';
import { powerStateOf } from '../../../domain/power-state.js';
import { sameName, type ResourceId } from '../../../domain/resource-id.js';
import type {
  AttachedDisk,
  DiskInstance,
  VirtualMachine,
} from '../../../domain/virtual-machine.js';
import type { VerificationDocument } from '../result.js';
import { AzbackupError } from '../../../errors/azbackup-error.js';
import type { CommandContext } from '../../context.js';
import { deadlineWithin, repeatUntil } from '../../../steps/waiting/repeat-until.js';

/** The agent of a machine that has just started reports within minutes. */
const MAX_VERIFY_SECONDS = 600;
const RETRY_INTERVAL_SECONDS = 15;

/** What is looked for. */
export interface Expected {
  readonly machineId: ResourceId;
  readonly encrypted: boolean;
  /** Which of its volumes were encrypted; undefined where nothing says it. */
  readonly volumes: AdeVolumeType | undefined;
  /** True where the ADE extension was put into it. */
  readonly adeExtension: boolean;
  /** Milliseconds since the Unix epoch. */
  readonly deadlineMilliseconds?: number | undefined;
}

/** What was seen, in the order in which it matters. */
export async function verifyMachine(
  context: CommandContext,
  expected: Expected,
): Promise<readonly VerificationDocument[]> {
  return repeatUntil(context, () => look(context, expected), {
    every: RETRY_INTERVAL_SECONDS,
    deadlineMilliseconds: deadlineWithin(
      context.clock.now(),
      MAX_VERIFY_SECONDS,
      expected.deadlineMilliseconds,
    ),
    settles: (looked) =>
      looked.every(({ status }) => status === 'verified') ||
      looked.some(({ what, status }) => what === 'provisioning' && status === 'failed'),
  });
}

async function look(
  context: CommandContext,
  expected: Expected,
): Promise<readonly VerificationDocument[]> {
  try {
    const machine = await (await context.services.virtualMachines()).get(expected.machineId);
    return machine === undefined
      ? [seen('provisioning', 'failed', 'the VM does not exist')]
      : verificationsOf(machine, expected);
  } catch (error) {
    if (error instanceof AzbackupError) {
      return [seen('provisioning', 'not-verified', error.message)];
    }
    throw error;
  }
}

/**
 * Without its key a volume is not open, and Azure does not look into a machine: its report may go by what the disks name.
 * @param lacking what volumes need and do not get; sentences without a full stop
 */
export function withLockedVolumes(
  verified: readonly VerificationDocument[],
  lacking: readonly string[],
): readonly VerificationDocument[] {
  return lacking.length === 0
    ? verified
    : verified.map((each) =>
        each.what === 'disk-encryption'
          ? seen(each.what, 'failed', `${each.detail}, but ${lacking.join(', and ')}`)
          : each,
      );
}

/** What a look at a machine says. Pure. */
function verificationsOf(
  machine: VirtualMachine,
  { encrypted, volumes, adeExtension }: Pick<Expected, 'encrypted' | 'volumes' | 'adeExtension'>,
): readonly VerificationDocument[] {
  return [
    provisioning(machine),
    power(machine),
    agent(machine),
    ...(encrypted ? [diskEncryption(machine, volumes)] : []),
    ...(adeExtension ? [extension(machine)] : []),
  ];
}

function seen(
  what: VerificationDocument['what'],
  status: VerificationDocument['status'],
  detail: string,
): VerificationDocument {
  return { what, status, detail };
}

function provisioning({ provisioningState }: VirtualMachine): VerificationDocument {
  const detail = `its provisioning state is ${provisioningState}`;
  switch (provisioningState.toLowerCase()) {
    case 'succeeded':
      return seen('provisioning', 'verified', detail);
    case 'failed':
      return seen('provisioning', 'failed', detail);
    default:
      return seen('provisioning', 'not-verified', detail);
  }
}

function power(machine: VirtualMachine): VerificationDocument {
  const state = powerStateOf(machine);
  return seen(
    'power-state',
    state === 'running' ? 'verified' : state === 'unknown' ? 'not-verified' : 'failed',
    state === 'unknown' ? 'its power state is not reported' : `it is ${state}`,
  );
}

/** An agent that answers is the one sign that the system inside has started. */
function agent({ instanceView }: VirtualMachine): VerificationDocument {
  const found = instanceView?.agent;
  return found?.ready === true
    ? seen('agent', 'verified', 'its agent is ready')
    : seen(
        'agent',
        'not-verified',
        found === undefined
          ? 'its agent has not reported yet'
          : `its agent reports ${found.displayStatus}`,
      );
}

const ENCRYPTION_STATE = 'encryptionstate/';
const ENCRYPTED = `${ENCRYPTION_STATE}encrypted`;

/** Good where every disk that was encrypted is reported so; where nothing says which were, every disk has to be. */
function diskEncryption(
  { disks, instanceView }: VirtualMachine,
  volumes: AdeVolumeType | undefined,
): VerificationDocument {
  const reported = instanceView?.disks.filter((disk) => isEncrypted(disk)) ?? [];
  const missing = disksOf(disks, volumes)
    .map(({ name }) => name)
    .filter((name) => !reported.some((disk) => sameName(disk.name, name)));
  const seenOf = `Azure reports ${reported.length} of ${disks.length} disks as encrypted`;
  if (missing.length === 0) {
    const only = reported.length < disks.length ? `; VolumeType was ${volumes ?? ''}` : '';
    return seen('disk-encryption', 'verified', `${seenOf}${only}`);
  }
  const doubt = volumes === undefined ? '; which of them were encrypted is unknown' : '';
  return seen('disk-encryption', 'not-verified', `${seenOf}, not ${missing.join(', ')}${doubt}`);
}

/** The disks of these volumes; all where the machine has none of them, as it is not the one that was meant then. */
function disksOf(
  disks: readonly AttachedDisk[],
  volumes: AdeVolumeType | undefined,
): readonly AttachedDisk[] {
  const role = { OS: 'os', Data: 'data', All: undefined }[volumes ?? 'All'];
  const chosen = disks.filter((disk) => role === undefined || disk.role === role);
  return chosen.length === 0 ? disks : chosen;
}

/** A state of encryption goes before settings, which a disk has before it is encrypted. */
function isEncrypted({ statusCodes, encryptionSettings }: DiskInstance): boolean {
  const states = statusCodes
    .map((code) => code.toLowerCase())
    .filter((code) => code.startsWith(ENCRYPTION_STATE));
  return states.length === 0
    ? encryptionSettings.some(({ enabled }) => enabled)
    : states.includes(ENCRYPTED);
}

function extension(machine: VirtualMachine): VerificationDocument {
  const outcome = adeExtensionOf(machine)?.outcome;
  switch (outcome) {
    case 'done':
      return seen('ade-extension', 'verified', 'the ADE extension has run in it');
    case 'failed':
      return seen('ade-extension', 'failed', 'the ADE extension has failed in it');
    case 'running':
    case undefined:
      return seen('ade-extension', 'not-verified', 'the ADE extension has not reported yet');
  }
}
