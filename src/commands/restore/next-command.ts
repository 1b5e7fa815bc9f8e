// What a restore of disks leaves to be done, as a command.

import { commandLine } from '../../preflight/command-line.js';
import type { PreparedRestore } from './prepare.js';
import type { RestoreOptions } from './options.js';

/** The command that builds a machine from the disks of this very restore; words in capitals are to be replaced. */
export function buildCommand({ target, chosen }: PreparedRestore, options: RestoreOptions): string {
  const { vault, resourceGroup, subscription, keys, keyVault } = options;
  const words: readonly (readonly [option: string, value: string | undefined])[] = [
    ['--vm', target.item.friendlyName],
    ['--recovery-point', chosen.point.name],
    ['--to', 'vm'],
    ['--name', 'NEW'],
    ['--vnet', 'VNET'],
    ['--subnet', 'SUBNET'],
    ['--target-resource-group', options.targetResourceGroup],
    ['--staging-account', options.stagingAccount],
    ['--keys', keys === 'auto' ? undefined : keys],
    ['--key-vault', keyVault],
    ['--vault', vault],
    ['--resource-group', resourceGroup],
    ['--subscription', subscription],
    ...options.ignore.map((evaluation) => ['--ignore', evaluation] as const),
  ];
  return commandLine(
    'azbackup',
    'restore',
    ...words.flatMap(([option, value]) => (value === undefined ? [] : [option, value])),
    ...(options.secondaryRegion ? ['--secondary-region'] : []),
  );
}
