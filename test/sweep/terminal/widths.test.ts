// Every command of README.md on terminals of 80 and 120 columns: what stays on the screen. One process for each
// width, since the commands are many.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { CHECK_IDS } from '../../../src/preflight/check-ids.js';
import { cleanPlace, explained } from '../../support/process/bin.js';
import { startInTerminal } from '../../support/process/terminal.js';
import { shellBlocks, shellWords } from '../../support/shell-blocks.js';
import { rowsInTurn } from '../share.js';

const place = cleanPlace();
afterAll(() => place.remove());

const DRIVER = path.resolve('test/support/process/several-commands.js');
const WIDTHS = [80, 120];
/** Waits on a terminal take real time, so that they can be watched. */
const TIMEOUT_MILLISECONDS = 180_000;

/** As words; those of a real subscription on the sandbox. */
const COMMANDS = shellBlocks(readFileSync('README.md', 'utf8'))
  .filter(({ role }) => role === undefined)
  .flatMap(({ commands }) => commands.map((command) => shellWords(command).slice(1)));

const CATEGORIES = [...new Set(CHECK_IDS.map((id) => id.split('.')[0] ?? ''))].join('|');
const CHECK_LIKE = new RegExp(`(?<![\\w/.-])(?:${CATEGORIES})\\.[a-z][a-z0-9-]+`, 'gu');
/** A code that goes on where it was cut. */
const CUT_CODE = /\b(?:UserError|AZB_)\w*(?:…|\.\.\.)/gu;
/** A command to paste, or one word, such as the address of a key. */
const CANNOT_BREAK = /^ *(?:(?:az|azbackup) .*|\S+)$/u;
/** A line about something that runs ends in a stopwatch, or in what is left. */
const STALE = /^.*… \d+:\d\d.*$/gmu;

describe.concurrent.each(rowsInTurn(WIDTHS, 2))(
  'the commands of README.md at %i columns',
  (columns) => {
    it(
      'leave no line that is too long, no broken code and nothing stale',
      async ({ expect: expectHere, onTestFinished: atEndOfTest }) => {
        const folder = path.join(place.directory, `sandbox-${columns}`);
        const session = startInTerminal(
          place,
          COMMANDS.map((words) => JSON.stringify(words)),
          { AZBACKUP_SANDBOX: '1', XDG_STATE_HOME: folder, AZBACKUP_YES: '1' },
          { columns, script: DRIVER, atEndOfTest },
        );
        expectHere(explained(await session.ended, 0, session.screen())).toBe(0);
        const screen = session.screen();
        const typed = (line: string): boolean => line.startsWith('$ ');
        expectHere(screen.split('\n').filter((line) => typed(line)).length).toBe(COMMANDS.length);
        expectHere(
          session.brokenLines().filter((line) => !typed(line) && !CANNOT_BREAK.test(line)),
        ).toEqual([]);
        expectHere(screen.match(STALE) ?? []).toEqual([]);
        expectHere(screen.match(CUT_CODE) ?? []).toEqual([]);
        const ids: readonly string[] = CHECK_IDS;
        expectHere((screen.match(CHECK_LIKE) ?? []).filter((id) => !ids.includes(id))).toEqual([]);
        expectHere(screen).toContain('access.secrets-granted');
      },
      TIMEOUT_MILLISECONDS,
    );
  },
);

it('there are commands', () => {
  expect(COMMANDS.length).toBeGreaterThan(15);
});
