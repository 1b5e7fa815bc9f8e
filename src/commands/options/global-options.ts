// Options that every command takes. Each can also come from an AZBACKUP_* variable or a config file.

import { AUTH_METHODS } from '../../domain/sign-in.js';
import { OUTPUT_FORMATS } from '../../output/output-format.js';
import { PROGRESS_MODES } from '../../output/progress/progress-mode.js';
import type { OptionDefinition } from '../command.js';

/** A global option. */
export interface GlobalOption extends OptionDefinition {
  /** Long name without dashes: the key in config files. */
  readonly name: string;
  readonly type: 'text' | 'flag';
}

/** The values of `--auth`. */
export const AUTH_CHOICES = ['auto', ...AUTH_METHODS] as const;

/** All of them, in help's order. */
export const GLOBAL_OPTIONS: readonly GlobalOption[] = [
  {
    name: 'subscription',
    type: 'text',
    flags: '--subscription <id>',
    description: 'subscription, by id or name',
    group: 'What',
  },
  {
    name: 'resource-group',
    type: 'text',
    flags: '-g, --resource-group <name>',
    description: 'look for machines in this resource group only',
    group: 'What',
  },
  {
    name: 'vault',
    type: 'text',
    flags: '--vault <name>',
    description: 'Recovery Services vault, by name or resource id',
    group: 'What',
  },
  {
    name: 'dry-run',
    type: 'flag',
    flags: '--dry-run',
    description: 'show what would be changed, and change nothing',
    group: 'How',
  },
  {
    name: 'yes',
    type: 'flag',
    flags: '-y, --yes',
    description: 'answer yes to every question',
    group: 'How',
  },
  {
    name: 'no-input',
    type: 'flag',
    flags: '--no-input',
    description: 'never ask; fail where an answer is needed',
    group: 'How',
  },
  {
    name: 'output',
    type: 'text',
    flags: '-o, --output <format>',
    description: `format of the result: ${OUTPUT_FORMATS.join(', ')}`,
    group: 'Output',
    choices: OUTPUT_FORMATS,
  },
  {
    name: 'query',
    type: 'text',
    flags: '--query <jmespath>',
    description: 'pick from the result with a JMESPath expression',
    group: 'Output',
  },
  {
    name: 'progress',
    type: 'text',
    flags: '--progress <kind>',
    description: 'auto, live, plain, jsonl or none, on stderr',
    group: 'Output',
    choices: PROGRESS_MODES,
  },
  {
    name: 'quiet',
    type: 'flag',
    flags: '-q, --quiet',
    description: 'no progress, plans or hints on stderr',
    group: 'Output',
  },
  {
    name: 'verbose',
    type: 'flag',
    flags: '-v, --verbose',
    description: 'show what is otherwise folded',
    group: 'Output',
  },
  {
    name: 'debug',
    type: 'flag',
    flags: '--debug',
    description: 'show every request on stderr, never its body',
    group: 'Output',
  },
  {
    name: 'no-color',
    type: 'flag',
    flags: '--no-color',
    description: 'no colours (NO_COLOR works too)',
    group: 'Output',
  },
  {
    name: 'cloud',
    type: 'text',
    flags: '--cloud <name>',
    description: 'AzureCloud, AzureUSGovernment, AzureChinaCloud, or a JSON file',
    group: 'Global',
  },
  {
    name: 'auth',
    type: 'text',
    flags: '--auth <method>',
    description: `how to sign in: ${AUTH_CHOICES.join(', ')}`,
    choices: AUTH_CHOICES,
    group: 'Global',
  },
  {
    name: 'sandbox',
    type: 'flag',
    flags: '--sandbox',
    description: 'work on the embedded sandbox instead of Azure',
    group: 'Global',
  },
  {
    name: 'sandbox-dir',
    type: 'text',
    flags: '--sandbox-dir <folder>',
    description: 'where the sandbox is kept; implies --sandbox',
    group: 'Global',
  },
  {
    name: 'sandbox-as',
    type: 'text',
    flags: '--sandbox-as <principal>',
    description: "work as another of the sandbox's principals, to rehearse missing rights",
    group: 'Global',
  },
  {
    name: 'config',
    type: 'text',
    flags: '--config <file>',
    description: 'config file to read besides the usual ones',
    group: 'Global',
  },
];

/** The environment variable of a global option. */
export function environmentName(name: string): string {
  return `AZBACKUP_${name.toUpperCase().replaceAll('-', '_')}`;
}

/** The key under which commander keeps an option's value. */
export function attributeName(name: string): string {
  return name.replaceAll(/-(?<letter>[a-z])/gu, (_, letter: string) => letter.toUpperCase());
}
