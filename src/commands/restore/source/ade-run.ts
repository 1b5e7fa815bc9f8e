// Whether ADE has to run again in a machine that is built from restored disks, and for which volumes. On Linux what is
// encrypted once stays so: the volumes are those of the machine that was backed up, or the user says them. Pages differ
// on whether Windows needs it for its data disks ("Restore encrypted Azure virtual machines"): where it does not, it does
// no harm, as it goes on with the keys that the disks have.

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
  /** Which volumes were encrypted; undefined where nothing says it. */
  readonly volumes: AdeVolumeType | undefined;
  /** Undefined where nothing tells. */
  readonly hasDataDisks: boolean | undefined;
}

/** How ADE runs again. */
export interface AdeRun {
  /** The type of its extension. */
  readonly extensionType: string;
  /** Undefined where nothing says it. */
  readonly volumeType: AdeVolumeType | undefined;
}

/** Which volumes were encrypted: the machine that was backed up tells, or the user. */
export function encryptedVolumes(
  source: VirtualMachine | undefined,
  wanted: AdeVolumeType | undefined,
): AdeVolumeType | undefined {
  return (source === undefined ? undefined : adeVolumeTypeOf(source)) ?? wanted;
}

/** Where ADE has to run again: "Restore encrypted Azure virtual machines" (for data disks; dual pass with its app). */
export function adeRunOf(question: AdeRunQuestion): AdeRun | undefined {
  const { pass, osType, volumes } = question;
  if (whyNotRun(question) !== undefined || !mayRun(question)) {
    return undefined;
  }
  const extensionType = osType === 'Linux' ? 'AzureDiskEncryptionForLinux' : 'AzureDiskEncryption';
  // The page on dual pass has its data disks alone run through it again.
  return { extensionType, volumeType: pass === 'dual' ? 'Data' : volumes };
}

/** What to know where ADE should run again, and does not; sentences without a full stop. */
export function adeRunNotes(question: AdeRunQuestion): string[] {
  const why = mayRun(question) ? whyNotRun(question) : undefined;
  return why === undefined
    ? []
    : [`the ADE extension is not put into the new VM, so its data disks may stay locked: ${why}`];
}

/** False where there is nothing for it to do. What nothing tells is no reason. */
function mayRun({ pass, osType, volumes, hasDataDisks }: AdeRunQuestion): boolean {
  switch (pass) {
    case 'none':
    case 'unknown':
      return false;
    case 'dual':
      // The OS disk is opened by what the machine's own model says.
      return volumes !== 'OS' && (osType === 'Linux' || hasDataDisks !== false);
    case 'single':
      // Windows opens its OS disk without it.
      return osType === 'Linux' || (volumes !== 'OS' && hasDataDisks !== false);
  }
}

/** An extension that encrypts what was not encrypted does harm, so on Windows, which starts without it, nobody guesses. */
function whyNotRun({ pass, osType, volumes, clientId }: AdeRunQuestion): string | undefined {
  if (pass === 'dual' && clientId === undefined) {
    return 'it needs the Entra application, --ade-client-id and AZBACKUP_ADE_CLIENT_SECRET';
  }
  return osType === 'Windows' && volumes === undefined
    ? 'which volumes were encrypted is unknown; add --ade-volume-type'
    : undefined;
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
