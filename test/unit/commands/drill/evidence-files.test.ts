// Evidence of drills, read back by parsers that are not ours, with texts that would break them.
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Drill } from '../../../../src/commands/drill/evidence.js';
import { canonicalJson } from '../../../../src/commands/drill/evidence-files/hash.js';
import { drillsJunit } from '../../../../src/commands/drill/evidence-files/junit.js';
import { drillMarkdown } from '../../../../src/commands/drill/evidence-files/markdown.js';
import { verifyEvidence } from '../../../../src/commands/drill/evidence-files/verify-evidence.js';
import { isSafe } from '../../../../src/domain/unsafe-characters.js';
import { evidenceSchemaText } from '../../../../tools/docs/evidence-schema.js';
import { HOSTILE } from '../gate/hostile.js';
import { aDrill, drilledVm, evidenceFor } from './samples.js';

const HOSTILE_DRILL = aDrill({
  vm: { id: `/subscriptions/s/${HOSTILE}`, name: HOSTILE },
  outcome: 'failed',
  reasons: [HOSTILE, ''],
  notes: [HOSTILE],
  checks: [{ check: 'script', outcome: 'failed', observed: HOSTILE }],
  cleanup: 'leftovers',
  cleanupReasons: [HOSTILE],
  resources: [
    {
      kind: 'disk',
      id: `/a/${HOSTILE}`,
      state: 'left',
      made: null,
      time: '2026-11-23T18:24:50Z',
      reason: HOSTILE,
      goneBy: null,
    },
  ],
});

const outcomes = fc.constantFrom<Drill['outcome']>('passed', 'failed', 'inconclusive', 'running');
const cleanups = fc.constantFrom<Drill['cleanup']>('clean', 'leftovers', 'kept', 'pending', 'none');
const measures = fc.record({
  seconds: fc.option(fc.nat(100)),
  limitSeconds: fc.option(fc.nat(100)),
});
const checks = fc.array(
  fc.record({
    check: fc.constantFrom('boots' as const, 'agent' as const, 'script' as const),
    outcome: fc.constantFrom('passed' as const, 'failed' as const, 'inconclusive' as const),
    observed: fc.string({ unit: 'binary' }),
  }),
);

describe('the hash', () => {
  it('is that of the published example of RFC 8785 in its form', () => {
    const value = {
      numbers: JSON.parse('[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001]'),
      string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
      literals: [null, true, false],
    };
    expect(canonicalJson(value)).toBe(
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    );
    expect(canonicalJson({ '10': 1, '9': 2, '\u20ac': 3, '\r': 4, a: 5 })).toBe(
      String.raw`{"\r":4,"10":1,"9":2,"a":5,"€":3}`,
    );
  });

  it('does not depend on how the file is laid out', () => {
    const evidence = evidenceFor(aDrill());
    const turned = Object.fromEntries(Object.entries(evidence).toReversed());
    for (const text of [JSON.stringify(evidence), JSON.stringify(turned, undefined, 7)]) {
      expect(verifyEvidence(text)).toEqual({ status: 'valid', evidence });
    }
  });

  it('shows any other value in any place', () => {
    const evidence = evidenceFor(aDrill());
    const places = placesIn(evidence);
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.jsonValue(), (place, value) => {
        const changed = withValue(evidence, place, value);
        fc.pre(canonicalJson(changed) !== canonicalJson(evidence));
        expect(verifyEvidence(JSON.stringify(changed)).status).toBe('invalid');
      }),
    );
  });

  it.each([
    ['no JSON', '{', 'is not evidence of a drill'],
    ['another document', '{"kind":"gate"}', 'is not evidence of a drill'],
    ['nothing', '', 'is not evidence of a drill'],
    [
      'another result',
      JSON.stringify(evidenceFor(aDrill({ outcome: 'failed' }))).replace('failed', 'passed'),
      'was changed: its hash is not that of its content',
    ],
  ])('%s: invalid', (_, text, reason) => {
    expect(verifyEvidence(text)).toEqual({ status: 'invalid', reason });
  });
});

describe('the JSON Schema', async () => {
  const ajv = new Ajv2020({ allErrors: true, strict: true });
  const validate = ajv.compile(JSON.parse(await evidenceSchemaText()));

  it.each([
    ['that passed', aDrill()],
    ['of hostile names', HOSTILE_DRILL],
    ['without a point', aDrill({ recoveryPoint: null, outcome: 'inconclusive', ended: null })],
  ])('takes evidence of a drill %s', (_, drill) => {
    expect([validate(evidenceFor(drill)), validate.errors]).toEqual([true, null]);
  });

  it('refuses what lacks a key, has another one, or another word', () => {
    const { hash, ...rest } = evidenceFor(aDrill());
    const bad = [rest, { ...rest, hash, more: 1 }, { ...rest, hash, drill: { outcome: 'good' } }];
    expect(bad.map((each) => validate(each))).toEqual([false, false, false]);
  });
});

