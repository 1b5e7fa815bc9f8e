// Config files: `.azbackup.yaml` (or .json) of the project, `azbackup/config.yaml` of the user. Data
// only; nothing in them is ever run.

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { GLOBAL_OPTIONS, attributeName } from '../commands/options/global-options.js';
import { usageError } from '../errors/azbackup-error.js';
import { nearNames } from '../facts/choose-machines.js';
import { isCloudFile } from './backend/clouds.js';
import { requireOwnFile, requireTrust, type ConfigOwner, type Keeping } from './config-trust.js';
import type { NamedSource } from './settings.js';

/** Where config files are looked for. */
export interface ConfigPlaces {
  /** Folder in which the command was started. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly homeDirectory: string;
  /** The user's number, on systems that have such. */
  readonly userId?: number | undefined;
  /** A file named by the user; unlike the usual ones it must exist. */
  readonly explicit: string | undefined;
}

const VALUE_SCHEMAS = { flag: z.boolean(), number: z.number(), text: z.string() };

const fileSchema = z.strictObject(
  Object.fromEntries(
    GLOBAL_OPTIONS.filter(({ name }) => name !== 'config').map(({ name, type }) => [
      name,
      VALUE_SCHEMAS[type].optional(),
    ]),
  ),
);

/**
 * The config files that there are, strongest first.
 * @throws AzbackupError `AZB_CONFIG_UNREADABLE` or `AZB_CONFIG_INVALID` (2) naming the file and the fault,
 * `AZB_CONFIG_FORBIDDEN` (2) for settings that such a file may not have
 */
export async function readConfigFiles(places: ConfigPlaces): Promise<readonly NamedSource[]> {
  const sources: NamedSource[] = [];
  if (places.explicit !== undefined) {
    const file = path.resolve(places.cwd, places.explicit);
    const found = await readConfigFile(file, { owner: 'user', userId: places.userId });
    if (found === undefined) {
      throw usageError('AZB_CONFIG_UNREADABLE', `config file ${file} does not exist`, {
        target: file,
      });
    }
    sources.push(found);
  }
  for (const { owner, candidates } of usualPlaces(places)) {
    // Named by the user, a file is the user's own choice wherever it lies.
    const others = candidates.filter((file) => file !== sources[0]?.name);
    const found = await firstFound(others, { owner, userId: places.userId });
    if (found !== undefined) {
      sources.push(found);
    }
  }
  return sources;
}

/** Files of which the first that exists counts. */
interface UsualPlace {
  readonly owner: ConfigOwner;
  readonly candidates: readonly string[];
}

function usualPlaces({ cwd, env, homeDirectory }: ConfigPlaces): readonly UsualPlace[] {
  const configured = env['XDG_CONFIG_HOME'];
  const base =
    configured === undefined || configured === ''
      ? path.join(homeDirectory, '.config')
      : configured;
  return [
    { owner: 'project', candidates: withEndings(path.join(cwd, '.azbackup')) },
    { owner: 'user', candidates: withEndings(path.join(base, 'azbackup', 'config')) },
  ];
}

function withEndings(stem: string): string[] {
  return ['yaml', 'json'].map((end) => `${stem}.${end}`);
}

async function firstFound(
  candidates: readonly string[],
  keeping: Keeping,
): Promise<NamedSource | undefined> {
  for (const file of candidates) {
    const found = await readConfigFile(file, keeping);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

async function readConfigFile(file: string, keeping: Keeping): Promise<NamedSource | undefined> {
  const text = await readText(file);
  if (text === undefined) {
    return undefined;
  }
  const parsed = fileSchema.safeParse((await parseText(text, file)) ?? {});
  if (!parsed.success) {
    throw usageError('AZB_CONFIG_INVALID', `config file ${file} is not valid`, {
      target: file,
      causes: parsed.error.issues.flatMap((issue) => issueWords(issue)),
    });
  }
  await requireTrust(file, parsed.data, keeping);
  const entries = Object.entries(await withOwnCloudFile(file, parsed.data, keeping));
  return {
    name: file,
    values: Object.fromEntries(entries.map(([key, value]) => [attributeName(key), value])),
  };
}

/**
 * A cloud file that a config file names lies beside that: in the folder where the command is started anybody may have put
 * one of its name, and would be sent the credentials.
 */
async function withOwnCloudFile(
  file: string,
  values: Readonly<Record<string, unknown>>,
  keeping: Keeping,
): Promise<Readonly<Record<string, unknown>>> {
  const { cloud } = values;
  if (typeof cloud !== 'string' || !isCloudFile(cloud)) {
    return values;
  }
  const place = path.resolve(path.dirname(file), cloud);
  await requireOwnFile(file, place, keeping);
  return { ...values, cloud: place };
}

/** An unknown key is named, with the ones that it is like. */
function issueWords(issue: z.core.$ZodIssue): readonly string[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const near = nearNames(key, Object.keys(fileSchema.shape));
      return `unknown key ${key}${near.length === 0 ? '' : `; similar keys: ${near.join(', ')}`}`;
    });
  }
  const { path: keys, message } = issue;
  return [keys.length === 0 ? message : `${keys.join('.')}: ${message}`];
}

async function readText(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      return undefined;
    }
    throw usageError('AZB_CONFIG_UNREADABLE', `config file ${file} cannot be read`, {
      target: file,
      causes: [error instanceof Error ? error.message : String(error)],
    });
  }
}

async function parseText(text: string, file: string): Promise<unknown> {
  const { parseDocument } = await import('yaml');
  try {
    // YAML 1.2 holds JSON, so one parser reads both endings.
    const document = parseDocument(text);
    const [problem] = [...document.errors, ...document.warnings];
    if (problem !== undefined) {
      throw problem;
    }
    const value: unknown = document.toJS();
    return value;
  } catch (error) {
    throw usageError('AZB_CONFIG_INVALID', `config file ${file} is not YAML or JSON`, {
      target: file,
      causes: [error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)],
    });
  }
}
