import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { OUTPUT_FORMATS, type OutputFormat } from '../../../src/output/output-format.js';
import { defaultWorld, runCli, type CliRun, type RunOptions } from '../../support/run-cli.js';
import { expectFormat, FORMAT_ROWS, records, SCHEMAS } from './format-rows.js';

const ERRORS: readonly (readonly [argv: string, code: number, error: string])[] = [
  ['enable --vm VM01', 3, 'AZB_VM_NOT_FOUND'],
  ['enable', 2, 'AZB_USAGE'],
  ['status --vm VM003 --nonsense', 2, 'AZB_USAGE'],
  ['grant-access --vm VM005 --revoke -q', 2, 'AZB_CONFIRMATION_NEEDED'],
];

function run(argv: string, format: OutputFormat, options?: RunOptions): Promise<CliRun> {
  return runCli([...argv.split(' '), '-o', format], { world: defaultWorld(), ...options });
}

// Each command in one format, another one at each; in all six: test/sweep.
it.each(
  FORMAT_ROWS.map((row, place) => ({
    row,
    format: OUTPUT_FORMATS[place % OUTPUT_FORMATS.length] ?? 'json',
  })),
)('$row.0 as $format', ({ row, format }) => expectFormat(row, format));

describe('one document in every format', () => {
  it.each(['status --vm VM016', 'preflight --vm VM001'])('%s', async (argv) => {
    const json: unknown = JSON.parse((await run(argv, 'json')).stdout);
    expect(parse((await run(argv, 'yaml')).stdout)).toEqual(json);
    const [item] = records((await run(argv, 'jsonl')).stdout);
    expect(json).toMatchObject({ items: [expect.objectContaining({ vm: item?.['vm'] })] });
  });

  it('jsonl tells of a machine as soon as it is done', async () => {
    const result = await run('enable --vm VM006 --vm VM003', 'jsonl');
    const names = records(result.stdout).map(({ vm }) => vm);
    expect(names).toHaveLength(3);
    expect(names[0]).toMatchObject({ name: 'VM006' });
  });
});

describe('--query', () => {
  const argv = 'status --vault rsv-prod --query items[].vm.name';
  const names = ['VM005', 'VM011', 'VM014', 'VM016'];

  it.each([
    ['json', (text: string): unknown => JSON.parse(text)],
    ['yaml', (text: string): unknown => parse(text)],
    ['jsonl', (text: string): unknown => records(text)],
    ['tsv', (text: string): unknown => text.trimEnd().split('\n')],
  ] as const)('picks the same as %s', async (format, read) => {
    const result = await run(argv, format);
    expect(result.code).toBe(6);
    expect(read(result.stdout)).toEqual(names);
  });

  it('picks into a table as well, and nothing out of none', async () => {
    for (const name of names) {
      expect((await run(argv, 'table')).stdout).toContain(name);
    }
    expect((await run(argv, 'none')).stdout).toBe('');
  });

  it.each([
    ['preflight --vm VM001 --query items[0].verdict', 5, '"blocked"'],
    ['enable --vm VM010 --query items[0].error.code', 7, '"AZB_PROTECTED_ELSEWHERE"'],
    ['status --vm VM003 --max-age 1h --query summary.tooOld', 6, '1'],
    ['status --vm VM003 --query items[0].nothing', 0, 'null'],
  ])('%s keeps the exit code %i', async (query, code, stdout) => {
    const result = await run(query, 'json');
    expect(result.code).toBe(code);
    expect(result.stdout.trim()).toBe(stdout);
  });
});

describe.each(ERRORS)('the error of %s', (argv, code, error) => {
  it.each(['json', 'jsonl'] as const)('is one object under %s', async (format) => {
    const result = await run(argv, format);
    expect(result.code).toBe(code);
    expect(result.stdout).toBe('');
    const envelope: unknown = JSON.parse(result.stderr);
    expect(envelope).toMatchObject({ type: 'error', code: error, exitCode: code });
    expect(SCHEMAS.get('error')?.safeParse(envelope)).toMatchObject({ success: true });
  });

  it.each(['table', 'yaml', 'tsv', 'none'] as const)('is prose under %s', async (format) => {
    const result = await run(argv, format);
    expect(result.code).toBe(code);
    expect(result.stdout).toBe('');
    expect(result.stderr).toMatch(/^error: /mu);
    expect(result.stderr).toContain(`code ${error}`);
    expect(result.stderr).not.toContain('{');
  });
});

describe('what goes to stderr', () => {
  it('-q: nothing but errors', async () => {
    const quiet = await run('enable --vm VM001 --grant -q', 'table');
    expect(quiet.stderr).toBe('');
    const failing = await run('enable --vm VM01 -q', 'table');
    expect(failing.stderr).toMatch(/^error: /u);
  });

  it('--progress jsonl: one event a line, the operation before any waiting', async () => {
    const result = await run('enable --vm VM003 --progress jsonl', 'none');
    const events = records(result.stderr).map(({ type }) => type);
    expect(events.indexOf('operation.accepted')).toBeGreaterThan(events.indexOf('step.started'));
    expect(events.indexOf('step.waiting')).toBeGreaterThan(events.indexOf('operation.accepted'));
    expect(events.at(-1)).toBe('step.done');
  });

  it('--debug: every request, no secret, no token', async () => {
    const result = await run('enable --vm VM001 --grant --debug', 'json');
    const lines = result.stderr.split('\n').filter((line) => line.startsWith('debug: '));
    expect(lines.length).toBeGreaterThanOrEqual(result.exchanges.length - 5);
    expect(result.stderr).not.toContain('not-a-real-secret');
    expect(result.stderr).not.toMatch(/eyJ[\w-]{20}/u);
    expect(result.code).toBe(0);
  });

  it.each([
    [{}, false],
    [{ NO_COLOR: '1' }, false],
    [{ FORCE_COLOR: '1' }, true],
  ])('colours in a pipe with %j: %s', async (env, coloured) => {
    const result = await run('preflight --vm VM001', 'table', { env });
    expect(result.stdout.includes('\u001B[')).toBe(coloured);
  });

  it.each([
    [{}, '', true],
    [{ NO_COLOR: '1' }, '', false],
    [{ TERM: 'dumb' }, '', false],
    [{}, ' --no-color', false],
  ])('colours on a terminal with %j%s: %s', async (env, option, coloured) => {
    const tty = { out: true, err: true };
    const result = await run(`preflight --vm VM001${option}`, 'table', { env, tty });
    expect(result.stdout.includes('\u001B[')).toBe(coloured);
  });
});