describe('JUnit', () => {
  const endingSchema = z.object({ message: z.string() }).optional();
  const suitesSchema = z.object({
    testsuites: z.object({
      failures: z.string(),
      errors: z.string(),
      testsuite: z
        .array(
          z.object({
            name: z.string(),
            timestamp: z.string(),
            time: z.string(),
            testcase: z.array(
              z.object({
                name: z.string(),
                failure: endingSchema,
                error: endingSchema,
                skipped: endingSchema,
              }),
            ),
          }),
        )
        .default([]),
    }),
  });
  const readBack = (...drills: readonly Drill[]) => {
    const text = drillsJunit(drills);
    expect(XMLValidator.validate(text)).toBe(true);
    const parser = new XMLParser({
      ignoreAttributes: false,
      attributeNamePrefix: '',
      isArray: (name) => name === 'testsuite' || name === 'testcase',
    });
    return suitesSchema.parse(parser.parse(text)).testsuites;
  };
  const endings = (drill: Drill): readonly string[] =>
    readBack(drill).testsuite.flatMap(({ testcase }) =>
      testcase.map(({ name, ...each }) => {
        const kind = (['failure', 'error', 'skipped'] as const).find(
          (word) => each[word] !== undefined,
        );
        return `${name} ${kind ?? 'passed'}`;
      }),
    );

  it.each<readonly [string, Drill, readonly string[]]>([
    [
      'passed',
      aDrill(),
      [
        'restore passed',
        'boots passed',
        'encryption passed',
        'rto passed',
        'rpo passed',
        'clean-up passed',
      ],
    ],
    [
      'a restore that failed, and leftovers',
      aDrill({
        outcome: 'failed',
        checks: [],
        rto: { seconds: null, limitSeconds: 60 },
        rpo: { seconds: 1, limitSeconds: null },
        cleanup: 'leftovers',
      }),
      ['restore failure', 'rto error', 'clean-up error'],
    ],
    [
      'interrupted',
      aDrill({
        outcome: 'inconclusive',
        checks: [],
        rto: { seconds: null, limitSeconds: null },
        rpo: { seconds: 1, limitSeconds: null },
      }),
      ['restore error', 'clean-up passed'],
    ],
    [
      'before anything was made',
      aDrill({
        outcome: 'planned',
        cleanup: 'none',
        checks: [],
        rto: { seconds: null, limitSeconds: null },
        rpo: { seconds: 1, limitSeconds: null },
      }),
      ['restore skipped', 'clean-up skipped'],
    ],
  ])('%s', (_, drill, expected) => {
    expect(endings(drill)).toEqual(expected);
  });

  it('has no failure and no error where a drill passed and is clean, and only there', () => {
    fc.assert(
      fc.property(
        fc.record({ outcome: outcomes, cleanup: cleanups, checks, rto: measures, rpo: measures }),
        (part) => {
          const isBad =
            part.checks.some(({ outcome }) => outcome !== 'passed') ||
            [part.rto, part.rpo].some(
              ({ seconds, limitSeconds }) =>
                limitSeconds !== null && (seconds === null || seconds > limitSeconds),
            );
          // What the verdict never says of such findings.
          fc.pre(!(isBad && part.outcome === 'passed'));
          const { failures, errors } = readBack(aDrill(part));
          const isGood = part.outcome === 'passed' && ['clean', 'none'].includes(part.cleanup);
          expect(failures === '0' && errors === '0').toBe(isGood);
        },
      ),
    );
  });

  it('holds hostile texts as text, and counts over all suites', () => {
    const { testsuite, failures, errors } = readBack(HOSTILE_DRILL, aDrill());
    expect([testsuite.length, failures, errors]).toEqual([2, '1', '1']);
    expect(isSafe(drillsJunit([HOSTILE_DRILL]))).toBe(true);
    expect(testsuite[0]?.name).toMatch(/^a<b>"'&\]\]> \|/u);
  });
});

describe('Markdown', () => {
  it('says what was tried, what came of it, and by which file that is known', () => {
    const evidence = evidenceFor(aDrill({ outcome: 'failed', reasons: ['boots: it hangs'] }));
    const text = drillMarkdown(evidence);
    expect(text).toMatch(/^# Restore drill of VM005: failed, clean-up clean\n/u);
    expect(text).toContain('- boots: it hangs.');
    expect(text).toMatch(/\| RTO, .* \| 21m30s, limit 4h00m \|/u);
    expect(text).toContain('2026-11-22T18:00:08Z');
    expect(text).toContain(evidence.hash);
    expect(text).toContain('| 2026-11-23T18:00:05Z | deleted | 2026-11-23T18:24:50Z |');
    expect(text).not.toContain('sandbox');
  });

  it('holds hostile texts as text', () => {
    const text = drillMarkdown(evidenceFor(HOSTILE_DRILL));
    expect(isSafe(text)).toBe(true);
    const rows = text.split('\n').filter((line) => line.startsWith('| '));
    const cells = rows.map((row) => row.replaceAll(/\\./gu, '').split('|').length);
    expect(new Set(cells)).toEqual(new Set([4, 5, 6, 7]));
    expect(text).not.toMatch(/[<>@]|:\/\/|(?<!\\)[[\]`*]/u);
  });

  it('of the sandbox does not look like proof', () => {
    const { hash, ...evidence } = evidenceFor(aDrill({ vm: drilledVm('VM014') }));
    expect(drillMarkdown({ ...evidence, hash, sandbox: true })).toContain('proves nothing');
  });
});

type Place = readonly (string | number)[];

/** Every place in a value that holds no other. */
function placesIn(value: unknown, above: Place = []): readonly Place[] {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, each]) => placesIn(each, [...above, key]))
    : [above];
}

function withValue(value: unknown, [key, ...rest]: Place, to: unknown): unknown {
  if (key === undefined) {
    return to;
  }
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  const changed = entries.map(([name, each]) => [
    name,
    name === key ? withValue(each, rest, to) : each,
  ]);
  return Array.isArray(value) ? changed.map(([, each]) => each) : Object.fromEntries(changed);
}
