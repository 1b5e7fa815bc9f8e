// No secret may be seen in what people read, which is results as tables, details and progress, and in what programs read.
import { describe, expect, it } from 'vitest';
import { watched } from '../../workflow/support/watched-run.js';
import { WATCHED_COMMANDS } from '../../workflow/taint/watched-commands.js';
import { rowsInTurn } from '../share.js';

describe('no secret is seen', () => {
  it.each(rowsInTurn(WATCHED_COMMANDS, 3))('in azbackup %s', async (argv) => {
    for (const more of ['-o table -v --progress jsonl', '-o json --debug -v']) {
      const run = await watched(`${argv} ${more}`.split(' '));
      expect(run.leaks).toEqual([]);
      expect(run.stdout + run.stderr).not.toBe('');
    }
  });
});
