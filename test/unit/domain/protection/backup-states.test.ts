// Where a machine stands with regard to a vault, from its item there and the answer of its region.
import { describe, expect, it } from 'vitest';
import { known, type Fact } from '../../../../src/domain/fact.js';
import {
  protectionSituation,
  type ProtectionSituation,
} from '../../../../src/domain/protection/backup-states.js';
import type {
  ProtectedItem,
  ProtectionState,
  ProtectionStatus,
} from '../../../../src/domain/vaults/recovery-services.js';
import {
  ABSENT,
  anItem,
  aVm,
  FORBIDDEN,
  OTHER_VAULT_ID,
  VAULT_ID,
} from '../../../support/facts-builder.js';

const { vm } = aVm();
const ELSEWHERE: ProtectionStatus = { status: 'Protected', vaultId: OTHER_VAULT_ID };

describe('a machine with an item in the vault', () => {
  it.each<[ProtectionState, ProtectionSituation['kind']]>([
    ['IRPending', 'protected'],
    ['Protected', 'protected'],
    ['ProtectionPaused', 'stopped'],
    ['ProtectionError', 'protected'],
    ['ProtectionStopped', 'stopped'],
    ['BackupsSuspended', 'stopped'],
    ['Invalid', 'protection-failed'],
  ])('in state %s: %s, whatever its region says', (protectionState, kind) => {
    const item = anItem(vm, { protectionState });
    for (const region of [
      known(ELSEWHERE),
      known({ status: 'NotProtected' } as const),
      FORBIDDEN,
    ]) {
      expect(protectionSituation(VAULT_ID, known(item), region)).toEqual({ kind, item });
    }
  });

  it('whose protection never came about has no policy', () => {
    const { policyId: _, ...item } = anItem(vm, { protectionState: 'ProtectionError' });
    expect(protectionSituation(VAULT_ID, known(item), ABSENT)).toEqual({
      kind: 'protection-failed',
      item,
    });
  });

  it('is soft-deleted before it is anything else', () => {
    const softDelete = { deletedAt: '2026-11-20T18:00:00Z', remainingSeconds: 950_400 };
    const item = anItem(vm, { softDelete, protectionState: 'ProtectionStopped' });
    expect(protectionSituation(VAULT_ID, known(item), ABSENT)).toEqual({
      kind: 'soft-deleted',
      item,
    });
  });
});

describe('a machine without one', () => {
  it.each<[string, string | undefined, Fact<ProtectionStatus>, ProtectionSituation]>([
    ['not protected', VAULT_ID, known({ status: 'NotProtected' }), { kind: 'not-protected' }],
    [
      'being protected by somebody, perhaps us',
      VAULT_ID,
      known({ status: 'Protecting', vaultId: OTHER_VAULT_ID }),
      { kind: 'not-protected' },
    ],
    [
      'protected by another vault',
      VAULT_ID,
      known(ELSEWHERE),
      { kind: 'elsewhere', vaultId: OTHER_VAULT_ID },
    ],
    [
      'protected by a vault, while none was chosen',
      undefined,
      known(ELSEWHERE),
      { kind: 'elsewhere', vaultId: OTHER_VAULT_ID },
    ],
    [
      'protected by this vault, which does not list it: one of the answers lags behind',
      VAULT_ID,
      known({ status: 'Protected', vaultId: VAULT_ID.toUpperCase() }),
      { kind: 'unknown' },
    ],
    [
      'protected by a vault that the answer does not name',
      VAULT_ID,
      known({ status: 'Protected' }),
      { kind: 'unknown' },
    ],
    [
      'failed to be protected by this vault',
      VAULT_ID,
      known({ status: 'ProtectionFailed', vaultId: VAULT_ID }),
      { kind: 'protection-failed', item: undefined },
    ],
    ['of which the region could not be asked', VAULT_ID, FORBIDDEN, { kind: 'unknown' }],
  ])('%s', (_, vaultId, protection, situation) => {
    const item: Fact<ProtectedItem> = ABSENT;
    expect(protectionSituation(vaultId, item, protection)).toEqual(situation);
  });

  it('is not known where the items of the vault could not be read', () => {
    const notProtected = known({ status: 'NotProtected' } as const);
    expect(protectionSituation(VAULT_ID, FORBIDDEN, notProtected)).toEqual({ kind: 'unknown' });
  });
});
