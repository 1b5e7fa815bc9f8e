// Reads all that the commands under `azbackup retirement` need of each machine: the machine, its items, their policies and
// points.

import { atOnce } from '../../facts/at-once.js';
import type { AzbackupError } from '../../errors/azbackup-error.js';
import { listedFacts } from '../../facts/listed-facts.js';
import type { SharedReads } from '../audit-keys/point-reads.js';
import { machinesRead } from '../machines-read.js';
import type { CommandContext } from '../context.js';
import { ownFailure } from '../evaluated-machines.js';
import { pointsOfItem, readItem, type ItemReading, type PointsReading } from './item-points.js';
import { readMachine, type MachineReading } from './machine.js';
import type { Subject } from './subjects.js';

/** Machines looked at side by side. */
const MACHINES_AT_ONCE = 8;

/** A subject with all that was read of it. */
export interface SubjectReading {
  readonly subject: Subject;
  readonly machine: MachineReading;
  readonly items: readonly (ItemReading & { readonly points: PointsReading })[];
}

/** A subject that could not be read at all. */
export interface FailedSubject {
  readonly subject: Subject;
  readonly error: AzbackupError;
}

/**
 * Reads the subjects.
 * @param finished called for each as soon as it is known
 */
export async function gatherSubjects(
  context: CommandContext,
  reads: SharedReads,
  subjects: readonly Subject[],
  finished: (reading: SubjectReading | FailedSubject) => void = () => undefined,
): Promise<readonly (SubjectReading | FailedSubject)[]> {
  const { reader } = reads;
  const lists = listedFacts(
    reader,
    subjects.map(({ target }) => target),
    { unseen: 'leave' },
  );
  const inTurn = atOnce(context, MACHINES_AT_ONCE);
  const tellRead = machinesRead(context, subjects.length, context.clock.now());
  const machines = await Promise.all(
    subjects.map((subject) =>
      inTurn(async () => {
        const result = await tried(subjects.length, subject, () =>
          readMachine(reader, lists, subject.target),
        );
        tellRead();
        return { subject, result };
      }),
    ),
  );
  // Azure allows few lists of points an hour: those that matter most come first.
  const ordered = machines.toSorted((left, right) => rank(left.result) - rank(right.result));
  const readings = new Map<Subject, SubjectReading | FailedSubject>();
  await Promise.all(
    ordered.map(({ subject, result }) =>
      inTurn(async () => {
        const reading =
          'error' in result
            ? result
            : await tried(subjects.length, subject, () =>
                readItems(context, reads, subject, result),
              );
        readings.set(subject, reading);
        finished(reading);
      }),
    ),
  );
  return subjects.flatMap((subject) => readings.get(subject) ?? []);
}

/** One machine of several may fail for itself; the only one ends the command. */
async function tried<T>(
  subjects: number,
  subject: Subject,
  read: () => Promise<T>,
): Promise<T | FailedSubject> {
  try {
    return await read();
  } catch (error) {
    return { subject, error: ownFailure(error, subjects) };
  }
}

function rank(machine: MachineReading | FailedSubject): number {
  return 'error' in machine || machine.status !== 'there' || machine.encryption.kind === 'ade'
    ? 0
    : 1;
}

async function readItems(
  context: CommandContext,
  { reader, points }: SharedReads,
  subject: Subject,
  machine: MachineReading,
): Promise<SubjectReading> {
  const items = await Promise.all(
    subject.items.map(async (target) => {
      const item = await readItem(context, reader, target, machine.status);
      return { ...item, points: await pointsOfItem(context, points, item) };
    }),
  );
  return { subject, machine, items };
}
