// The examples of a page, done in a shell by the built program.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { examplesOf, faultsOf, type PageExample } from '../page-examples.js';
import { shellWords } from '../shell-blocks.js';
import { cleanPlace, runBlocks, runShell, type BinRun, type CleanPlace } from './bin.js';

/** The pages of the documentation that have examples for a shell, README.md first. */
export function pagesWithExamples(): readonly string[] {
  return [
    'README.md',
    'README.ja.md',
    ...readdirSync('docs').map((name) => path.join('docs', name)),
  ].filter((page) => page.endsWith('.md') && examplesOf(page).length > 0);
}

/** Tests of each example of a page, in order and on one sandbox, as for its reader. */
export function describePage(page: string): void {
  describe.each([page])('%s', () => {
    const place = cleanPlace();
    const examples = examplesOf(page);
    const runs: BinRun[] = [];
    beforeAll(async () => {
      while (runs.length < examples.length) {
        runs.push(...(await runNext(place, examples.slice(runs.length))));
      }
    });
    afterAll(() => place.remove());

    it.each(examples.map((example, index) => ({ ...example, index })))(
      'line $line ends with $exit: $script',
      ({ index, ...example }) => {
        expect(runs[index] === undefined ? ['not run'] : faultsOf(runs[index], example)).toEqual(
          [],
        );
      },
    );
  });
}

/** Words and quotes, and nothing of which a shell makes something else. */
const PLAIN = /^azbackup [^|<>$&;*\\]*$/u;

/** The first of some examples, in a shell; with those after it, in one process, where they need no shell. */
async function runNext(
  place: CleanPlace,
  examples: readonly PageExample[],
): Promise<readonly BinRun[]> {
  const [first] = examples;
  const needsShell = ({ script }: PageExample): boolean =>
    script.split('\n').some((line) => !PLAIN.test(line));
  const shell = examples.findIndex(needsShell);
  if (first === undefined || shell === 0) {
    return first === undefined ? [] : [await runShell(place, first.script)];
  }
  const plain = shell === -1 ? examples : examples.slice(0, shell);
  return runBlocks(
    place,
    plain.map(({ script }) => script.split('\n').map((line) => shellWords(line).slice(1))),
  );
}
