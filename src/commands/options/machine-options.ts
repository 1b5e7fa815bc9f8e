// Options that commands on machines share, so that they mean the same everywhere.

import type { OptionDefinition } from '../command.js';

/** Which machines. */
export const VM_OPTION: OptionDefinition = {
  flags: '--vm <name>',
  description: 'virtual machine, by name or resource id; may be repeated',
  group: 'What',
  repeatable: true,
};

/** Overrides one check. */
export const IGNORE_OPTION: OptionDefinition = {
  flags: '--ignore <check>',
  description: 'go on although this check fails or is unknown; may be repeated',
  group: 'How',
  repeatable: true,
};

/** Spares the look into the directory. */
export const PRINCIPAL_OPTION: OptionDefinition = {
  flags: '--backup-principal-id <guid>',
  description: 'object id of the Backup Management Service, where Microsoft Graph may not be read',
  group: 'How',
};

/** How access is given. */
export const GRANT_OPTIONS: readonly OptionDefinition[] = [
  {
    flags: '--role <kind>',
    description:
      'role for RBAC vaults: custom (least privilege, default), built-in, or administrator',
    group: 'How',
    choices: ['custom', 'built-in', 'administrator'],
  },
  {
    flags: '--scope <scope>',
    description:
      'where to assign it: vault (default), or object for the one key and secret (not documented as enough)',
    group: 'How',
    choices: ['vault', 'object'],
  },
];

/** How long an operation of Azure Backup is waited for. */
export const WAIT_OPTIONS: readonly OptionDefinition[] = [
  {
    flags: '--no-wait',
    description: 'return once Azure has accepted the request; its outcome is not known then',
    group: 'How',
  },
  {
    flags: '--timeout <duration>',
    description: 'stop waiting after this long, such as 10m; Azure goes on (exit 8)',
    group: 'How',
  },
];

/** Tells a script that a dry run found something to do. */
export const DETAILED_EXITCODE_OPTION: OptionDefinition = {
  flags: '--detailed-exitcode',
  description: 'with --dry-run: exit 11 when there are changes to make, 0 when there are none',
  group: 'Output',
};

/** Global options that narrow where machines and vaults are looked for. */
export const PLACE_GLOBALS: readonly string[] = ['subscription', 'resource-group', 'vault'];
