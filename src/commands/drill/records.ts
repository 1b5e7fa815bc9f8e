// The records of drills: written before anything is made, so that a run that was stopped anywhere leaves what its clean-up
// needs.

import { parseJson } from '../../domain/parse-json.js';
import { AzbackupError } from '../../errors/azbackup-error.js';
import type { StateFiles } from '../../steps/intents/journal.js';
import { drillRecordSchema, type Drill } from './evidence.js';

const ENDING = '.json';

/** What is known of drills of this user on this computer. */
export interface DrillRecords {
  /** Newest first; a file of another form is another version's, and left out. */
  list(): Promise<readonly Drill[]>;
  /** The same, with the names of files that are left out. */
  readAll(): Promise<{ readonly drills: readonly Drill[]; readonly unreadable: readonly string[] }>;
  find(id: string): Promise<Drill | undefined>;
  /** @throws AzbackupError `AZB_DRILL_UNRECORDED` (2): without a record nothing may be made */
  write(drill: Drill): Promise<void>;
}

/** Records over files. */
export function drillRecords(files: StateFiles): DrillRecords {
  const read = async (name: string): Promise<Drill | undefined> => {
    const text = await files.read(name);
    return drillRecordSchema.safeParse(parseJson(text ?? '')).data?.drill;
  };
  /** One file that is locked against its owner hides no other. */
  const readOr = (name: string): Promise<Drill | undefined> => read(name).catch(() => undefined);
  const readAll: DrillRecords['readAll'] = async () => {
    const names = (await files.names()).filter((name) => name.endsWith(ENDING));
    const found = await Promise.all(
      names.map(async (name) => ({ name, drill: await readOr(name) })),
    );
    return {
      drills: found
        .flatMap(({ drill }) => (drill === undefined ? [] : [drill]))
        .toSorted((left, right) => right.started.localeCompare(left.started)),
      unreadable: found.flatMap(({ name, drill }) => (drill === undefined ? [name] : [])),
    };
  };
  return {
    readAll,
    list: async () => (await readAll()).drills,
    find: (id) => read(`${id}${ENDING}`),
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
