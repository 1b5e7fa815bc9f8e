// Where a command works, as the options that a person would type to have another command work there.

import { nameOf } from '../domain/resource-id.js';
import type { CommandPlace } from '../output/suggested-commands.js';
import { commandLine } from '../domain/command-line.js';
import type { Invocation } from './program.js';
import type { Settings } from './settings.js';

/**
 * The place that the arguments name. What comes from a file or the environment is there for the next command too.
 * @param call the options on the command line
 */
export function commandPlace(
  { given, places }: Pick<Invocation, 'given' | 'places'>,
  settings: Pick<Settings, 'sandbox' | 'sandboxDir'>,
  env: Readonly<Record<string, string | undefined>>,
): CommandPlace {
  const { vm } = given;
  // Some commands take one machine only.
  const vms = [vm ?? []].flat().map(String);
  const ids = vms.filter((text) => text.includes('/'));
  return {
    sandbox: sandboxSuffix(settings, env),
    principal: option('--sandbox-as', given['sandboxAs']),
    subscription: onlyOption('--subscription', places.subscriptions),
    resourceGroup: onlyOption('--resource-group', places.resourceGroups),
    vmIds: new Map(ids.map((id) => [nameOf(id).toLowerCase(), id])),
  };
}

/** Of several places none is meant for sure. */
function onlyOption(flag: string, values: readonly string[] = []): string {
  return values.length === 1 ? option(flag, values[0]) : '';
}

function option(flag: string, value: unknown): string {
  return typeof value === 'string' && value !== '' ? ` ${flag} ${commandLine(value)}` : '';
}

/**
 * What has to be appended to a command so that it works on the same sandbox, with a blank before it;
 * empty where the shell's own variables see to that, and for Azure.
 */
function sandboxSuffix(
  settings: Pick<Settings, 'sandbox' | 'sandboxDir'>,
  env: Readonly<Record<string, string | undefined>>,
): string {
  const { sandbox, sandboxDir } = settings;
  if (!sandbox) {
    return '';
  }
  if (sandboxDir !== undefined) {
    return sandboxDir === env['AZBACKUP_SANDBOX_DIR']
      ? ''
      : ` --sandbox-dir ${commandLine(sandboxDir)}`;
  }
  return (env['AZBACKUP_SANDBOX'] ?? '') === '' ? ' --sandbox' : '';
}
