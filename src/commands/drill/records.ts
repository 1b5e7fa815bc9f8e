// The records of drills: written before anything is made, so that a run that was stopped anywhere leaves what its clean-up
// needs.

import { parseJson } from '../../domain/parse-json.js';
import { AzbackupError } from '../../errors/azbackup-error.js';
import type { StateFiles } from '../../steps/intents/journal.js';
import type { CommandContext } from '../context.js';
import { fileIn } from '../file-in.js';
import { drillRecordSchema, type Drill } from './evidence.js';

const ENDING = '.json';

/** What is known of drills of this user on this computer. */
export interface DrillRecords {
  /** Newest first, with the paths of files that could not be read, or are another version's; the folder is one of them. */
  readAll(): Promise<{ readonly drills: readonly Drill[]; readonly unreadable: readonly string[] }>;
  /** Undefined where there is none that can be read. */
  find(id: string): Promise<Drill | undefined>;
  /** Why the record of a drill could not be read, a sentence without a full stop; undefined where there is none. */
  whyUnread(id: string): Promise<string | undefined>;
  /** @throws AzbackupError `AZB_DRILL_UNRECORDED` (2): without a record nothing may be made */
  write(drill: Drill): Promise<void>;
}

/** Leaves nobody to think that records which could not be read are none. */
export function warnOfUnread(
  { leftOut }: Pick<CommandContext, 'leftOut'>,
  unreadable: readonly string[],
): void {
  for (const file of unreadable) {
    leftOut(`${file} is left out: it cannot be read by this version of azbackup`);
  }
}

/** Records over files. */
export function drillRecords(files: StateFiles): DrillRecords {
  /** One file that is locked against its owner hides no other. */
  const readOr = async (name: string): Promise<Drill | undefined> =>
    parsed(await files.read(name).catch(() => undefined));
  const readAll: DrillRecords['readAll'] = async () => {
    const all = await files.names().catch(() => undefined);
    const names = (all ?? []).filter((name) => name.endsWith(ENDING));
    const found = await Promise.all(
      names.map(async (name) => ({ name, drill: await readOr(name) })),
    );
    return {
      drills: found
        .flatMap(({ drill }) => (drill === undefined ? [] : [drill]))
        .toSorted((left, right) => right.started.localeCompare(left.started)),
      unreadable:
        all === undefined
          ? [files.place]
          : found.flatMap(({ name, drill }) =>
              drill === undefined ? [fileIn(files.place, name)] : [],
            ),
    };
  };
  return {
    readAll,
    find: (id) => readOr(`${id}${ENDING}`),
    whyUnread: async (id) => {
      const name = `${id}${ENDING}`;
      const record = `its record ${fileIn(files.place, name)}`;
      try {
        const text = await files.read(name);
        return text === undefined || parsed(text) !== undefined
          ? undefined
          : `${record} is not one that this version of azbackup can read`;
      } catch (error) {
        const cause = error instanceof Error ? error.message : String(error);
        return `${record} cannot be read: ${cause}`;
      }
    },
    write: async (drill) => {
      const text = `${JSON.stringify({ schemaVersion: 1, drill }, undefined, 2)}\n`;
      try {
        await files.write(`${drill.id}${ENDING}`, text);
      } catch (error) {
        throw new AzbackupError({
          code: 'AZB_DRILL_UNRECORDED',
          kind: 'usage',
          message: `the record of drill ${drill.id} cannot be written`,
          target: files.place,
          causes: [error instanceof Error ? error.message : String(error)],
          fix: ['XDG_STATE_HOME names another folder'],
          underlying: error,
        });
      }
    },
  };
}

function parsed(text: string | undefined): Drill | undefined {
  return drillRecordSchema.safeParse(parseJson(text ?? '')).data?.drill;
}
