import { ADE_LARGEST_GB, ADE_MAX_DISKS } from '../../../domain/recovery/restore-limits.js';
import type { Check, CheckResult } from '../../check.js';
import { azVm } from '../../command-line.js';
import { DOCS } from '../../documentation.js';
import type { PreflightFacts } from '../../facts.js';
import { fail, pass, skip, unknown } from '../../check-result.js';

/** Beyond these a restore leaves ADE's settings off the disks; far beyond them there is no backup at all. */
export const vmDisksWithinRestoreLimits: Check = {
  id: 'vm.disks-within-restore-limits',
  title: 'Number and size of disks allow backup, and restore with ADE settings',
  severity: 'warn',
  source: 'Restore encrypted Azure VMs; Support matrix for Azure VM backup',
  evaluate: (facts) => [resultFor(facts)],
};

const MAX_DATA_DISKS = { managed: 32, unmanaged: 16 } as const;
const LARGEST_GB = 32 * 1024;
const LARGEST_SUM_GB = 256 * 1024;

interface DiskSize {
  readonly name: string;
  readonly gb: number | undefined;
}

function resultFor(facts: PreflightFacts): CheckResult {
  const { vm, encryption } = facts;
  const sizes = sizesOf(facts);
  const excess = excessOf(facts, sizes);
  if (excess.length > 0) {
    return fail(`${vm.name} exceeds the limits of Azure Backup`, {
      severity: 'block',
      evidence: excess,
      fix: ['exclude disks from backup, or spread the data over more VMs'],
      docs: DOCS.vmSupportMatrix,
    });
  }
  if (encryption.kind !== 'ade') {
    return skip(`${vm.name} is not encrypted with ADE, and within the backup limits`);
  }
  return adeEncryption(facts, sizes);
}

function adeEncryption({ vm }: PreflightFacts, sizes: readonly DiskSize[]): CheckResult {
  const large = sizes.filter(({ gb }) => gb !== undefined && gb > ADE_LARGEST_GB);
  const evidence = [
    ...(sizes.length > ADE_MAX_DISKS
      ? [`${sizes.length} disks; ADE settings are restored for up to ${ADE_MAX_DISKS}`]
      : []),
    ...large.map(({ name, gb }) => `${name} has ${gb ?? 0} GB, more than ${ADE_LARGEST_GB}`),
  ];
  if (evidence.length > 0) {
    return fail(`A restore of ${vm.name} will not restore the ADE settings of its disks`, {
      evidence,
      fix: ['none needed: azbackup restore sets them; with other tools, set them yourself'],
      docs: DOCS.encryptedVmRestore,
    });
  }
  const unsized = sizes.filter(({ gb }) => gb === undefined);
  return unsized.length > 0
    ? unknown(`The size of ${unsized.map(({ name }) => name).join(', ')} is unknown`, {
        evidence: [
          'neither the VM nor the disk reports it, as for unmanaged disks of a stopped VM',
        ],
        fix: [azVm(vm, 'show', '--show-details')],
        docs: DOCS.encryptedVmRestore,
      })
    : pass(
        `The ${sizes.length === 1 ? 'disk' : 'disks'} of ${vm.name} can be restored with ADE settings`,
      );
}

function sizesOf({ disks }: PreflightFacts): readonly DiskSize[] {
  return disks.map(({ attached, disk }) => ({
    name: attached.name,
    gb: (disk.status === 'known' ? disk.value.sizeGb : undefined) ?? attached.sizeGb,
  }));
}

function excessOf({ disks }: PreflightFacts, sizes: readonly DiskSize[]): readonly string[] {
  const data = disks.filter(({ attached }) => attached.role === 'data');
  const unmanaged = disks.some(({ attached }) => attached.source.kind === 'unmanaged');
  const most = MAX_DATA_DISKS[unmanaged ? 'unmanaged' : 'managed'];
  const sum = sizes.reduce((total, { gb }) => total + (gb ?? 0), 0);
  return [
    ...(data.length > most ? [`${data.length} data disks, at most ${most}`] : []),
    ...sizes
      .filter(({ gb }) => gb !== undefined && gb > LARGEST_GB)
      .map(({ name, gb }) => `${name} has ${gb ?? 0} GB, at most ${LARGEST_GB}`),
    ...(sum > LARGEST_SUM_GB ? [`${sum} GB in all, at most ${LARGEST_SUM_GB}`] : []),
  ];
}
