// No secret may be seen in what people read: results as tables, details, progress.
import { describe, expect, it } from 'vitest';
import { watched } from '../../workflow/support/watched-run.js';
import { WATCHED_COMMANDS } from '../../workflow/taint/watched-commands.js';

describe('no secret is seen', () => {
  it.each(WATCHED_COMMANDS)('in azbackup %s', async (argv) => {
    const run = await watched(`${argv} -o table -v --progress jsonl`.split(' '));
    expect(run.leaks).toEqual([]);
    expect(run.stdout + run.stderr).not.toBe('');
  });
});
