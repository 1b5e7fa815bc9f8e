// What a check says of a fact that could not be read: what is lacking, and what to do about it.
import { describe, expect, it } from 'vitest';
import type { Fact } from '../../../src/domain/fact.js';
import { unread } from '../../../src/preflight/check-result.js';
import { aVm, factsFor, FORBIDDEN, UNAVAILABLE, VAULT_ID } from '../../support/facts-builder.js';

const { facts } = factsFor(aVm());
const READ = { action: 'Microsoft.RecoveryServices/Vaults/read', scope: VAULT_ID };
const AGAIN = 'azbackup preflight --vm VM001';
const UNREACHABLE = { ...UNAVAILABLE, reason: 'unreachable' } as const;
const NAMED = { ...FORBIDDEN, action: 'Microsoft.Compute/disks/read', scope: '/the/disk' } as const;

type Unreadable = Extract<Fact<never>, { readonly status: 'unreadable' }>;

describe('a fact that could not be read', () => {
  it.each<[string, Unreadable, readonly string[], RegExp]>([
    [
      'for want of the permission that the check names',
      FORBIDDEN,
      [FORBIDDEN.message, `lacks ${READ.action} at ${READ.scope}`],
      /Vaults\/read at .*rsv-prod.*azbackup preflight --vm VM001$/u,
    ],
    [
      'for want of the permission that Azure names',
      NAMED,
      [NAMED.message, 'lacks Microsoft.Compute/disks/read at /the/disk'],
      /disks\/read at \/the\/disk/u,
    ],
    ['because Azure was down', UNAVAILABLE, [UNAVAILABLE.message], new RegExp(`^${AGAIN}$`, 'u')],
    [
      'from here',
      UNREACHABLE,
      [UNREACHABLE.message],
      new RegExp(`^from an allowed network: ${AGAIN}$`, 'u'),
    ],
  ])('%s', (_, fact, evidence, fix) => {
    const result = unread(facts, fact, 'not known', { ...READ, subject: VAULT_ID });
    expect(result).toMatchObject({
      status: 'unknown',
      summary: 'not known',
      subject: VAULT_ID,
      evidence,
      fix: [expect.stringMatching(fix)],
    });
    expect(result.evidence).toHaveLength(evidence.length);
  });

  it('keeps what else the check has seen', () => {
    const { evidence } = unread(facts, UNAVAILABLE, 'not known', { ...READ, evidence: ['seen'] });
    expect(evidence).toEqual([UNAVAILABLE.message, 'seen']);
  });
});
