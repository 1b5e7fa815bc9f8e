// Reports of `azbackup gate`: files that are there as a whole or not at all, and one on stdout in the place of the table.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../../support/run-cli.js';

const FILE = `version: 1
blocks:
  - name: all
    select: { vm: [VM003, VM005] }
    rules:
      protected: true
`;

describe('gate --format', () => {
  let cwd = '';
  beforeAll(() => {
    cwd = mkdtempSync(path.join(tmpdir(), 'azbackup-gate-'));
    writeFileSync(path.join(cwd, 'azbackup.gate.yaml'), FILE);
    writeFileSync(path.join(cwd, 'gate.xml'), 'an earlier one');
  });
  afterAll(() => rmSync(cwd, { recursive: true }));

  it('writes each report besides the table', async () => {
    const formats = ['junit=gate.xml', 'sarif=gate.sarif', 'markdown=gate.md', 'json=gate.json'];
    const run = await runCli(['gate', ...formats.flatMap((each) => ['--format', each])], { cwd });
    expect(run.code).toBe(12);
    expect(run.stdout).toContain('azbackup.gate.yaml is not met.');
    const read = (name: string): string => readFileSync(path.join(cwd, name), 'utf8');
    expect(read('gate.xml')).toContain('<failure message="VM003 is not protected"');
    expect(JSON.parse(read('gate.sarif'))).toMatchObject({
      runs: [{ results: [{ locations: [{ physicalLocation: { region: { startLine: 6 } } }] }] }],
    });
    expect(read('gate.md')).toContain('| VM003 | protected | not met |');
    expect(JSON.parse(read('gate.json'))).toMatchObject({ kind: 'gate', verdict: 'not-met' });
    expect(readdirSync(cwd).toSorted()).toEqual(
      ['azbackup.gate.yaml', 'gate.json', 'gate.md', 'gate.sarif', 'gate.xml'].toSorted(),
    );
  });

  it('writes one to stdout, in the place of the document', async () => {
    const run = await runCli(['gate', '--format', 'markdown=-', '-o', 'jsonl'], { cwd });
    expect(run.stdout).toMatch(/^## Backup gate: not met\n[^{}]*$/u);
  });

  it.each([
    [['markdown=-', 'json=-'], 'only one --format can go to standard output'],
    [['html=a.html'], '--format needs a kind and a file'],
    [['json='], '--format needs a kind and a file'],
    [['json=no-such-folder/gate.json'], 'no-such-folder/gate.json cannot be written'],
  ])('%j: ends with 2', async (formats, words) => {
    const run = await runCli(['gate', ...formats.flatMap((each) => ['--format', each])], { cwd });
    expect([run.code, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toContain(words);
  });
});
