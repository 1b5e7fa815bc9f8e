import { adeExtensionOf, type AdeExtension } from '../../../domain/encryption/ade-extension.js';
import type { VirtualMachine } from '../../../domain/virtual-machine.js';
import type { Check, CheckResult } from '../../check.js';
import { azbackup, azVm } from '../../command-line.js';
import { DOCS } from '../../documentation.js';
import type { PreflightFacts } from '../../facts.js';
import { fail, pass, skipWithoutAde, unknown } from '../../check-result.js';

/** Backup reads disks and key vault, not the extension; but without it ADE can be neither changed nor mended. */
export const adeExtensionHealthy: Check = {
  id: 'ade.extension-healthy',
  title: 'The ADE extension is installed and reports no error',
  severity: 'warn',
  source: 'Azure Disk Encryption for Windows, for Linux (VM extension)',
  evaluate: (facts) => [skipWithoutAde(facts) ?? resultFor(facts)],
};

function resultFor({ vm }: PreflightFacts): CheckResult {
  const ade = adeExtensionOf(vm);
  const docs = vm.osType === 'Windows' ? DOCS.adeWindows : DOCS.adeLinux;
  if (ade === undefined) {
    return fail(`${vm.name} is encrypted but has no ADE extension`, {
      evidence: [
        'its disks have ADE settings; this is normal for a VM created from restored disks',
      ],
      fix: [azVm(vm, 'encryption', 'show')],
      docs,
    });
  }
  const evidence = reportOf(ade);
  switch (ade.outcome) {
    case 'done': {
      return pass(`The ADE extension of ${vm.name} is healthy`, { evidence });
    }
    case 'running': {
      return unknown(`The ADE extension of ${vm.name} is running`, {
        evidence,
        fix: [azbackup('preflight', vm)],
        docs,
      });
    }
    case 'failed': {
      return failed(vm, ade, evidence, docs);
    }
  }
}

function failed(
  vm: VirtualMachine,
  { extension }: AdeExtension,
  evidence: readonly string[],
  docs: string,
): CheckResult {
  return fail(`The ADE extension of ${vm.name} (${extension.name}) failed`, {
    evidence,
    fix: [azVm(vm, 'encryption', 'show'), azVm(vm, 'restart')],
    docs,
  });
}

function reportOf({ extension, instance }: AdeExtension): readonly string[] {
  return [
    `${extension.type} ${instance?.typeHandlerVersion ?? extension.typeHandlerVersion}, provisioning state ${extension.provisioningState}`,
    ...(instance?.statuses ?? []).map(({ code, message }) =>
      message === '' ? code : `${code}: ${message}`,
    ),
  ];
}
