// What a restore of disks leaves to be done, as a command.

import { commandLine } from '../preflight/command-line.js';
import type { PreparedRestore } from './prepare-restore.js';
import type { RestoreOptions } from './restore-options.js';

/** The command that builds a machine from the disks of this very restore; words in capitals are to be replaced. */
export function buildCommand({ target, chosen }: PreparedRestore, options: RestoreOptions): string {
  const { vault, resourceGroup, subscription, keys, keyVault } = options;
  const same: readonly (readonly [option: string, value: string | undefined])[] = [
    ['--target-resource-group', options.targetResourceGroup],
    ['--staging-account', options.stagingAccount],
    ['--keys', keys === 'auto' ? undefined : keys],
    ['--key-vault', keyVault],
    ['--vault', vault],
    ['--resource-group', resourceGroup],
    ['--subscription', subscription],
  ];
  return commandLine(
    ...['azbackup', 'restore', '--vm', target.item.friendlyName],
    ...['--recovery-point', chosen.point.name],
    ...['--to', 'vm', '--name', 'NEW', '--vnet', 'VNET', '--subnet', 'SUBNET'],
    ...same.flatMap(([option, value]) => (value === undefined ? [] : [option, value])),
    ...(options.secondaryRegion ? ['--secondary-region'] : []),
    ...options.ignore.flatMap((judgement) => ['--ignore', judgement]),
  );
}
