// Where each setting's value comes from: flag, then environment, then project file, then user file, then
// default. What was merged is parsed once, by the schemas of the global options; errors name the source.

import path from 'node:path';
import { z } from 'zod';
import * as schemaParts from '../commands/options/schema-parts.js';
import {
  GLOBAL_OPTIONS,
  GLOBAL_OPTION_TABLE,
  environmentName,
  type GlobalOptionValues,
} from '../commands/options/global-options.js';
import { isSafe } from '../domain/unsafe-characters.js';
import { usageError } from '../errors/azbackup-error.js';
import { isCloudFile } from './backend/clouds.js';

/** Global settings after all sources were merged. */
export type Settings = GlobalOptionValues;

const settingsSchema = z.strictObject(
  Object.fromEntries(
    Object.entries(GLOBAL_OPTION_TABLE).map(([key, { schema }]) => [key, schema(schemaParts)]),
  ),
);

/** Values of one source by attribute name. */
export type SettingSource = Readonly<Record<string, unknown>>;

/** A source with the words that name it in an error. */
export interface NamedSource {
  readonly name: string;
  readonly values: SettingSource;
}

/** The source that variables are. */
const ENVIRONMENT = 'environment';

const TRUE_WORDS = new Set(['1', 'true', 'yes', 'on']);
const FALSE_WORDS = new Set(['0', 'false', 'no', 'off', '']);

/**
 * Merges sources, strongest first.
 * @throws AzbackupError `AZB_SETTING_INVALID` (2) naming the setting and its source
 */
export function mergeSettings(sources: readonly NamedSource[]): Settings {
  const merged: Record<string, unknown> = {};
  const origin = new Map<string, string>();
  for (const source of sources) {
    for (const [key, value] of Object.entries(source.values)) {
      if (value !== undefined && !origin.has(key)) {
        merged[key] = value;
        origin.set(key, source.name);
      }
    }
  }
  requireSafe(merged, origin);
  const parsed = settingsSchema.safeParse(merged);
  if (!parsed.success) {
    throw usageError('AZB_SETTING_INVALID', 'a setting is not valid', {
      causes: parsed.error.issues.map((issue) => describeIssue(issue, { merged, origin })),
    });
  }
  // Settings are what the table's schemas yield; the compiler cannot follow that through fromEntries.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  const data = parsed.data as Settings;
  return data.sandboxDir === undefined && data.sandboxAs === undefined
    ? data
    : { ...data, sandbox: true };
}

function requireSafe(
  values: Readonly<Record<string, unknown>>,
  origin: ReadonlyMap<string, string>,
): void {
  for (const [key, value] of Object.entries(values)) {
    if (typeof value === 'string' && !isSafe(value)) {
      throw usageError('AZB_SETTING_INVALID', 'a setting is not valid', {
        causes: [`${placeOf(key, origin)}: it has control characters`],
      });
    }
  }
}

function describeIssue(
  issue: z.core.$ZodIssue,
  {
    merged,
    origin,
  }: {
    readonly merged: Readonly<Record<string, unknown>>;
    readonly origin: ReadonlyMap<string, string>;
  },
): string {
  const key = String(issue.path[0] ?? ('keys' in issue ? issue.keys[0] : ''));
  const choices = GLOBAL_OPTIONS.find((option) => option.key === key)?.choices;
  const reason =
    choices === undefined
      ? issue.message
      : `it must be one of ${choices.join(', ')}, not ${String(merged[key])}`;
  return `${placeOf(key, origin)}: ${reason}`;
}

/** The setting by the name that it has where its value comes from, so that it can be found there. */
function placeOf(key: string, origin: ReadonlyMap<string, string>): string {
  const name = GLOBAL_OPTIONS.find((option) => option.key === key)?.name ?? key;
  const source = origin.get(key) ?? 'default';
  if (source === ENVIRONMENT) {
    return environmentName(name);
  }
  return `${name} (${source})`;
}

/** The settings that `AZBACKUP_*` variables give. */
export function environmentSettings(
  env: Readonly<Record<string, string | undefined>>,
): NamedSource {
  const values: Record<string, unknown> = {};
  for (const { key, name, type } of GLOBAL_OPTIONS) {
    const text = env[environmentName(name)];
    if (text !== undefined && (type === 'flag' || text !== '')) {
      values[key] = type === 'flag' ? flagOf(text, environmentName(name)) : text;
      requireFullPath(key, text, environmentName(name));
    }
  }
  return { name: ENVIRONMENT, values };
}

/** It holds in whichever folder a command is started, and in any of them somebody may have put a file of that name. */
function requireFullPath(key: string, text: string, variable: string): void {
  if (key === 'cloud' && isCloudFile(text) && !path.isAbsolute(text)) {
    throw usageError(
      'AZB_SETTING_INVALID',
      `${variable} must be a name or a full path, not ${text}`,
      {
        target: variable,
      },
    );
  }
}

function flagOf(text: string, variable: string): boolean {
  const word = text.toLowerCase();
  if (TRUE_WORDS.has(word) || FALSE_WORDS.has(word)) {
    return TRUE_WORDS.has(word);
  }
  throw usageError('AZB_SETTING_INVALID', `${variable} must be true or false, not ${text}`, {
    target: variable,
  });
}
