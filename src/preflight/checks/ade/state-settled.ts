import { disksWithoutAde, type DiskFacts } from '../../../domain/encryption/ade-detection.js';
import { firstNames } from '../../../domain/fleet/first-names.js';
import type { AdeEncryption, AdeState } from '../../../domain/encryption/encryption.js';
import type { VirtualMachine } from '../../../domain/virtual-machine.js';
import type { Check, CheckResult } from '../../check.js';
import { azbackup, azVm } from '../../command-line.js';
import { DOCS } from '../../documentation.js';
import type { PreflightFacts } from '../../facts.js';
import { fail, pass, skip } from '../../check-result.js';

/** A backup in the middle of a conversion holds disks that no one key opens; an operator should not get one. */
export const adeStateSettled: Check = {
  id: 'ade.state-settled',
  title: 'The last ADE operation has finished',
  severity: 'block',
  source: 'Azure Disk Encryption for Windows, for Linux; source of the Linux extension',
  evaluate: (facts) => [resultFor(facts)],
};

const UNSETTLED: Readonly<Partial<Record<AdeState, string>>> = {
  encrypting: 'is still being encrypted',
  decrypting: 'is still being decrypted',
  failed: 'was not encrypted or decrypted: ADE failed',
};

function resultFor({ vm, encryption, disks }: PreflightFacts): CheckResult {
  if (encryption.kind !== 'ade') {
    const left = 'residue' in encryption && encryption.residue === 'extension-left-behind';
    return skip(
      left
        ? `${vm.name} was decrypted; only the ADE extension remains`
        : `${vm.name} is not encrypted with ADE`,
    );
  }
  const problem = UNSETTLED[encryption.state];
  const bare = encryption.state === 'partly-encrypted' ? disksWithoutAde(vm, disks) : [];
  const evidence = [
    ...evidenceOf(encryption),
    ...bare.map(({ attached }) => `managed-disk ${attached.name}: not encrypted`),
  ];
  return problem === undefined
    ? pass(`${vm.name} is ${encryption.state === 'encrypted' ? 'encrypted' : partly(bare)}`, {
        evidence,
      })
    : fail(`${vm.name} ${problem}`, {
        evidence,
        fix: fixOf(vm, encryption.state),
        docs: vm.osType === 'Windows' ? DOCS.adeWindows : DOCS.adeLinux,
      });
}

/** A disk that is attached later is encrypted by nothing, until somebody runs ADE again. */
function partly(bare: readonly DiskFacts[]): string {
  const names = bare.map(({ attached }) => attached.name);
  return names.length === 0
    ? 'partly encrypted'
    : `partly encrypted: ${firstNames(names)} ${names.length === 1 ? 'is' : 'are'} not`;
}

function evidenceOf({ state, evidence }: AdeEncryption): readonly string[] {
  return [
    `state ${state}`,
    ...evidence.map(({ source, subject, statement }) => `${source} ${subject}: ${statement}`),
  ];
}

function fixOf(vm: VirtualMachine, state: AdeState): readonly string[] {
  const show = azVm(vm, 'encryption', 'show');
  return state === 'failed'
    ? [show, 'fix the error of the extension, then run the last encryption command again']
    : [show, azbackup('preflight', vm)];
}
