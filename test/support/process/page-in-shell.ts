// The examples of a page, done in a shell by the built program.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { examplesOf, faultsOf } from '../page-examples.js';
import { cleanPlace, runShell } from './bin.js';

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
    afterAll(() => place.remove());

    it.each(examplesOf(page))('line $line ends with $exit: $script', async (example) => {
      expect(faultsOf(await runShell(place, example.script), example)).toEqual([]);
    });
  });
}
