// No secret may be seen: not in results, not in errors, not with --debug. Every secret of a world, and every
// token that it gives out, is looked for in everything that the program says.
import { describe, expect, it } from 'vitest';
import { OUTPUT_FORMATS } from '../../../src/output/output-format.js';
import { copiesOf, encryptionInfo } from '../support/key-world.js';
import { watched, watchedWorld } from '../support/watched-run.js';
import { WATCHED_COMMANDS } from './watched-commands.js';

describe('no secret is seen', () => {
  // Some of the commands; all of them, and as tables and in progress: test/sweep.
  it.each(WATCHED_COMMANDS.filter((_, place) => place % 12 === 0))(
    'in azbackup %s',
    async (argv) => {
      const run = await watched(`${argv} -o json --debug -v`.split(' '));
      expect(run.leaks).toEqual([]);
      expect(run.stdout + run.stderr).not.toBe('');
    },
  );

  it.each(OUTPUT_FORMATS)('in results as %s', async (format) => {
    for (const argv of [
      'enable --vm VM001 --vm VM008 --grant',
      'status --vm VM005 --vm VM014',
      'rp show latest --vm VM005',
      'rp list --vm VM005',
    ]) {
      const run = await watched([...argv.split(' '), '-o', format, '--debug']);
      expect(run.leaks).toEqual([]);
    }
  });

  it.each([
    ['as it is', (info: string) => info],
    ['cut off', (info: string) => info.slice(0, -9)],
    ['cut off within the copies', (info: string) => info.slice(0, info.length / 2)],
    ['without its names', (info: string) => info.replaceAll(/"\w+":/gu, '"x":')],
    [
      'with a copy that opens nothing',
      (info: string) => info.replace('Backup', 'backup').replace(/.{9}"/u, '"'),
    ],
  ])('of a file %s', async (_what, change) => {
    const stdin = change(encryptionInfo(copiesOf(watchedWorld, 'VM014')));
    for (const more of ['-o json --debug -v', '-o table -v --progress jsonl', '--dry-run']) {
      const argv = `restore-keys --file - --os-type linux ${more}`.split(' ');
      const run = await watched(argv, { stdin });
      expect(run.leaks).toEqual([]);
    }
  });

  it('among the tokens, which were looked for', async () => {
    const run = await watched(['preflight', '--vm', 'VM001']);
    expect(run.tokens).toBeGreaterThan(0);
  });
});
