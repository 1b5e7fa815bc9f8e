// `azbackup login`: which commands of az sign in. Signs nobody in, and asks nobody.

import { commandLine } from '../../domain/command-line.js';
import type { CommandContext, CommandResult } from '../context.js';
import type { OptionsOf } from '../options/global-options.js';
import type { NoArguments } from '../options/option.js';
import type { LoginDocument } from './result.js';

type Options = OptionsOf<NoArguments, readonly ['cloud', 'subscription']>;

const DEFAULT_CLOUD = 'AzureCloud';

const VARIANTS: LoginDocument['items'] = [
  { command: 'az login', when: 'on a computer with a browser' },
  { command: 'az login --use-device-code', when: 'without a browser, as over SSH' },
  { command: 'az login --tenant TENANT', when: 'where the subscription is in another tenant' },
  { command: 'az login --identity', when: 'on a VM with a managed identity' },
];

/** Runs the command. */
export function run(
  { itemFinished }: Pick<CommandContext, 'itemFinished'>,
  { cloud, subscription = 'SUBSCRIPTION' }: Options,
): Promise<CommandResult<LoginDocument>> {
  const elsewhere = cloud !== DEFAULT_CLOUD && !/[./\\]/u.test(cloud);
  const items = [
    ...(elsewhere
      ? [{ command: `az cloud set --name ${commandLine(cloud)}`, when: 'first: the cloud' }]
      : []),
    ...VARIANTS,
    {
      command: `az account set --subscription ${commandLine(subscription)}`,
      when: 'then: the subscription, where there are several',
    },
  ];
  for (const item of items) {
    itemFinished(item);
  }
  return Promise.resolve({
    document: {
      kind: 'login',
      schemaVersion: 1,
      items,
      summary: { signedIn: false, total: items.length },
    },
    exit: 'done',
  });
}
