// Whether ADE has to run again in a machine that is built from restored disks, and for which volumes. On Linux what is
// encrypted once stays so: the volumes are those of the machine that was backed up, or the user says them.

import { adeVolumeTypeOf, type AdeVolumeType } from '../../../domain/encryption/ade-extension.js';
import type { VirtualMachine } from '../../../domain/virtual-machine.js';
import { usageError } from '../../../errors/azbackup-error.js';
import { DOCS } from '../../../preflight/documentation.js';
import type { AdePass } from '../steps/settings.js';

/** What decides. */
export interface AdeRunQuestion {
  readonly pass: AdePass;
  readonly osType: 'Windows' | 'Linux';
  /** `--ade-client-id` */
  readonly clientId: string | undefined;
  /** `--ade-volume-type` */
  readonly wanted: AdeVolumeType | undefined;
  /** The machine that was backed up, where it is still there. */
  readonly source: VirtualMachine | undefined;
}

/** How ADE runs again. */
export interface AdeRun {
  /** The type of its extension. */
  readonly extensionType: string;
  /** Undefined where nothing says it. */
  readonly volumeType: AdeVolumeType | undefined;
}

/** Where ADE has to run again: "Restore encrypted Azure virtual machines" (Linux; dual pass with its app). */
export function adeRunOf(question: AdeRunQuestion): AdeRun | undefined {
  const { pass, osType, clientId } = question;
  const extensionType = osType === 'Linux' ? 'AzureDiskEncryptionForLinux' : 'AzureDiskEncryption';
  if (pass === 'dual') {
    // The page on dual pass has its data disks alone run through it again.
    return clientId === undefined ? undefined : { extensionType, volumeType: 'Data' };
  }
  return pass === 'single' && osType === 'Linux'
    ? { extensionType, volumeType: volumesOf(question) }
    : undefined;
}

function volumesOf({ source, wanted }: AdeRunQuestion): AdeVolumeType | undefined {
  return (source === undefined ? undefined : adeVolumeTypeOf(source)) ?? wanted;
}

/** @throws AzbackupError `AZB_ADE_VOLUME_TYPE_NEEDED` (2) */
export function refuseUnknownVolumes(run: AdeRun | undefined, vm: string): void {
  if (run === undefined || run.volumeType !== undefined) {
    return;
  }
  throw usageError(
    'AZB_ADE_VOLUME_TYPE_NEEDED',
    `which volumes of ${vm} were encrypted is unknown`,
    {
      target: vm,
      causes: [
        'the ADE extension has to run in the new VM, and the original VM no longer has one that names its volumes',
        'an OS disk of Linux that is encrypted by mistake cannot be decrypted again',
      ],
      fix: ['add --ade-volume-type os, data or all: what was encrypted on the original VM'],
      docs: DOCS.encryptedVmRestore,
    },
  );
}
