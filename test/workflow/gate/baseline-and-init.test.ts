// A gate that begins: a first file from how machines are, and a baseline of the misses that are known.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GateDocument } from '../../../src/commands/gate/result.js';
import { runCli } from '../../support/run-cli.js';

let cwd = '';
beforeAll(() => {
  cwd = mkdtempSync(path.join(tmpdir(), 'azbackup-gate-'));
});
afterAll(() => rmSync(cwd, { recursive: true }));

describe('gate init', () => {
  it('writes a file that the machines meet, but for what is named in it', async () => {
    const run = await runCli(['gate', 'init', '--vault', 'rsv-prod'], { cwd });
    expect([run.code, run.writes]).toEqual([0, []]);
    expect(run.stdout).toMatch(
      /^wrote azbackup\.gate\.yaml: \d+ rules for 4 VMs; \d+ others stand/u,
    );
    const text = readFileSync(path.join(cwd, 'azbackup.gate.yaml'), 'utf8');
    expect(text).toContain('      vault: "rsv-prod"\n    rules:\n');
    expect(text).toContain('stand as comments, except protected.\n');
    expect(text).toContain('      # missed by 1 of 4 VMs\n      protected: true\n');
    expect(text).toContain('      # missed by 4 of 4 VMs\n      # immutability: true\n');
    expect(text).toContain('      soft-delete: true\n');
    const { items } = (await runCli(['gate', '-o', 'json'], { cwd })).json<GateDocument>();
    const missed = items.flatMap(({ results }) =>
      results.filter(({ outcome }) => outcome !== 'met' && outcome !== 'not-applicable'),
    );
    expect(missed.map(({ rule }) => rule)).toEqual(['protected']);
  });

  it('overwrites nothing, and asks Azure nothing then', async () => {
    writeFileSync(path.join(cwd, 'mine.yaml'), 'mine');
    const run = await runCli(['gate', 'init', '-f', 'mine.yaml'], { cwd });
    expect([run.code, run.exchanges]).toEqual([2, []]);
    expect(run.stderr).toContain('AZB_GATE_FILE_EXISTS');
    expect(readFileSync(path.join(cwd, 'mine.yaml'), 'utf8')).toBe('mine');
  });
});

describe('gate --baseline', () => {
  const file = (select: string): string =>
    `version: 1\nblocks:\n  - name: all\n    select: { ${select} }\n    rules: { protected: true }\n`;
  const gate = (select: string, ...more: readonly string[]) =>
    runCli(['gate', '-f', '-', ...more], { cwd, stdin: file(select) });

  it('lets known misses pass, and no new ones', async () => {
    const first = await gate('vm: [VM003, VM005]', '--format', 'json=known.json');
    expect(first.code).toBe(12);
    const same = await gate('vm: [VM003, VM005]', '--baseline', 'known.json');
    expect(same.code).toBe(0);
    expect(same.stdout).toMatch(/not met, known[\s\S]*is met\. 1 known miss does not count\./u);
    const more = await gate('vm: [VM003, VM004]', '--baseline', 'known.json', '-o', 'json');
    expect(more.code).toBe(12);
    const { items, baseline, summary } = more.json<GateDocument>();
    expect([baseline, summary.known]).toEqual(['known.json', 1]);
    expect(items.map(({ vm, results }) => [vm.name, results[0]?.known])).toEqual([
      ['VM003', true],
      ['VM004', false],
    ]);
  });

  it('needs a result of a gate', async () => {
    writeFileSync(path.join(cwd, 'other.json'), '{"kind":"status","items":[]}');
    const run = await gate('all: true', '--baseline', 'other.json');
    expect([run.code, run.exchanges]).toEqual([2, []]);
    expect(run.stderr).toContain('AZB_BASELINE_INVALID');
  });
});
