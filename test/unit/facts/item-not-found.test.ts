import { describe, expect, it } from 'vitest';
import { itemNotFound, type MissingItem } from '../../../src/facts/item-not-found.js';

const VAULT =
  '/subscriptions/s/resourceGroups/g/providers/Microsoft.RecoveryServices/vaults/rsv-prod';

function errorOf(change: Partial<MissingItem>): { message: string; causes: unknown; fix: unknown } {
  const { message, causes, fix } = itemNotFound({
    text: 'VM001',
    protectedNames: ['VM005', 'VM010'],
    machine: { status: 'absent' },
    ...change,
  }).fields;
  return { message, causes, fix };
}

describe('a machine without a protected item', () => {
  it('that exists is said to, and no other machine is offered', () => {
    expect(errorOf({ machine: { status: 'known', value: { name: 'VM001' } } })).toEqual({
      message: 'VM001 exists, but is not a protected item in any vault',
      causes: [],
      fix: ['azbackup enable --vm VM001'],
    });
  });

  it('that another vault protects leads there', () => {
    const machine = { status: 'known', value: { name: 'VM001', vaultId: VAULT } } as const;
    expect(errorOf({ machine, vaultName: 'rsv-legacy' })).toEqual({
      message: 'VM001 is not a protected item in rsv-legacy',
      causes: ['rsv-prod protects it'],
      fix: ['azbackup status --vm VM001'],
    });
  });

  it('that does not exist has similar names, and is not to be enabled', () => {
    expect(errorOf({ text: 'VM0O5', resourceGroup: 'rg' })).toEqual({
      message:
        'VM0O5 is not a protected item from resource group rg in any vault, and there is no such VM',
      causes: ['similar names: VM005, VM010'],
      fix: ['did you mean: --vm VM005'],
    });
  });

  it('that could not be looked for may exist or not', () => {
    const machine = {
      status: 'unreadable',
      reason: 'forbidden',
      code: 'X',
      message: 'no',
    } as const;
    expect(errorOf({ machine, protectedNames: [] })).toEqual({
      message: 'VM001 is not a protected item in any vault',
      causes: [],
      fix: ['azbackup enable --vm VM001'],
    });
  });
});
