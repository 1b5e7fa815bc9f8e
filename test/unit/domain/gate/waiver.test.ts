// Which waivers are about which machine, and until when.
import { describe, expect, it } from 'vitest';
import { isInScope, waiverFor, type Waiver } from '../../../../src/domain/gate/waiver.js';
import { VM } from './gate-facts.js';

const WAIVER: Waiver = {
  rule: 'immutability',
  scope: 'vm001',
  reason: 'moves in March',
  expires: '2027-03-01T00:00:00Z',
};

describe('the scope of a waiver', () => {
  it.each([
    ['VM001', true],
    ['vm001', true],
    ['VM00', false],
    [VM.id.toUpperCase(), true],
    ['/subscriptions/s1/resourceGroups/rg-prod', true],
    ['/subscriptions/S1/resourcegroups/RG-PROD/', true],
    ['/subscriptions/s1', true],
    ['/subscriptions/s1/resourceGroups/rg-pro', false],
    ['/subscriptions/s', false],
    ['/', false],
  ])('%s: %s', (scope, isMeant) => {
    expect(isInScope({ scope }, VM)).toBe(isMeant);
  });
});

describe('a waiver', () => {
  const missed = { verdict: 'not-met', reason: 'it is not' } as const;
  const question = { rule: 'immutability', vm: VM, judgement: missed } as const;

  it('holds until its day, and is expired from then on', () => {
    const at = (now: string) => waiverFor([WAIVER], { ...question, now }).kind;
    expect(at('2027-02-28T23:59:59Z')).toBe('waived');
    expect(at('2027-03-01T00:00:00Z')).toBe('expired');
  });

  it('waives what is unknown, and nothing that is met or does not apply', () => {
    const kinds = (['met', 'not-met', 'unknown', 'not-applicable'] as const).map((verdict) => {
      const judgement = { verdict, reason: '' };
      return waiverFor([WAIVER], { ...question, judgement, now: '2027-01-01T00:00:00Z' }).kind;
    });
    expect(kinds).toEqual(['none', 'waived', 'waived', 'none']);
  });

  it('is for its rule, and one that holds outweighs one that has expired', () => {
    const now = '2027-01-01T00:00:00Z';
    const old = { ...WAIVER, reason: 'earlier', expires: '2026-01-01T00:00:00Z' };
    expect(waiverFor([old, WAIVER], { ...question, now })).toEqual({
      kind: 'waived',
      waiver: WAIVER,
    });
    expect(waiverFor([old], { ...question, now })).toEqual({ kind: 'expired', waiver: old });
    expect(waiverFor([WAIVER], { ...question, rule: 'policy', now })).toEqual({ kind: 'none' });
  });
});
