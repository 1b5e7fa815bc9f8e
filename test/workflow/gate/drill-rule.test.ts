// The rule of a gate on restore drills: met by what was run here, or by evidence that the file names.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Drill } from '../../../src/commands/drill/evidence.js';
import type { GateDocument } from '../../../src/commands/gate/result.js';
import type { MetricsDocument } from '../../../src/commands/metrics/result.js';
import { defaultWorld, memoryFiles, runCli, type RunOptions } from '../../support/run-cli.js';
import { aDrill, evidenceFor, sandboxEvidence } from '../../unit/commands/drill/samples.js';

let cwd = '';
beforeAll(() => {
  cwd = mkdtempSync(path.join(tmpdir(), 'azbackup-drill-rule-'));
});
afterAll(() => rmSync(cwd, { recursive: true }));

const gateFile = (rest = ''): string =>
  `version: 1\n${rest}blocks:\n  - name: all\n    select: { vm: VM005 }\n    rules: { drill-max-age: 90d }\n`;

async function gate(file: string, options: RunOptions = {}): Promise<readonly [number, string]> {
  const run = await runCli(['gate', '-f', '-', '-o', 'json'], { stdin: file, cwd, ...options });
  const reasons = run
    .json<GateDocument>()
    .items.flatMap(({ results }) => results.map(({ outcome, reason }) => `${outcome}: ${reason}`));
  return [run.code, reasons.join('\n')];
}

/** Evidence of the sandbox, in a folder of its own. */
function evidence(name: string, drills: readonly Partial<Drill>[]): void {
  mkdirSync(path.join(cwd, name));
  for (const [at, part] of drills.entries()) {
    const text = JSON.stringify(sandboxEvidence(aDrill({ id: `20261120-0000000${at}`, ...part })));
    writeFileSync(path.join(cwd, name, `${at}.json`), text);
  }
}

async function records(...texts: readonly string[]): Promise<RunOptions> {
  const drillFiles = memoryFiles();
  for (const [at, text] of texts.entries()) {
    await drillFiles.write(`${at}.json`, text);
  }
  return { drillFiles };
}

const recorded = (part: Partial<Drill>): string =>
  JSON.stringify({ schemaVersion: 1, drill: aDrill(part) });

const OLD = { id: 'old', started: '2026-06-01T00:00:00Z', ended: '2026-06-01T01:00:00Z' };
const NEW = { id: 'new', started: '2026-11-01T00:00:00Z', ended: '2026-11-01T01:00:00Z' };

describe('drill-max-age', () => {
  it.each<readonly [string, readonly string[], number, string]>([
    ['nothing', [], 12, 'not-met: no drill of VM005 is recorded here'],
    [
      'one that passed lately',
      [recorded(NEW)],
      0,
      'met: the last drill of VM005 that passed, of 2026-11-01',
    ],
    [
      'one that passed long ago',
      [recorded(OLD)],
      12,
      'not-met: the last drill of VM005 that passed, of 2026-06-01T00:00:00Z, is too old',
    ],
    [
      'one that failed since',
      [recorded(OLD), recorded({ ...NEW, outcome: 'failed' })],
      12,
      'is too old',
    ],
    [
      'one of another VM',
      [recorded({ ...NEW, vm: { id: '/subscriptions/s/x', name: 'VM005' } })],
      12,
      'no drill of VM005',
    ],
    [
      'one that is yet to come',
      [recorded({ ...NEW, started: '2027-01-01T00:00:00Z' })],
      12,
      'no drill of VM005',
    ],
    [
      'a file that is cut off',
      [recorded(OLD), '{"schemaVersion":1,'],
      6,
      'unknown: whether a drill of VM005 has passed lately could not be read',
    ],
    ['a cut-off file, and one that passed lately', [recorded(NEW), '{'], 0, 'met:'],
  ])('on records with %s', async (_, texts, code, words) => {
    const [exit, reasons] = await gate(gateFile(), await records(...texts));
    expect([exit, reasons]).toEqual([code, expect.stringContaining(words)]);
  });

  it('takes evidence of other computers, by folder or file', async () => {
    evidence('elsewhere', [OLD, NEW]);
    expect(await gate(gateFile('drills: elsewhere\n'))).toEqual([
      0,
      expect.stringContaining('met'),
    ]);
    expect(await gate(gateFile('drills: [elsewhere/0.json]\n'))).toEqual([
      12,
      expect.stringContaining('too old'),
    ]);
  });

  it('is unknown by evidence that was changed, or is of no drill in this place', async () => {
    mkdirSync(path.join(cwd, 'changed'));
    writeFileSync(path.join(cwd, 'changed', 'a.json'), JSON.stringify(evidenceFor(aDrill(NEW))));
    expect(await gate(gateFile('drills: changed\n'))).toEqual([
      6,
      expect.stringContaining('changed/a.json is not of the sandbox'),
    ]);
  });

  it('with evidence that is not there ends with 2, before Azure is asked', async () => {
    const run = await runCli(['gate', '-f', '-'], { stdin: gateFile('drills: none\n'), cwd });
    expect([run.code, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toContain('none cannot be read');
    expect(run.stderr).toContain('it is one of the drills of standard input');
  });

  it('reads no records where no rule asks', async () => {
    const file = gateFile().replace('drill-max-age: 90d', 'protected: true');
    expect(await gate(file, await records('{'))).toEqual([0, expect.stringContaining('met')]);
  });
});

describe('the metric of the last drill that passed', () => {
  const metrics = async (options: RunOptions) => {
    const run = await runCli(['metrics', '--vm', 'VM005', '-o', 'json'], {
      world: defaultWorld(),
      ...options,
    });
    const [item] = run.json<MetricsDocument>().items;
    return [run.code, item?.lastPassedDrill, item?.unread];
  };

  it('is when it began', async () => {
    expect(await metrics(await records(recorded(OLD), recorded(NEW)))).toEqual([
      0,
      NEW.started,
      [],
    ]);
    const text = await runCli(['metrics', '--vm', 'VM005'], await records(recorded(NEW)));
    const seconds = Date.parse(NEW.started) / 1000;
    expect(text.stdout).toMatch(
      new RegExp(`^azbackup_drill_last_success_timestamp_seconds\\{.*\\} ${seconds}$`, 'mu'),
    );
  });

  it('is left out without one, and unread where a record cannot be read', async () => {
    expect(await metrics(await records(recorded({ ...NEW, outcome: 'failed' })))).toEqual([
      0,
      null,
      [],
    ]);
    expect(await metrics(await records(recorded(NEW), '{'))).toEqual([
      6,
      null,
      ['lastPassedDrill'],
    ]);
  });
});
