// How Azure storage itself encrypts a VM's disks, apart from ADE: platform or customer keys, both, at the
// host, or confidential. OpenAPI: DiskRP EncryptionType and DiskSecurityTypes, ComputeRP SecurityProfile.

import type { DiskFacts } from './ade-detection.js';
import type { Encryption, EncryptionEvidence } from './encryption.js';
import { idKey, type ResourceId } from '../resource-id.js';
import type { ManagedDisk, VirtualMachine } from '../virtual-machine.js';

type StorageKind = 'platform-key' | 'customer-key' | 'double';

const AT_REST: Readonly<Record<string, StorageKind>> = {
  encryptionatrestwithplatformkey: 'platform-key',
  encryptionatrestwithcustomerkey: 'customer-key',
  encryptionatrestwithplatformandcustomerkeys: 'double',
};

const SECURITY_TYPE = /^(?:standard|trustedlaunch|confidentialvm.*)$/iu;

/** The encryption of a VM without ADE. All its managed disks must have been read. */
export function storageEncryption(
  vm: VirtualMachine,
  disks: readonly DiskFacts[],
  residue: 'none' | 'extension-left-behind',
): Encryption {
  const managed = disks.flatMap(({ disk }) => (disk.status === 'known' ? [disk.value] : []));
  const evidence = [...vmEvidence(vm), ...disks.flatMap(diskEvidence)];
  const strange = managed.find((disk) => strangeWord(disk) !== undefined);
  if (strange !== undefined) {
    const what = `${strangeWord(strange) ?? ''} on disk ${strange.name}`;
    return { kind: 'unrecognised', what, evidence };
  }
  return {
    kind: kindOf(vm, disks, managed),
    diskEncryptionSetIds: encryptionSets(disks),
    residue,
    evidence,
  };
}

function strangeWord({ encryptionAtRest, securityType }: ManagedDisk): string | undefined {
  if (!(encryptionAtRest.toLowerCase() in AT_REST)) {
    return encryptionAtRest === '' ? 'encryption of no named type' : encryptionAtRest;
  }
  return securityType === undefined || SECURITY_TYPE.test(securityType) ? undefined : securityType;
}

function kindOf(
  vm: VirtualMachine,
  disks: readonly DiskFacts[],
  managed: readonly ManagedDisk[],
): StorageKind | 'at-host' | 'confidential' {
  if (isConfidential(vm, managed)) {
    return 'confidential';
  }
  if (vm.encryptionAtHost) {
    return 'at-host';
  }
  const kinds = new Set(
    managed.map(({ encryptionAtRest }) => AT_REST[encryptionAtRest.toLowerCase()]),
  );
  if (kinds.has('double')) {
    return 'double';
  }
  return kinds.has('customer-key') || encryptionSets(disks).length > 0
    ? 'customer-key'
    : 'platform-key';
}

function isConfidential(vm: VirtualMachine, managed: readonly ManagedDisk[]): boolean {
  return (
    vm.securityType === 'ConfidentialVM' ||
    vm.disks.some(({ securityEncryptionType }) => securityEncryptionType !== undefined) ||
    managed.some(({ securityType }) => /^confidentialvm/iu.test(securityType ?? ''))
  );
}

function encryptionSets(disks: readonly DiskFacts[]): readonly ResourceId[] {
  const ids = disks.flatMap(({ attached, disk }) => [
    attached.diskEncryptionSetId ?? [],
    (disk.status === 'known' ? disk.value.diskEncryptionSetId : undefined) ?? [],
  ]);
  return [...new Map(ids.flat().map((id) => [idKey(id), id])).values()];
}

function vmEvidence(vm: VirtualMachine): readonly EncryptionEvidence[] {
  const statements = [
    ...(vm.encryptionAtHost ? ['encryption at host is on'] : []),
    ...(vm.securityType === 'ConfidentialVM' ? ['security type ConfidentialVM'] : []),
  ];
  return statements.map((statement) => ({
    source: 'security-profile',
    subject: vm.name,
    statement,
  }));
}

function diskEvidence({ attached, disk }: DiskFacts): readonly EncryptionEvidence[] {
  const subject = attached.name;
  if (attached.source.kind === 'unmanaged') {
    const statement = 'unmanaged disk, encrypted by its storage account';
    return [{ source: 'vm-model', subject, statement }];
  }
  if (disk.status !== 'known') {
    return [];
  }
  const setId = disk.value.diskEncryptionSetId ?? attached.diskEncryptionSetId;
  return [
    { source: 'managed-disk', subject, statement: disk.value.encryptionAtRest },
    ...(setId === undefined
      ? []
      : [{ source: 'disk-encryption-set' as const, subject, statement: setId }]),
  ];
}
