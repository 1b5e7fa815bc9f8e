// Looks at a machine that was built from restored disks, until it runs or a while has passed, and says what was
// seen. What could not be seen is not called good.

import { adeExtensionOf } from '../../../domain/encryption/ade-extension.js';
import { powerStateOf } from '../../../domain/power-state.js';
import type { ResourceId } from '../../../domain/resource-id.js';
import type { VirtualMachine } from '../../../domain/virtual-machine.js';
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

/** What a look at a machine says. Pure. */
function verificationsOf(
  machine: VirtualMachine,
  { encrypted, adeExtension }: Pick<Expected, 'encrypted' | 'adeExtension'>,
): readonly VerificationDocument[] {
  return [
    provisioning(machine),
    power(machine),
    agent(machine),
    ...(encrypted ? [diskEncryption(machine)] : []),
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

const ENCRYPTED = 'encryptionstate/encrypted';

function diskEncryption({ instanceView }: VirtualMachine): VerificationDocument {
  const disks = instanceView?.disks ?? [];
  const said = disks.filter(({ statusCodes, encryptionSettings }) => {
    const codes = statusCodes.map((code) => code.toLowerCase());
    return codes.includes(ENCRYPTED) || encryptionSettings.some(({ enabled }) => enabled);
  });
  return said.length === 0
    ? seen('disk-encryption', 'not-verified', 'its disk encryption is not reported')
    : seen(
        'disk-encryption',
        'verified',
        `Azure reports ${said.length} of ${disks.length} disks as encrypted`,
      );
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
