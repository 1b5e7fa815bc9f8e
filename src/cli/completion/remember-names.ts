// The names of machines and vaults that commands have shown, for completion: plain files, a name a line, which the
// shell reads by itself. They are kept only once `azbackup completion` has been run, and Azure is never asked for them.

import path from 'node:path';
import type { StateFiles } from '../../steps/intents/journal.js';

/** Kinds of names, as the files are called. */
const KINDS = { vm: 'machines', vault: 'vaults' } as const;
/** What the names of an Azure resource can hold, and no shell takes for more than a name. */
const SAFE = /^[A-Za-z0-9][\w.-]{0,79}$/u;
const MOST = 500;

/** Where names are kept, and of which Azure. */
export interface NameStore {
  readonly files: StateFiles;
  readonly sandbox: boolean;
}

/** The folder for names, below that of the program's state. */
export function namesFolder(stateFolder: string): string {
  return path.join(stateFolder, 'completion');
}

/** Begins to keep names. */
export async function keepNames({ files }: Pick<NameStore, 'files'>): Promise<void> {
  const present = await files.names();
  if (!present.includes(KINDS.vm)) {
    await files.write(KINDS.vm, '');
  }
}

/** Adds the names in a document, newest first. Does nothing where nobody has asked for completion. */
export async function rememberNames(
  { files, sandbox }: NameStore,
  document: object,
): Promise<void> {
  if ((await files.names()).length === 0) {
    return;
  }
  const found = namesIn(document);
  for (const [key, kind] of Object.entries(KINDS)) {
    const file = sandbox ? `sandbox-${kind}` : kind;
    const known = ((await files.read(file)) ?? '').split('\n').filter((name) => name !== '');
    const fresh = found.filter((each) => each.key === key).map(({ name }) => name);
    if (fresh.some((name) => !known.includes(name))) {
      const all = [...new Set([...fresh, ...known])].slice(0, MOST);
      await files.write(file, `${all.join('\n')}\n`);
    }
  }
}

interface FoundName {
  readonly key: string;
  readonly name: string;
}

/** `vm: { name }` and `vault: { name }`, however deep. */
function namesIn(value: unknown, under = ''): readonly FoundName[] {
  if (Array.isArray(value)) {
    return value.flatMap((each) => namesIn(each, under));
  }
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  const own =
    under in KINDS && 'name' in value && typeof value.name === 'string' && SAFE.test(value.name)
      ? [{ key: under, name: value.name }]
      : [];
  return [...own, ...Object.entries(value).flatMap(([key, inner]) => namesIn(inner, key))];
}
