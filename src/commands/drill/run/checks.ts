// From what was seen of the restored VM to checks that passed, failed, or say nothing.

import type { DrillCheck, DrillCheckName } from '../../../domain/drill/verdict.js';
import { sameName } from '../../../domain/resource-id.js';
import type { VirtualMachine } from '../../../domain/virtual-machine.js';
import type { VerificationDocument } from '../../restore/result.js';

/** The checks on how the VM starts that were asked for; `extensions` and `script` are looked at by themselves. */
export function startChecks(
  verified: readonly VerificationDocument[],
  {
    wanted,
    encrypted,
  }: { readonly wanted: readonly DrillCheckName[]; readonly encrypted: boolean },
): readonly DrillCheck[] {
  const of = (what: VerificationDocument['what']): VerificationDocument | undefined =>
    verified.find((each) => each.what === what);
  const checks: readonly DrillCheck[] = [
    boots(of('provisioning'), of('power-state'), of('agent')),
    one('agent', of('agent')),
    encrypted
      ? encryption(of('disk-encryption'), of('ade-extension'))
      : { check: 'encryption', outcome: 'passed', observed: 'the recovery point has no ADE' },
  ];
  return checks.filter(({ check }) => wanted.includes(check));
}

const OUTCOMES = {
  verified: 'passed',
  failed: 'failed',
  'not-verified': 'inconclusive',
} as const satisfies Record<VerificationDocument['status'], DrillCheck['outcome']>;

function one(check: DrillCheckName, seen: VerificationDocument | undefined): DrillCheck {
  return seen === undefined
    ? { check, outcome: 'inconclusive', observed: 'it was not looked at' }
    : { check, outcome: OUTCOMES[seen.status], observed: seen.detail };
}

/** A VM that waits for its key at its boot screen is running to Azure: only what speaks from within shows that it started. */
function boots(
  provisioning: VerificationDocument | undefined,
  power: VerificationDocument | undefined,
  agent: VerificationDocument | undefined,
): DrillCheck {
  const bad = [provisioning, power].find((each) => each?.status !== 'verified');
  if (provisioning === undefined || power === undefined || bad !== undefined) {
    return one('boots', bad ?? provisioning);
  }
  return agent?.status === 'verified'
    ? { check: 'boots', outcome: 'passed', observed: `${power.detail}, and its agent reports` }
    : {
        check: 'boots',
        outcome: 'inconclusive',
        observed: `${power.detail}, but nothing in it has reported: it may be waiting for its key`,
      };
}

/** Disks that Azure does not report as encrypted are not what was backed up, however well the VM runs. */
function encryption(
  disks: VerificationDocument | undefined,
  extension: VerificationDocument | undefined,
): DrillCheck {
  return extension !== undefined && extension.status !== 'verified' && disks?.status === 'verified'
    ? one('encryption', extension)
    : one('encryption', disks);
}

/** Azure Backup puts its own extension into a VM with its first backup, which a restored VM has not had: "Back up Azure VMs". */
const BACKUP_PUBLISHER = 'Microsoft.Azure.RecoveryServices';

/** Whether the VM has the extensions of the one that was backed up, but for that of Azure Backup itself. */
export function extensionCheck(
  source: Pick<VirtualMachine, 'extensions'> | undefined,
  restored: Pick<VirtualMachine, 'extensions'> | undefined,
): DrillCheck {
  const check = 'extensions';
  if (source === undefined || restored === undefined) {
    const which = source === undefined ? 'the original VM' : 'the restored VM';
    return { check, outcome: 'inconclusive', observed: `${which} cannot be looked at` };
  }
  const expected = source.extensions.filter(
    ({ publisher }) => !sameName(publisher, BACKUP_PUBLISHER),
  );
  const missing = expected.filter(
    (wanted) => !restored.extensions.some((each) => isSameExtension(each, wanted)),
  );
  const failed = restored.extensions.filter(
    (each) => !isStarting(each) && !sameName(each.provisioningState, 'Succeeded'),
  );
  const starting = restored.extensions.filter((each) => isStarting(each));
  const words = [
    ...missing.map(({ name }) => `${name} is not there`),
    ...[...failed, ...starting].map(
      ({ name, provisioningState }) => `${name} is ${provisioningState}`,
    ),
  ];
  if (words.length === 0) {
    return { check, outcome: 'passed', observed: `all ${expected.length} are there` };
  }
  const isFailed = missing.length > 0 || failed.length > 0;
  return { check, outcome: isFailed ? 'failed' : 'inconclusive', observed: words.join(', ') };
}

/** How extensions end; whatever else Azure says, such as Creating, Updating or Transitioning, goes on. */
const ENDED: ReadonlySet<string> = new Set(['succeeded', 'failed', 'canceled']);

function isStarting({ provisioningState }: Pick<Extension, 'provisioningState'>): boolean {
  return !ENDED.has(provisioningState.toLowerCase());
}

type Extension = VirtualMachine['extensions'][number];

/** Names are free; publisher and type say what it is. */
function isSameExtension(left: Extension, right: Extension): boolean {
  return sameName(left.publisher, right.publisher) && sameName(left.type, right.type);
}
