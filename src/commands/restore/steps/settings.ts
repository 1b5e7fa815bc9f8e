// Whether a restored OS disk has to be told where key and secret are.

import type { ResourceId } from '../../../domain/resource-id.js';
import { comesWithoutSettings } from '../../../domain/recovery/restore-limits.js';
import type { StorageAccount } from '../../../domain/storage-account.js';
import type { EncryptionSettings } from '../../../domain/virtual-machine.js';
import type { CommandContext } from '../../context.js';
import type { EarlierRestore } from '../resume/earlier-restores.js';
import type { FactReader } from '../../../facts/fact-reader.js';
import type { KeyChoice } from '../keys.js';
import type { RestorePoint } from '../source/point.js';
import { vhdAddress } from './disks.js';
import type { TemplateDisk } from './template.js';
import { diskCarries, vhdSettings, VHD_SETTINGS, wantedSettings } from './wanted-settings.js';

/** How a machine was encrypted when the point was taken; `unknown` is with ADE, and nothing tells how. */
export type AdePass = 'single' | 'dual' | 'none' | 'unknown';

/** What decides. */
export interface SettingsQuestion {
  readonly vmId: ResourceId;
  readonly account: StorageAccount;
  readonly chosen: RestorePoint;
  readonly earlier: EarlierRestore | undefined;
  readonly pass: AdePass;
  readonly keys: KeyChoice;
}

/**
 * They move, or the service leaves the settings out. Where nothing tells how many disks there were, it is looked
 * at when the disk is there.
 */
export async function lacksSettings(
  context: CommandContext,
  reader: FactReader,
  question: SettingsQuestion,
): Promise<boolean> {
  const { vmId, chosen, earlier, pass, keys } = question;
  const restored = earlier?.status === 'restored' ? earlier.disks.machine?.osDisk : undefined;
  if (restored !== undefined) {
    const wanted = wantedSettings(keys.source, keys.restoration.facts);
    return wanted === undefined
      ? keys.steps.length > 0
      : !(await isNamed(context, reader, { account: question.account, disk: restored, wanted }));
  }
  // Of blobs the settings are always the caller's ("Restore encrypted Azure virtual machines").
  if (keys.moves || chosen.point.managedDisks === false) {
    return true;
  }
  const machine = await reader.machine(vmId);
  if (machine.status !== 'known') {
    return pass !== 'dual';
  }
  const sizes = await Promise.all(
    machine.value.disks.map(async ({ source, sizeGb }) => {
      const disk = source.kind === 'managed' ? await reader.disk(source.diskId) : undefined;
      return disk?.status === 'known' ? disk.value.sizeGb : sizeGb;
    }),
  );
  return comesWithoutSettings(sizes);
}

/** Whether a restored OS disk names key and secret where they are. */
async function isNamed(
  context: CommandContext,
  reader: FactReader,
  {
    account,
    disk,
    wanted,
  }: {
    readonly account: StorageAccount;
    readonly disk: TemplateDisk;
    readonly wanted: EncryptionSettings;
  },
): Promise<boolean> {
  if (disk.kind === 'managed') {
    const found = await reader.disk(disk.diskId);
    return found.status === 'known' && diskCarries(found.value, wanted);
  }
  const storage = await context.services.storage();
  const metadata = await storage.metadata(vhdAddress(account, disk.vhdUri));
  return metadata?.[VHD_SETTINGS.toLowerCase()] === vhdSettings(wanted);
}
