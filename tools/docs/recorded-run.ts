// docs/first-run.svg: the first commands of README.md on a terminal, from what they really write.

import { defaultWorld, runCli } from '../../test/support/run-cli.js';
import { terminalSvg } from './terminal-svg.js';

const COLUMNS = 100;

/** What is typed; `--sandbox` is chosen by a variable, so that the suggested commands are those of Azure. */
const COMMANDS = ['enable --vm VM001', 'enable --vm VM001 --grant'];

/** The picture. The sandbox has a clock of its own, so it is the same each time. */
export async function renderRecordedRun(): Promise<string> {
  const world = defaultWorld();
  let written = '';
  for (const command of COMMANDS) {
    written += `${written === '' ? '' : '\n'}$ azbackup ${command}\n`;
    await runCli(command.split(' '), {
      world,
      tty: { out: true, err: true },
      env: { TERM: 'xterm-256color' },
      onWrite: (text) => {
        written += text;
      },
    });
  }
  return terminalSvg(
    written,
    COLUMNS,
    'azbackup finds what is missing, grants it, and protects the VM',
  );
}
