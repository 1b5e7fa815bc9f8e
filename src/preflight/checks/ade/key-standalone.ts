import { adeExtensionOf, adeSetting } from '../../../domain/encryption/ade-extension.js';
import { valueOf } from '../../../domain/fact.js';
import type { VirtualMachine } from '../../../domain/virtual-machine.js';
import type { Check, CheckResult } from '../../check.js';
import { commandLine } from '../../../domain/command-line.js';
import { azVm } from '../../command-line.js';
import { DOCS } from '../../documentation.js';
import type { PreflightFacts } from '../../facts.js';
import { fail, pass, skip } from '../../check-result.js';
import { forEachObject, unreadObject, versionInUse, type UsedObject } from '../../vault-objects.js';

/** Keys that a certificate owns are the one kind of KEK that Azure Backup does not support. */
export const adeKeyStandalone: Check = {
  id: 'ade.key-standalone',
  title: 'Every KEK is a standalone key, not the key of a certificate',
  severity: 'block',
  serviceChecks: true,
  source: 'Back up and restore encrypted Azure VMs: limitations',
  evaluate: (facts) => forEachObject(facts, 'keys', (used) => resultFor(facts, used)),
};

function resultFor(facts: PreflightFacts, used: UsedObject): CheckResult {
  const version = versionInUse(used);
  if (version === undefined) {
    return unreadObject(facts, used) ?? skip(`${used.label} does not exist in the version in use`);
  }
  return version.managed
    ? fail(`${used.label} belongs to certificate ${used.ref.name}`, {
        evidence: ['Key Vault reports the key as managed', `version ${version.version}`],
        fix: replaceKey(facts, used),
        docs: DOCS.encryptedVms,
      })
    : pass(`${used.label} is a standalone key`);
}

/** Re-running enable with another KEK is how ADE rotates; 4,096 bits suit Windows Server 2022 too. */
function replaceKey({ vm, encryption }: PreflightFacts, used: UsedObject): readonly string[] {
  const name = `${vm.name}-kek`;
  const key = ['--vault-name', used.vaultName, '--name', name, '--kty', 'RSA', '--size', '4096'];
  const dualPass = encryption.kind === 'ade' && encryption.pass === 'dual';
  return [
    commandLine('az', 'keyvault', 'key', 'create', ...key),
    dualPass
      ? `encrypt ${vm.name} again with key ${name}, using the same Entra application`
      : encryptWith(vm, valueOf(used.vault)?.id ?? used.vaultName, name),
  ];
}

function encryptWith(vm: VirtualMachine, vaultId: string, key: string): string {
  const vaults = ['--disk-encryption-keyvault', vaultId, '--key-encryption-keyvault', vaultId];
  const what = ['--key-encryption-key', key, '--volume-type', volumeType(vm)];
  return azVm(vm, 'encryption', 'enable', ...vaults, ...what);
}

function volumeType(vm: VirtualMachine): string {
  const ade = adeExtensionOf(vm);
  return (ade && adeSetting(ade.extension, 'VolumeType')?.toUpperCase()) ?? 'ALL';
}
