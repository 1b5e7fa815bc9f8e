// The reports of a gate, read back by parsers that are not ours, with names that would break them.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import multitool from '@microsoft/sarif-multitool';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { formatJunit } from '../../../../src/commands/gate/formats/junit.js';
import { formatMarkdown } from '../../../../src/commands/gate/formats/markdown.js';
import { formatSarif } from '../../../../src/commands/gate/formats/sarif.js';
import type { GateDocument } from '../../../../src/commands/gate/result.js';
import { isSafe } from '../../../../src/domain/unsafe-characters.js';
import { HOSTILE_GATE } from './hostile.js';
import { GATE_SAMPLE, gateDemand, gateVm } from './samples.js';

const TOOL = { version: '0.1.0' };

describe('JUnit', () => {
  const caseSchema = z.object({
    name: z.string(),
    failure: z.object({ message: z.string(), type: z.string() }).optional(),
    error: z.object({ message: z.string() }).optional(),
    skipped: z.object({ message: z.string() }).optional(),
  });
  const counts = {
    tests: z.string(),
    failures: z.string(),
    errors: z.string(),
    skipped: z.string(),
  };
  const suitesSchema = z.object({
    testsuites: z.object({
      ...counts,
      testsuite: z.array(
        z.object({ ...counts, name: z.string(), testcase: z.array(caseSchema).optional() }),
      ),
    }),
  });

  const readBack = (document: GateDocument) => {
    const text = formatJunit(document);
    expect(XMLValidator.validate(text)).toBe(true);
    const parser = new XMLParser({
      ignoreAttributes: false,
      attributeNamePrefix: '',
      isArray: (name) => name === 'testsuite' || name === 'testcase',
    });
    return suitesSchema.parse(parser.parse(text)).testsuites;
  };

  it('has a suite for each machine and a case for each rule', () => {
    const { testsuite, ...total } = readBack(GATE_SAMPLE);
    expect(total).toMatchObject({ tests: '5', failures: '1', errors: '1', skipped: '2' });
    const endings = testsuite.map(({ name, testcase = [] }) => [
      name,
      testcase.map((each) => [
        each.name,
        (['failure', 'error', 'skipped'] as const).find((kind) => each[kind] !== undefined) ?? 'ok',
      ]),
    ]);
    expect(endings).toEqual([
      [
        'rg-prod/VM001',
        [
          ['protected', 'failure'],
          ['keys-usable', 'error'],
        ],
      ],
      [
        'rg-prod/VM005',
        [
          ['protected', 'ok'],
          ['keys-usable', 'skipped'],
          ['immutability', 'skipped'],
        ],
      ],
    ]);
    const cases = testsuite.flatMap(({ testcase = [] }) => testcase);
    expect(cases[0]?.failure?.message).toBe('VM001 is not protected');
    expect(cases[4]?.skipped?.message).toMatch(/^waived until 2027-03-01: the vault becomes/u);
  });

  it('skips what is known or let pass', () => {
    const { skipped, failures, errors } = readBack({
      ...GATE_SAMPLE,
      unknown: 'pass',
      items: GATE_SAMPLE.items.map((item) => ({
        ...item,
        results: item.results.map((demand) => ({ ...demand, known: demand.outcome === 'not-met' })),
      })),
    });
    expect({ skipped, failures, errors }).toEqual({ skipped: '4', failures: '0', errors: '0' });
  });

  it('holds hostile names as text', () => {
    const { testsuite } = readBack(HOSTILE_GATE);
    expect(isSafe(formatJunit(HOSTILE_GATE))).toBe(true);
    const cases = testsuite.flatMap(({ testcase = [] }) => testcase);
    expect(cases.map((each) => each.failure ?? each.error ?? each.skipped)).toHaveLength(4);
    expect(cases[0]?.failure?.message).toMatch(/^a<b>"'&\]\]> \|/u);
    expect(cases[0]?.name).toMatch(/^policy \(a<b>"/u);
    expect(cases[2]?.error?.message).toContain('the waiver of line 3 expired on 2026-01-01');
  });
});

describe('Markdown', () => {
  it('says what is missed, and how much there is', () => {
    const text = formatMarkdown(GATE_SAMPLE);
    expect(text).toMatch(/^## Backup gate: not met\n/u);
    expect(text).toContain('2 VMs: 1 not met, 1 unknown, 1 waived, 1 met, 1 not applicable.');
    expect(text).toContain('| VM001 | protected | not met | VM001 is not protected |');
  });

  it('is short, whatever there is', () => {
    const items = Array.from({ length: 1000 }, (_, at) => ({
      vm: gateVm(`VM${at}`),
      outcome: 'not-met' as const,
      results: [gateDemand('protected', 'not-met')],
    }));
    const text = formatMarkdown({ ...GATE_SAMPLE, items });
    expect(text.split('\n').length).toBeLessThan(65);
    expect(text).toContain('And 950 more.');
  });

  it('holds hostile names as text', () => {
    const text = formatMarkdown(HOSTILE_GATE);
    expect(isSafe(text)).toBe(true);
    const rows = text.split('\n').filter((line) => line.startsWith('| '));
    expect(rows.slice(2)).toHaveLength(3);
    for (const row of rows) {
      expect(row.replaceAll(/\\./gu, '').split('|')).toHaveLength(6);
    }
    expect(text).not.toMatch(/[<>@]|:\/\/|(?<!\\)[[\]`*]/u);
    expect(text).toContain('The waiver of protected for');
  });
});

describe('SARIF', () => {
  const textSchema = z.object({ text: z.string().min(1) });
  const logSchema = z.object({
    runs: z.tuple([
      z.object({
        tool: z.object({
          driver: z.object({
            rules: z.array(
              z.object({
                id: z.string(),
                shortDescription: textSchema,
                fullDescription: textSchema,
                help: textSchema,
              }),
            ),
          }),
        }),
        automationDetails: z.object({ id: z.string() }),
        results: z.array(
          z.object({
            ruleId: z.string(),
            ruleIndex: z.number(),
            level: z.string(),
            message: textSchema,
            baselineState: z.string().optional(),
            locations: z.tuple([
              z.object({
                physicalLocation: z.object({
                  artifactLocation: z.object({ uri: z.string().min(1) }),
                  region: z.object({ startLine: z.number().min(1) }),
                }),
                logicalLocations: z.tuple([
                  z.object({ name: z.string().min(1), fullyQualifiedName: z.string().min(1) }),
                ]),
              }),
            ]),
            partialFingerprints: z.object({ primaryLocationLineHash: z.string().min(1) }),
          }),
        ),
      }),
    ]),
  });
  const runOf = (document: GateDocument) => {
    const text = formatSarif(document, TOOL);
    // GitHub refuses a file with an empty string in it.
    expect(text).not.toContain('""');
    return logSchema.parse(JSON.parse(text)).runs[0];
  };

  it('has the misses at the line with the rule, by the rules of GitHub', () => {
    const { results, tool, automationDetails } = runOf(GATE_SAMPLE);
    expect(automationDetails.id).toMatch(/^[^/]+\/$/u);
    expect(
      results.map(({ ruleId, level, locations: [{ physicalLocation, logicalLocations }] }) => [
        ruleId,
        level,
        physicalLocation.artifactLocation.uri,
        physicalLocation.region.startLine,
        logicalLocations[0].name,
      ]),
    ).toEqual([
      ['protected', 'error', 'azbackup.gate.yaml', 7, 'VM001'],
      ['keys-usable', 'warning', 'azbackup.gate.yaml', 10, 'VM001'],
    ]);
    for (const { ruleId, ruleIndex } of results) {
      expect(tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
    }
  });

  it('marks what the baseline has, and what the file lets pass', () => {
    const { results } = runOf({ ...HOSTILE_GATE, unknown: 'pass' });
    expect(results.map(({ level, baselineState }) => [level, baselineState])).toEqual([
      ['error', 'new'],
      ['error', 'unchanged'],
      ['note', 'new'],
    ]);
  });

  it.each([
    ['./gates/prod.gate.yaml', 'gates/prod.gate.yaml'],
    ['gates\\prod gate.yaml', 'gates/prod%20gate.yaml'],
    ['/home/you/a#b?.yaml', 'file:///home/you/a%23b%3F.yaml'],
    ['C:\\gates\\a.yaml', 'file:///C:/gates/a.yaml'],
  ])('names %s as %s', (file, uri) => {
    const [result] = runOf({ ...GATE_SAMPLE, file }).results;
    expect(result?.locations[0].physicalLocation.artifactLocation.uri).toBe(uri);
  });

  it('is no more than GitHub takes in a run, misses first', () => {
    const results = (['unknown', 'unknown', 'not-met'] as const).map((outcome, at) =>
      gateDemand('protected', outcome, { fingerprint: String(at) }),
    );
    const items = [{ vm: gateVm('VM001'), outcome: 'not-met' as const, results }];
    const text = formatSarif({ ...GATE_SAMPLE, items }, { ...TOOL, most: 2 });
    const found = logSchema.parse(JSON.parse(text)).runs[0].results;
    expect(
      found.map(({ partialFingerprints }) => partialFingerprints.primaryLocationLineHash),
    ).toEqual(['2', '0']);
    expect(text).toContain('1 results are left out');
  });

  describe("by Microsoft's own tool", () => {
    let folder = '';
    beforeAll(() => {
      folder = mkdtempSync(path.join(tmpdir(), 'azbackup-sarif-'));
    });
    afterAll(() => rmSync(folder, { recursive: true }));

    it('is valid, also for GitHub', () => {
      const files = Object.entries({ plain: GATE_SAMPLE, hostile: HOSTILE_GATE }).map(
        ([name, document]) => {
          const file = path.join(folder, `${name}.sarif`);
          writeFileSync(file, formatSarif(document, TOOL));
          return file;
        },
      );
      const options = ['--rule-kind', 'Sarif;Ghas', '--output', path.join(folder, 'found.sarif')];
      const printed = execFileSync(multitool, ['validate', ...files, ...options], {
        encoding: 'utf8',
      });
      expect(printed).toContain('2 files scanned');
      expect(printed.split('\n').filter((line) => /: (?:error|warning) /u.test(line))).toEqual([]);
    });
  });
});
