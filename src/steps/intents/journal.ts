// The journal of intents: before anything long is begun, what is about to be sent is written down, and after it
// what Azure says of it. A run that was stopped at any point leaves what the next one needs to find its work.

import { parseJson } from '../../domain/parse-json.js';
import { addSeconds, instantOf, isBefore } from '../../domain/time/instant.js';
import { RESTORE_LOOKBACK_SECONDS } from '../../domain/recovery/restore-progress.js';
import { sameId } from '../../domain/resource-id.js';
import type { Operation } from '../../services/services.js';
import { intentSchema, type Intent, type NewIntent } from './intent.js';

/** Small files in a folder of the program's own. Each of these may fail. */
export interface StateFiles {
  /** Where they are, for people. */
  readonly place: string;
  names(): Promise<readonly string[]>;
  /** Undefined where there is none. */
  read(name: string): Promise<string | undefined>;
  /** All of it or nothing. */
  write(name: string, text: string): Promise<void>;
  /** Writes a new file; false where there is one of the name. */
  create(name: string, text: string): Promise<boolean>;
  /**
   * Adds to the end of a file, at once.
   * @param flush true for what must outlive a loss of power
   */
  append(name: string, text: string, flush: boolean): void;
  remove(name: string): Promise<void>;
}

/** What the journal is asked for. */
export type IntentQuery = Pick<Intent, 'vaultId' | 'vmId'> & { readonly kinds: readonly string[] };

/** The intents of this user on this computer. No method throws: Azure's tags and jobs tell most of it too. */
export interface IntentJournal {
  /** Writes that something is about to be sent. */
  begin(intent: NewIntent): Promise<Intent>;
  /** Adds what Azure has said of it. */
  accepted(intent: Intent, operation: Operation): Promise<Intent>;
  /** Adds the job that does it. */
  inJob(intent: Intent, jobId: string): Promise<Intent>;
  /** Removes one whose end is known, or of which nothing came. */
  settle(intent: Intent): Promise<void>;
  /** Those of a machine that are not settled, newest first. */
  find(query: IntentQuery): Promise<readonly Intent[]>;
}

/** What the journal needs. */
export interface JournalSurroundings {
  readonly files: StateFiles;
  readonly now: () => number;
  readonly newGuid: () => string;
  readonly warn: (message: string) => void;
}

/** A journal over files, which are read once. What cannot be read or written is said once. */
export function createJournal({ files, now, newGuid, warn }: JournalSurroundings): IntentJournal {
  let warned = false;
  const attempt = async <T>(doing: string, act: () => Promise<T>, instead: T): Promise<T> => {
    try {
      return await act();
    } catch (error) {
      if (!warned) {
        const reason = error instanceof Error ? error.message : String(error);
        warn(
          `what is under way cannot be ${doing} ${files.place} (${reason}); a later run finds it by Azure's jobs and tags alone`,
        );
      }
      warned = true;
      return instead;
    }
  };
  let known: Promise<Map<string, Intent>> | undefined;
  const all = (): Promise<Map<string, Intent>> => {
    known ??= attempt('read from', () => readAll(files), new Map());
    return known;
  };
  const write = async (intent: Intent): Promise<Intent> => {
    (await all()).set(intent.id, intent);
    return attempt(
      'written to',
      async () => {
        await files.write(fileOf(intent), `${JSON.stringify(intent, undefined, 2)}\n`);
        return intent;
      },
      intent,
    );
  };
  const settle = async (intent: Pick<Intent, 'id'>): Promise<void> => {
    (await all()).delete(intent.id);
    await attempt('removed from', () => files.remove(fileOf(intent)), undefined);
  };
  return {
    begin: (intent) =>
      write({ ...intent, schemaVersion: 1, id: newGuid(), sentTime: instantOf(now()) }),
    accepted: (intent, { id, place }) =>
      place === undefined
        ? Promise.resolve(intent)
        : write({ ...intent, accepted: { id, ...place } }),
    inJob: (intent, jobId) => write({ ...intent, jobId }),
    settle,
    find: async (query) => {
      const oldest = addSeconds(instantOf(now()), -RESTORE_LOOKBACK_SECONDS);
      const found = [...(await all()).values()];
      for (const old of found.filter(({ sentTime }) => isBefore(sentTime, oldest))) {
        await settle(old);
      }
      return found
        .filter((intent) => !isBefore(intent.sentTime, oldest) && isAbout(intent, query))
        .toSorted((left, right) => right.sentTime.localeCompare(left.sentTime));
    },
  };
}

function isAbout({ kind, vaultId, vmId }: Intent, query: IntentQuery): boolean {
  return query.kinds.includes(kind) && sameId(vaultId, query.vaultId) && sameId(vmId, query.vmId);
}

/** A file of another form is another version's, and stays. */
async function readAll(files: StateFiles): Promise<Map<string, Intent>> {
  const names = (await files.names()).filter((name) => name.endsWith('.json'));
  const texts = await Promise.all(names.map((name) => files.read(name)));
  const intents = texts.flatMap((text) => {
    const intent = intentSchema.safeParse(parseJson(text ?? ''));
    return intent.success ? [intent.data] : [];
  });
  return new Map(intents.map((intent) => [intent.id, intent]));
}

function fileOf({ id }: Pick<Intent, 'id'>): string {
  return `${id}.json`;
}
