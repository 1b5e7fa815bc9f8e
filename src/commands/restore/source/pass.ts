// How a machine was encrypted when its point was taken: told by the point; where it says nothing, or a word that nobody
// knows, by the restored OS disk, by the machine as it is now, and last by the user. It is never guessed.

import { adeExtensionOf } from '../../../domain/encryption/ade-extension.js';
import { passOfPoint, type RecoveryPoint } from '../../../domain/recovery/recovery-point.js';
import type { ResourceId } from '../../../domain/resource-id.js';
import type { VirtualMachine } from '../../../domain/virtual-machine.js';
import { usageError } from '../../../errors/azbackup-error.js';
import type { FactReader } from '../../../facts/fact-reader.js';
import { DOCS } from '../../../preflight/documentation.js';
import type { EarlierRestore } from '../resume/earlier-restores.js';
import type { AdePass } from '../steps/settings.js';

/** What may tell. */
export interface PassQuestion {
  readonly point: RecoveryPoint;
  readonly vmId: ResourceId;
  readonly earlier: EarlierRestore | undefined;
  /** The new machine, where it is there already. */
  readonly built: VirtualMachine | undefined;
  /** `--ade-pass` */
  readonly wanted: 'single' | 'dual' | undefined;
}

/** The pass; `unknown` where nothing tells, which may be because the disks are not restored yet. */
export async function decidePass(
  reader: FactReader,
  { point, vmId, earlier, built, wanted }: PassQuestion,
): Promise<AdePass> {
  if (!point.encrypted) {
    return 'none';
  }
  const told = passOfPoint(point) ?? (await passOfDisk(reader, earlier));
  if (told !== undefined || (earlier?.status !== 'restored' && mayDisksTell(point) && !built)) {
    return told ?? 'unknown';
  }
  const source = await reader.machine(vmId);
  return (
    (built === undefined ? undefined : passOfMachine(built)) ??
    (source.status === 'known' ? passOfMachine(source.value) : undefined) ??
    wanted ??
    'unknown'
  );
}

/** Blobs carry no settings of ADE's. */
export function mayDisksTell({ managedDisks }: RecoveryPoint): boolean {
  return managedDisks !== false;
}

const PASSES: Readonly<Record<string, 'single' | 'dual'>> = { '1.0': 'dual', '1.1': 'single' };

/** Version 1.0 of the settings is that of ADE with an application, 1.1 that without (OpenAPI, Compute). */
async function passOfDisk(
  reader: FactReader,
  earlier: EarlierRestore | undefined,
): Promise<'single' | 'dual' | undefined> {
  const osDisk = earlier?.status === 'restored' ? earlier.disks.machine?.osDisk : undefined;
  const disk = osDisk?.kind === 'managed' ? await reader.disk(osDisk.diskId) : undefined;
  return disk?.status === 'known' ? PASSES[disk.value.adeSettings?.version ?? ''] : undefined;
}

function passOfMachine(machine: VirtualMachine): 'single' | 'dual' | undefined {
  if (machine.modelEncryption?.enabled === true) {
    return 'dual';
  }
  const extension = adeExtensionOf(machine);
  return extension?.operation === 'enable' ? extension.pass : undefined;
}

/** Where it matters, the user has to say it. @throws AzbackupError `AZB_ADE_PASS_NEEDED` (2) */
export function refuseUnknownPass(pass: AdePass, vm: string, { name }: RecoveryPoint): void {
  if (pass !== 'unknown') {
    return;
  }
  throw usageError('AZB_ADE_PASS_NEEDED', `how ${vm} was encrypted is unknown`, {
    target: name,
    causes: [
      'neither the recovery point, nor the restored OS disk, nor the VM shows whether ADE ran with an Entra application (dual pass)',
    ],
    fix: ['add --ade-pass single, or --ade-pass dual if ADE ran with an Entra application'],
    docs: DOCS.encryptedVmRestore,
  });
}
