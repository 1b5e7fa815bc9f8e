// Where each setting's value comes from: flag, then environment, then project file, then user file, then
// default. Every source is validated by one schema, and errors name the source.

import { z } from 'zod';
import {
  AUTH_CHOICES,
  GLOBAL_OPTIONS,
  attributeName,
  environmentName,
} from '../commands/options/global-options.js';
import { usageError } from '../errors/azbackup-error.js';
import { OUTPUT_FORMATS } from '../output/output-format.js';
import { PROGRESS_MODES } from '../output/progress/progress-mode.js';

/** Global settings after all sources were merged. */
export const settingsSchema = z.strictObject({
  subscription: z.string().min(1).optional(),
  resourceGroup: z.string().min(1).optional(),
  vault: z.string().min(1).optional(),
  cloud: z.string().min(1).default('AzureCloud'),
  auth: z.enum(AUTH_CHOICES).default('auto'),
  sandbox: z.boolean().default(false),
  sandboxDir: z.string().min(1).optional(),
  sandboxAs: z.string().min(1).optional(),
  config: z.string().min(1).optional(),
  output: z.enum(OUTPUT_FORMATS).default('table'),
  query: z.string().min(1).optional(),
  progress: z.enum(PROGRESS_MODES).default('auto'),
  dryRun: z.boolean().default(false),
  yes: z.boolean().default(false),
  noInput: z.boolean().default(false),
  quiet: z.boolean().default(false),
  verbose: z.boolean().default(false),
  debug: z.boolean().default(false),
  noColor: z.boolean().default(false),
});

/** Global settings. */
export type Settings = z.infer<typeof settingsSchema>;

/** Values of one source by attribute name. */
export type SettingSource = Readonly<Record<string, unknown>>;

/** A source with the words that name it in an error. */
export interface NamedSource {
  readonly name: string;
  readonly values: SettingSource;
}

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
  const parsed = settingsSchema.safeParse(merged);
  if (!parsed.success) {
    throw usageError('AZB_SETTING_INVALID', 'a setting is not valid', {
      causes: parsed.error.issues.map((issue) => describeIssue(issue, origin)),
    });
  }
  const { data } = parsed;
  return data.sandboxDir === undefined && data.sandboxAs === undefined
    ? data
    : { ...data, sandbox: true };
}

function describeIssue(issue: z.core.$ZodIssue, origin: ReadonlyMap<string, string>): string {
  const key = String(issue.path[0] ?? ('keys' in issue ? issue.keys[0] : ''));
  return `${key} (${origin.get(key) ?? 'default'}): ${issue.message}`;
}

/** The settings that `AZBACKUP_*` variables give. */
export function environmentSettings(
  env: Readonly<Record<string, string | undefined>>,
): NamedSource {
  const values: Record<string, unknown> = {};
  for (const { name, type } of GLOBAL_OPTIONS) {
    const text = env[environmentName(name)];
    if (text !== undefined && (type === 'flag' || text !== '')) {
      values[attributeName(name)] = type === 'flag' ? flagOf(text, environmentName(name)) : text;
    }
  }
  return { name: 'environment', values };
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
