// Runs the examples of a page in the order in which a reader would type them.
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { cleanPlace, runShell, type BinRun } from './bin.js';
import { shellBlocks } from './shell-blocks.js';

/** Declares a test for each example of the pages; each page begins with a sandbox of its own. */
export function testExamplesOf(pages: readonly string[]): void {
  describe.each(pages)('%s', (page) => {
    const place = cleanPlace();
    afterAll(() => place.remove());
    const examples = shellBlocks(readFileSync(page, 'utf8')).flatMap(({ line, commands, exit }) =>
      exit === undefined ? [] : [{ line, exit, script: commands.join('\n') }],
    );
    it.each(examples)('line $line ends with $exit: $script', async ({ script, exit }) => {
      const run = await runShell(place, script);
      expect(run.code, run.stderr).toBe(exit);
      expectTidyStreams(run, script);
    });
  });
}

/** Nothing but the result on stdout, in the form asked for; no stack on stderr. */
function expectTidyStreams({ code, stdout, stderr }: BinRun, script: string): void {
  const format = /(?:-o|--output)[ =](?<format>\w+)/u.exec(script)?.groups?.['format'] ?? 'table';
  const failed = stdout === '';
  if (format === 'none') {
    expect(stdout).toBe('');
  } else if (format === 'json') {
    expect(() => JSON.parse(failed ? stderr : stdout)).not.toThrow();
  } else {
    expect(failed && code === 0 ? 'nothing' : 'something').toBe('something');
  }
  expect(stderr).not.toMatch(/^\s+at .*:\d+:\d+/mu);
  expect(`${stdout}${stderr}`).not.toMatch(/\u001B\[/u);
}
