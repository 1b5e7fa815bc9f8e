import { describe, expect, it } from 'vitest';
import { hint, splitHints } from '../../../src/output/hints.js';
import { stripControls } from '../../../src/output/text-width.js';
import { renderResult } from '../../../src/output/render.js';
import { renderableOf } from '../../support/result-view.js';
import { defaultWorld, runCli } from '../../support/run-cli.js';
import { NOW, SEVERAL_ENABLES } from '../commands/results/sample-documents.js';
import { recordIo } from './recorded-io.js';

describe('hints among the lines of a view', () => {
  it('are parted from the result, with the blank line before them', () => {
    expect(splitHints(['VM001', '', hint('  azbackup status')])).toEqual({
      result: ['VM001'],
      hints: ['  azbackup status'],
    });
  });

  it('are as they read where nobody parts them', () => {
    expect(stripControls(hint('azbackup status'))).toBe('azbackup status');
  });

  it('leave a result without hints as it is', () => {
    expect(splitHints(['VM001', ''])).toEqual({ result: ['VM001', ''], hints: [] });
  });
});

it('a result on stdout has no hints, nor colours where stderr has none', async () => {
  const io = recordIo({ tty: true }).io;
  const { text, hints } = await renderResult(renderableOf(SEVERAL_ENABLES), {
    format: 'table',
    io: { ...io, errColor: false, outColor: true },
    now: NOW,
  });
  expect(text).not.toContain('Details:');
  expect(hints).toBe('Details: add -o json, or name one machine.\n');
});

describe('a command', () => {
  const argv = ['status', '--vm', 'VM003'];

  it('writes what could be done next to stderr', async () => {
    const run = await runCli(argv, { world: defaultWorld() });
    expect(run.stdout).not.toContain('azbackup preflight');
    expect(run.stderr).toContain('azbackup preflight --vm VM003');
  });

  it.each([['-q'], ['--progress', 'jsonl']])('writes it nowhere under %s', async (...more) => {
    const run = await runCli([...argv, ...more], { world: defaultWorld() });
    expect(run.stdout + run.stderr).not.toContain('azbackup preflight');
  });
});
