// What is worth knowing about a restore before it begins.

import { diskNotes } from '../../domain/recovery/disks-of-point.js';
import { sameName } from '../../domain/resource-id.js';
import type { VirtualMachine } from '../../domain/virtual-machine.js';
import type { RestoreOptions } from './options.js';
import type { RestoreDone } from './plan.js';
import { rehydrationNotes } from './request.js';
import { resumeNotes } from './resume/resume.js';
import { adeRunNotes, type AdeRunQuestion } from './source/ade-run.js';
import type { RestorePoint } from './source/point.js';
import type { RestoreSubjectFacts } from './source/source.js';
import { traitNotes, type SourceTraits } from './source/source-traits.js';
import { threatNotes } from './threat.js';
import type { VolumeKeyChoice } from './source/volume-keys.js';

/** What is noted about. */
export interface NotedFacts {
  /** The machine that was backed up, where it is still there. */
  readonly source: VirtualMachine | undefined;
  readonly done: RestoreDone;
  readonly volumes: VolumeKeyChoice;
  readonly traits: SourceTraits;
  /** True where only the restored disks tell what is to be done after their restore. */
  readonly undecided: boolean;
  /** Undefined where disks alone are restored. */
  readonly ade: AdeRunQuestion | undefined;
}

/** All that is worth knowing before the restore; sentences without a full stop. */
export function notesBefore(
  subject: RestoreSubjectFacts,
  { source, undecided, done, ade, volumes, traits }: NotedFacts,
  options: RestoreOptions,
): readonly string[] {
  return [
    ...subject.notes,
    ...threatNotes(subject.chosen.point),
    ...diskNotes(subject.chosen.point),
    ...rehydrationNotes(subject.chosen, options),
    ...(undecided ? [volumes.awaitsDisks ? VOLUMES_UNDECIDED : UNDECIDED] : []),
    ...(subject.keys?.restoration.decision.notes ?? []),
    ...machineNotes(subject, source, options),
    ...(ade === undefined || done.extension ? [] : adeRunNotes(ade)),
    ...resumeNotes(subject, done),
    ...traitNotes(traits),
  ];
}

const UNDECIDED =
  'the recovery point does not tell how its disks are encrypted, or with which key and secret; the restored disks do, so the steps after their restore are decided then';

const VOLUMES_UNDECIDED =
  'the restored disks name the BEK secrets of their volumes; whether these are in place, and the steps after the restore of the disks, is decided then';

/** A machine that an earlier run has made stays as it is. */
function sizeNotes(built: VirtualMachine | undefined, wanted: string | undefined): string[] {
  return built === undefined || wanted === undefined || sameName(built.size, wanted)
    ? []
    : [`${built.name} already exists with size ${built.size}; --size does not change it`];
}

/** What the machine that was backed up would tell, the disks do not. */
function uefiNotes({ point }: RestorePoint, source: VirtualMachine | undefined): string[] {
  return sameName(point.securityType ?? '', 'TrustedLaunch') && source?.uefi === undefined
    ? ['the original VM no longer shows its UEFI settings: secure boot and vTPM are both on']
    : [];
}

function machineNotes(
  { built, chosen }: RestoreSubjectFacts,
  source: VirtualMachine | undefined,
  { size, to }: RestoreOptions,
): string[] {
  return to === 'vm' ? [...sizeNotes(built, size), ...uefiNotes(chosen, source)] : [];
}
