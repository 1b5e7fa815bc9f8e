// The verdict of a drill: nothing passes that was not seen to be good.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CHECK_OUTCOMES,
  DRILL_CHECKS,
  drillVerdict,
  type DrillFindings,
} from '../../../../src/domain/drill/verdict.js';

const NONE = { seconds: undefined, limitSeconds: undefined };
const GOOD: DrillFindings = {
  restore: { status: 'restored' },
  checks: [{ check: 'boots', outcome: 'passed', observed: 'it is running' }],
  rto: NONE,
  rpo: NONE,
};

describe('drillVerdict', () => {
  it.each<[string, Partial<DrillFindings>, string, RegExp | undefined]>([
    ['everything good', {}, 'passed', undefined],
    [
      'a check that failed',
      { checks: [...GOOD.checks, { check: 'script', outcome: 'failed', observed: 'exit code 3' }] },
      'failed',
      /^script: exit code 3$/u,
    ],
    [
      'a check that says nothing',
      { checks: [{ check: 'agent', outcome: 'inconclusive', observed: 'it is silent' }] },
      'inconclusive',
      /^agent: it is silent$/u,
    ],
    [
      'a restore that failed',
      { restore: { status: 'failed', reason: 'restore: no key' }, checks: [] },
      'failed',
      /no key/u,
    ],
    [
      'a restore that could not be made',
      { restore: { status: 'inconclusive', reason: 'quota' }, checks: [] },
      'inconclusive',
      /quota/u,
    ],
    ['nothing looked at', { checks: [] }, 'inconclusive', /nothing was checked/u],
    ['an RTO that was kept', { rto: { seconds: 100, limitSeconds: 100 } }, 'passed', undefined],
    [
      'an RTO that was not',
      { rto: { seconds: 101, limitSeconds: 100 } },
      'failed',
      /^RTO: 1m41s from .*, more than 1m40s$/u,
    ],
    [
      'an RTO that was not measured',
      { rto: { seconds: undefined, limitSeconds: 100 } },
      'inconclusive',
      /RTO was not measured/u,
    ],
    ['an RPO that was not kept', { rpo: { seconds: 5, limitSeconds: 4 } }, 'failed', /^RPO: 5 s/u],
    ['no limit at all', { rto: { seconds: 1e9, limitSeconds: undefined } }, 'passed', undefined],
  ])('%s', (_, part, verdict, reason) => {
    const found = drillVerdict({ ...GOOD, ...part });
    expect(found.verdict).toBe(verdict);
    expect(found.reasons.join('\n')).toMatch(reason ?? /^$/u);
  });

  it('passes only where all was seen to be good, and gives a reason wherever it does not', () => {
    const outcome = fc.constantFrom(...CHECK_OUTCOMES);
    const seconds = fc.option(fc.nat(100), { nil: undefined });
    const measured = fc.record({ seconds, limitSeconds: seconds });
    const checks = fc.array(
      fc.record({ check: fc.constantFrom(...DRILL_CHECKS), outcome, observed: fc.string() }),
    );
    const restore = fc.constantFrom<DrillFindings['restore']>(
      { status: 'restored' },
      { status: 'failed', reason: 'r' },
      { status: 'inconclusive', reason: 'r' },
    );
    fc.assert(
      fc.property(fc.record({ restore, checks, rto: measured, rpo: measured }), (findings) => {
        const { verdict, reasons } = drillVerdict(findings);
        const kept = [findings.rto, findings.rpo].every(
          (each) =>
            each.limitSeconds === undefined ||
            (each.seconds !== undefined && each.seconds <= each.limitSeconds),
        );
        const isGood =
          findings.restore.status === 'restored' &&
          findings.checks.length > 0 &&
          findings.checks.every((check) => check.outcome === 'passed') &&
          kept;
        expect(verdict === 'passed').toBe(isGood);
        expect(reasons.length > 0).toBe(!isGood);
      }),
    );
  });
});
