// What a restore has to do about the keys of data volumes of Windows: judged by what the restored disks name; before
// there are any, by the disks of the machine that was backed up, which no more than suggest it.

import type { RecoveryPoint } from '../../../domain/recovery/recovery-point.js';
import { mayHaveVolumeKeys } from '../../../domain/recovery/recovery-point.js';
import { parseResourceId, type ResourceId } from '../../../domain/resource-id.js';
import type { VirtualMachine } from '../../../domain/virtual-machine.js';
import type { FactReader } from '../../../facts/fact-reader.js';
import { diskSettingsDocument } from '../../keys/report.js';
import type { KeyStep } from '../../keys/step.js';
import {
  gatherVolumeKeys,
  lacksVolumeKeys,
  VOLUME_KEYS_NOT_CHECKED,
  volumeKeyNotes,
  volumeKeySteps,
  type LookedAtDisk,
  type VolumeKeys,
} from '../../keys/volume-keys.js';
import type { KeyChoice } from '../keys.js';
import type { EarlierRestore } from '../resume/earlier-restores.js';
import { mayDisksTell } from './pass.js';
import type { AdePass } from '../steps/settings.js';
import type { RestoredMachine } from '../steps/template.js';

/** What decides. */
export interface VolumeKeyQuestion {
  readonly point: RecoveryPoint;
  readonly vmId: ResourceId;
  /** The region of the restored disks. */
  readonly location: string;
  readonly pass: AdePass;
  /** Undefined without ADE, and while nothing tells. */
  readonly keys: KeyChoice | undefined;
  readonly earlier: EarlierRestore | undefined;
  /** The machine that was backed up, where it is still there. */
  readonly source: VirtualMachine | undefined;
  /** False where those of volumes, which lie in the original key vaults, are not to be brought back. */
  readonly restoresKeys: boolean;
}

/** What is known, and to be done. */
export interface VolumeKeyChoice {
  readonly steps: readonly KeyStep[];
  /** True where the rest is decided once the restored disks can be looked at. */
  readonly awaitsDisks: boolean;
  /** Worth knowing until the restored disks are looked at again; sentences without a full stop. */
  readonly notes: readonly string[];
}

const NONE: VolumeKeyChoice = { steps: [], awaitsDisks: false, notes: [] };

/** Reads and decides. Nothing is changed. */
export async function chooseVolumeKeys(
  reader: FactReader,
  question: VolumeKeyQuestion,
): Promise<VolumeKeyChoice> {
  const { point, vmId, keys, earlier, restoresKeys } = question;
  if (!mayHaveVolumeKeys(point) || keys === undefined) {
    return NONE;
  }
  if (earlier?.status !== 'restored') {
    return bySource(reader, question, keys);
  }
  const { machine } = earlier.disks;
  if (machine === undefined) {
    return NONE;
  }
  const seen = await volumeKeysOfDisks(reader, keys, machine, question);
  return {
    steps: restoresKeys ? volumeKeySteps(seen, [vmId]) : [],
    awaitsDisks: false,
    notes: volumeKeyNotes(seen),
  };
}

/** Where those of the machine that was backed up are in place, those of its point most likely are. */
async function bySource(
  reader: FactReader,
  { point, source, restoresKeys, ...of }: VolumeKeyQuestion,
  keys: KeyChoice,
): Promise<VolumeKeyChoice> {
  const unseen = { steps: [], notes: [VOLUME_KEYS_NOT_CHECKED] };
  // With an application disks name none, and blobs never do, so a look at them settles nothing.
  const waits = of.pass !== 'dual' && restoresKeys && mayDisksTell(point);
  if (source === undefined) {
    return { ...unseen, awaitsDisks: waits };
  }
  const disks = source.disks.flatMap(({ role, lun, source: from }): LookedAtDisk[] =>
    role === 'data' && from.kind === 'managed' ? [{ diskId: from.diskId, lun }] : [],
  );
  if (source.disks.every(({ role }) => role === 'os')) {
    return NONE;
  }
  const seen = await gatherVolumeKeys(reader, questionOf(keys, disks, of));
  return { ...unseen, awaitsDisks: waits && lacksVolumeKeys(seen) };
}

/** What the disks of a restore name, and how it stands. */
export async function volumeKeysOfDisks(
  reader: FactReader,
  keys: Pick<KeyChoice, 'source' | 'restoration'>,
  { osDisk, dataDisks }: RestoredMachine,
  of: Pick<VolumeKeyQuestion, 'vmId' | 'location' | 'pass'>,
): Promise<VolumeKeys> {
  const all = [{ ...osDisk, lun: null }, ...dataDisks];
  const disks = all.flatMap((disk) =>
    disk.kind === 'managed' ? [{ diskId: disk.diskId, lun: disk.lun }] : [],
  );
  const seen = await gatherVolumeKeys(reader, questionOf(keys, disks, of));
  return { ...seen, untold: seen.untold || dataDisks.some(({ kind }) => kind === 'unmanaged') };
}

function questionOf(
  { source, restoration }: Pick<KeyChoice, 'source' | 'restoration'>,
  disks: readonly LookedAtDisk[],
  { vmId, location, pass }: Pick<VolumeKeyQuestion, 'vmId' | 'location' | 'pass'>,
): Parameters<typeof gatherVolumeKeys>[1] {
  const { secret } = restoration.facts;
  const now = diskSettingsDocument(source, restoration.facts)?.secretUrl;
  return {
    disks,
    judged: [source.copies.secret.url, secret.wanted.url, ...(now === undefined ? [] : [now])],
    subscriptionId: parseResourceId(vmId)?.subscriptionId ?? '',
    location,
    dualPass: pass === 'dual',
  };
}
