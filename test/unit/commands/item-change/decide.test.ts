// What becomes of one item that a change is asked of.
import { describe, expect, it } from 'vitest';
import { decideChange, keptDays } from '../../../../src/commands/item-change/decide.js';
import type { ItemFacts } from '../../../../src/commands/item-change/facts.js';
import { stopStep } from '../../../../src/commands/item-change/plan.js';
import { known } from '../../../../src/domain/fact.js';
import type { ItemChange } from '../../../../src/domain/protection/protection-transitions.js';
import type { ResourceGuard } from '../../../../src/domain/vaults/vault-settings.js';
import { ABSENT, anItem, aVault, aVm, FORBIDDEN } from '../../../support/facts-builder.js';

const { vm } = aVm();
const ITEMS = 'Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers/protectedItems';
const GUARD: ResourceGuard = {
  guardId: '/x/resourceGuards/guard-1',
  operations: [
    { operation: `${ITEMS}/delete`, request: '/x/resourceGuards/guard-1/delete/default' },
  ],
};

function facts(change: Partial<ItemFacts> = {}): ItemFacts {
  return {
    item: anItem(vm),
    vault: aVault(),
    vmId: vm.id,
    state: 'protected',
    circumstances: {
      immutability: undefined,
      recoveryPoints: 3,
      runningBackup: undefined,
      machineExists: true,
    },
    softDelete: known({ state: 'Enabled', retentionDays: 14 }),
    guards: [],
    locks: known([]),
    ...change,
  };
}

function decided(
  change: ItemChange,
  item: Partial<ItemFacts> = {},
  approvals: readonly string[] = [],
): ReturnType<typeof decideChange> {
  return decideChange(facts(item), change, approvals, (step) => [stopStep(step, 'forever')]);
}

describe('a change of an item', () => {
  it.each<[string, () => ReturnType<typeof decideChange>, object]>([
    [
      'that Azure allows has its steps',
      () => decided('stop'),
      { kind: 'proceed', steps: [{ kind: 'stop' }] },
    ],
    ['that is so already needs none', () => decided('resume'), { kind: 'nothing-to-do' }],
    [
      'that Azure refuses is refused, with what to do instead',
      () => decided('stop', { state: 'soft-deleted' }),
      {
        kind: 'refused',
        error: {
          fields: {
            code: 'AZB_CHANGE_REFUSED',
            kind: 'blocked',
            target: vm.id,
            causes: [expect.stringMatching(/^Azure's rule: ./u)],
          },
        },
      },
    ],
    [
      'under a guard without its approval is refused',
      () => decided('delete-data', { guards: [GUARD] }),
      { kind: 'refused', error: { fields: { code: 'AZB_RESOURCE_GUARD', target: GUARD.guardId } } },
    ],
    [
      'under a guard with its approval carries it',
      () => decided('delete-data', { guards: [GUARD] }, ['/approval']),
      { kind: 'proceed', steps: [{ approvals: ['/approval'] }] },
    ],
    [
      'that the guard has no say in needs none',
      () => decided('stop', { guards: [GUARD] }),
      { kind: 'proceed' },
    ],
  ])('%s', (_, decide, expected) => {
    expect(decide()).toMatchObject(expected);
  });

  it('under no guard carries no approval: Azure would not know what to make of it', () => {
    const decision = decided('delete-data', {}, ['/approval']);
    const steps = decision.kind === 'proceed' ? decision.steps : [];
    expect(steps).toHaveLength(1);
    expect(steps[0]).not.toHaveProperty('approvals');
  });

  it('names the machine in what to do instead, and the request that was asked for', () => {
    const refused = decided('stop', { state: 'soft-deleted' });
    const guarded = decided('delete-data', { guards: [GUARD] });
    const fixes = [refused, guarded].flatMap((decision) =>
      decision.kind === 'refused' ? (decision.error.fields.fix ?? []) : [],
    );
    expect(fixes).toEqual([
      `azbackup undelete --vm ${vm.name}`,
      `after approval, add --resource-guard-request ${GUARD.operations[0]?.request ?? ''}`,
    ]);
  });
});

describe('the days for which deleted backups are kept', () => {
  const ofVault = aVault({ softDelete: { state: 'Enabled', retentionDays: 30 } });

  it.each<[string, Partial<ItemFacts>, number]>([
    ['as soft delete says', {}, 14],
    ['none where it is off', { softDelete: known({ state: 'Disabled', retentionDays: 14 }) }, 0],
    [
      'as the vault says, where its setting could not be read',
      { softDelete: FORBIDDEN, vault: ofVault },
      30,
    ],
  ])('%s', (_, item, days) => {
    expect(keptDays(facts(item))).toBe(days);
  });

  it.each([
    ['could not be read', FORBIDDEN, [FORBIDDEN.message]],
    ['is not there', ABSENT, ['Azure does not return the setting']],
  ] as const)('are not known where the setting %s', (_, softDelete, causes) => {
    expect(() => keptDays(facts({ softDelete }))).toThrow(
      expect.objectContaining({
        fields: expect.objectContaining({ code: 'AZB_SOFT_DELETE_UNKNOWN', causes }),
      }),
    );
  });
});
