// Drills of the past: those that are recorded on this computer, and those whose evidence was handed over.

import { distinctDrills } from '../../../domain/drill/history.js';
import { AzbackupError } from '../../../errors/azbackup-error.js';
import type { CommandContext } from '../../context.js';
import type { Drill } from '../evidence.js';
import { fileIn } from '../../file-in.js';
import { drillRecords } from '../records.js';
import { isDated, verifyEvidence } from './verify-evidence.js';

/** What there is, and what could not be counted. */
export interface PastDrills {
  /** Newest first, each once. */
  readonly drills: readonly Drill[];
  readonly files: number;
  readonly invalid: readonly InvalidFile[];
}

/** A file that does not count. */
export interface InvalidFile {
  readonly file: string;
  /** A sentence without a full stop and without a subject. */
  readonly reason: string;
}

type Surroundings = Pick<CommandContext, 'drillFiles' | 'namesIn' | 'readInput' | 'sandbox'>;

/** Drills that are recorded here. What another computer ran, and this one cleaned up, has no point, and says nothing of one. */
export async function recordedDrills({
  drillFiles,
}: Pick<Surroundings, 'drillFiles'>): Promise<PastDrills> {
  const { drills, unreadable } = await drillRecords(drillFiles).readAll();
  return {
    drills: distinctDrills(
      drills.filter((drill) => drill.recoveryPoint !== null && isDated(drill)),
    ),
    files: drills.length + unreadable.length,
    invalid: unreadable.map((file) => ({
      file,
      reason: 'is not a record that this version of azbackup can read',
    })),
  };
}

/**
 * Drills by their evidence.
 * @param places files, or folders with files `*.json`
 * @throws AzbackupError `AZB_FILE_UNREADABLE` (2) for one that was named and cannot be read
 */
export async function evidencedDrills(
  context: Surroundings,
  places: readonly string[],
): Promise<PastDrills> {
  const drills: Drill[] = [];
  const invalid: InvalidFile[] = [];
  const files = (await Promise.all(places.map((place) => filesAt(context, place)))).flat();
  for (const { file, isNamed } of files) {
    const text = await textOr(context, file, isNamed);
    const verified =
      text === undefined
        ? ({ status: 'invalid', reason: 'is a folder, or cannot be read' } as const)
        : verifyEvidence(text);
    if (verified.status === 'invalid') {
      invalid.push({ file, reason: verified.reason });
    } else if (verified.evidence.sandbox !== (context.sandbox !== undefined)) {
      const reason = verified.evidence.sandbox ? 'is of the sandbox' : 'is not of the sandbox';
      invalid.push({ file, reason });
    } else {
      drills.push(verified.evidence.drill);
    }
  }
  return { drills: distinctDrills(drills), files: files.length, invalid };
}

interface EvidenceFile {
  readonly file: string;
  /** True where the user named it, and not the folder that it is in. */
  readonly isNamed: boolean;
}

async function filesAt({ namesIn }: Surroundings, place: string): Promise<readonly EvidenceFile[]> {
  const names = await namesIn(place);
  return names === undefined
    ? [{ file: place, isNamed: true }]
    : names
        .filter((name) => name.endsWith('.json'))
        .toSorted()
        .map((name) => ({ file: fileIn(place, name), isNamed: false }));
}

/** Something among the evidence that is no file to read hides none of it: undefined. */
async function textOr(
  { readInput }: Surroundings,
  file: string,
  isNamed: boolean,
): Promise<string | undefined> {
  try {
    return await readInput(file);
  } catch (error) {
    if (isNamed || !(error instanceof AzbackupError)) {
      throw error;
    }
    return undefined;
  }
}
