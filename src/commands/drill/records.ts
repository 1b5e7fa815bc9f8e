// The records of drills: written before anything is made, so that a run that was stopped anywhere leaves what its clean-up
// needs.

import { parseJson } from '../../domain/parse-json.js';
import { AzbackupError } from '../../errors/azbackup-error.js';
import type { StateFiles } from '../../steps/intents/journal.js';
import type { CommandContext } from '../context.js';
import { fileIn } from '../file-in.js';
import { drillRecordSchema, type Drill } from './evidence.js';

const ENDING = '.json';

/** A record by its id; why one that is there could not be read is a sentence without a full stop. */
export type FoundRecord =
  | { readonly status: 'read'; readonly drill: Drill }
  | { readonly status: 'unread'; readonly why: string }
  | { readonly status: 'none' };

/** What is known of drills of this user on this computer. */
export interface DrillRecords {
  /** Newest first, with the paths of files that could not be read, or are another version's; the folder is one of them. */
  readAll(): Promise<{ readonly drills: readonly Drill[]; readonly unreadable: readonly string[] }>;
  find(id: string): Promise<FoundRecord>;
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
  const read = async (name: string): Promise<FoundRecord> => {
    const record = `its record ${fileIn(files.place, name)}`;
    try {
      const text = await files.read(name);
      if (text === undefined) {
        return { status: 'none' };
      }
      const drill = drillRecordSchema.safeParse(parseJson(text)).data?.drill;
      return drill === undefined
        ? { status: 'unread', why: `${record} is not one that this version of azbackup can read` }
        : { status: 'read', drill };
    } catch (error) {
      const cause = error instanceof Error ? error.message : String(error);
      return { status: 'unread', why: `${record} cannot be read: ${cause}` };
    }
  };
  const readAll: DrillRecords['readAll'] = async () => {
    const all = await files.names().catch(() => undefined);
    const names = (all ?? []).filter((name) => name.endsWith(ENDING));
    const found = await Promise.all(
      names.map(async (name) => ({ name, record: await read(name) })),
    );
    return {
      drills: found
        .flatMap(({ record }) => (record.status === 'read' ? [record.drill] : []))
        .toSorted((left, right) => right.started.localeCompare(left.started)),
      unreadable:
        all === undefined
          ? [files.place]
          : found.flatMap(({ name, record }) =>
              record.status === 'read' ? [] : [fileIn(files.place, name)],
            ),
    };
  };
  return {
    readAll,
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
