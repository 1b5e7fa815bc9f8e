// `azbackup help sandbox`.

import { commands, text, type Topic } from './topic.js';

/** The topic. */
export const sandbox: Topic = [
  text(
    'The sandbox is a local Azure with its own clock, as strict as the real one. Nothing leaves this',
    'computer, and waits of hours take seconds. --sandbox on any command uses it, AZBACKUP_SANDBOX=1',
    'in a shell, --sandbox-dir for another folder.',
  ),
  commands(
    ['azbackup sandbox show', 'what is in it'],
    ['azbackup preflight --vm VM001 --sandbox', 'a first look'],
    ['azbackup enable --vm VM001 --grant --sandbox', 'protects a VM'],
    ['azbackup sandbox clock advance 26h', 'moves its clock, so that backups run'],
    [
      `azbackup sandbox fault add --match "GET **/backupJobs" --then 503`,
      'lets requests fail, to test a script',
    ],
    ['azbackup sandbox reset', 'puts everything back'],
    ['azbackup sandbox --help', 'all of its commands'],
  ),
  text(
    'az, Terraform and the SDKs can use it, too: sandbox serve answers them, sandbox env prints the',
    'variables that lead them there. --sandbox-as signs in as a principal with fewer rights.',
  ),
];
