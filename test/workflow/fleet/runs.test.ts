// The records of earlier changes: what is shown of them, and that only old ones without machines left are deleted.
import { describe, expect, it } from 'vitest';
import type {
  RunsListDocument,
  RunsPruneDocument,
  RunsShowDocument,
} from '../../../src/commands/runs/result.js';
import { filesWithRun, RUN_ID } from '../../support/run-files.js';
import { memoryFiles, runCli } from '../../support/run-cli.js';

const runs = (words: string, runFiles = filesWithRun()): ReturnType<typeof runCli> =>
  runCli(['runs', ...words.split(' '), '-o', 'json'], { runFiles });

describe('recorded runs', () => {
  it('are listed with what is left of them, and files that are none beside them', async () => {
    const files = filesWithRun();
    files.append('enable-20260101-000000-0000.jsonl', 'no run\n', false);
    const run = await runs('list', files);
    const { items, summary } = run.json<RunsListDocument>();
    expect(items.map(({ id, machines, problem }) => [id, machines, problem !== null])).toEqual([
      [RUN_ID, { total: 3, done: 1, failed: 1, left: 1 }, false],
      ['enable-20260101-000000-0000', null, true],
    ]);
    expect(summary).toEqual({ total: 2, left: 1 });
    expect(run.exchanges).toEqual([]);
  });

  it('are shown with what a resumed run does with each machine', async () => {
    const { items, summary } = (await runs(`show ${RUN_ID}`)).json<RunsShowDocument>();
    expect(items.map(({ vm, outcome, next }) => [vm.name, outcome, next])).toEqual([
      ['VM003', 'enabled', 'skip'],
      ['VM001', 'failed', 'retry'],
      ['VM004', null, 'start'],
    ]);
    expect(summary.resume).toEqual([`azbackup enable --resume ${RUN_ID}`]);
  });

  it('that do not exist lead to those that do', async () => {
    const run = await runs('show enable-1', memoryFiles());
    expect(run.code).toBe(3);
    expect(JSON.parse(run.stderr)).toMatchObject({
      code: 'AZB_RUN_NOT_FOUND',
      fix: ['azbackup runs list'],
    });
  });
});

describe('old runs', () => {
  it.each([
    ['prune --yes', true, 'deleted', []],
    ['prune --dry-run', true, 'planned', [`${RUN_ID}.jsonl`]],
    ['prune --older-than 365d --yes', true, undefined, [`${RUN_ID}.jsonl`]],
    ['prune --yes', false, undefined, [`${RUN_ID}.jsonl`]],
    ['prune --unfinished --yes', false, 'deleted', []],
  ])('%s of one that is done: %s', async (words, finished, outcome, names) => {
    const files = filesWithRun(finished);
    const run = await runs(words, files);
    expect(run.code).toBe(0);
    const { items } = run.json<RunsPruneDocument>();
    expect(items.map((item) => item.outcome)).toEqual(outcome === undefined ? [] : [outcome]);
    expect(await files.names()).toEqual(names);
  });

  it('are deleted by a yes, and not without one', async () => {
    const files = filesWithRun(true);
    expect((await runs('prune', files)).code).toBe(2);
    const options = { runFiles: files, tty: { in: true, err: true }, answer: false };
    const declined = await runCli(['runs', 'prune', '-o', 'json'], options);
    expect(declined.code).toBe(2);
    expect(await files.names()).toEqual([`${RUN_ID}.jsonl`]);
  });
});
