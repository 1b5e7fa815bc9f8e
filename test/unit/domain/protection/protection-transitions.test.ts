import { describe, expect, it } from 'vitest';
import {
  itemStateOf,
  transitionFor,
  transitionOf,
  type ChangeCircumstances,
  type ItemState,
} from '../../../../src/domain/protection/protection-transitions.js';
import type {
  ProtectedItem,
  ProtectionState,
} from '../../../../src/domain/vaults/recovery-services.js';
import { purgeTime } from '../../../../src/domain/vaults/soft-delete.js';

const ITEM: ProtectedItem = {
  id: '/item',
  vaultId: '/vault',
  sourceResourceId: '/vm',
  friendlyName: 'VM001',
  protectionState: 'Protected',
  health: [],
};
const FREE: ChangeCircumstances = {
  immutability: undefined,
  recoveryPoints: 3,
  runningBackup: undefined,
  machineExists: true,
};
const DELETED = { deletedAt: '2026-11-20T18:00:00Z', remainingSeconds: 950_400 };

describe('the state of an item', () => {
  it.each<readonly [ProtectionState, string | undefined, ItemState]>([
    ['IRPending', '/policy', 'protected'],
    ['Protected', '/policy', 'protected'],
    ['ProtectionPaused', '/policy', 'paused'],
    ['ProtectionError', '/policy', 'protected'],
    ['ProtectionError', undefined, 'failed'],
    ['ProtectionStopped', undefined, 'stopped'],
    ['BackupsSuspended', undefined, 'suspended'],
    ['Invalid', undefined, 'failed'],
  ])('%s with policy %s: %s', (protectionState, policyId, expected) => {
    const item = { ...ITEM, protectionState, ...(policyId === undefined ? {} : { policyId }) };
    expect(itemStateOf(item)).toBe(expected);
    expect(itemStateOf({ ...item, softDelete: DELETED })).toBe('soft-deleted');
  });

  it('ends, when deleted, whole days after the deletion, however Azure rounds', () => {
    const now = '2026-11-23T17:59:59Z';
    for (const remainingSeconds of [950_400, 950_399, 950_402]) {
      expect(purgeTime({ ...DELETED, remainingSeconds }, now)).toBe('2026-12-04T18:00:00Z');
    }
  });
});

describe('what else a change depends on', () => {
  it.each([
    ['delete-data', {}, 'allowed'],
    ['delete-data', { immutability: 'Disabled' }, 'allowed'],
    ['delete-data', { immutability: 'Unlocked' }, 'refused'],
    ['delete-data', { immutability: 'Locked', recoveryPoints: undefined }, 'refused'],
    ['delete-data', { immutability: 'Locked', recoveryPoints: 0 }, 'allowed'],
    ['delete-data', { runningBackup: 'job' }, 'refused'],
    ['stop', { immutability: 'Locked', runningBackup: 'job' }, 'allowed'],
    ['suspend', {}, 'refused'],
    ['suspend', { immutability: 'Unlocked' }, 'allowed'],
  ] as const)('%s with %j: %s', (change, circumstances, expected) => {
    expect(transitionFor('protected', change, { ...FREE, ...circumstances }).kind).toBe(expected);
  });

  it('is the machine itself, for resuming', () => {
    expect(transitionFor('stopped', 'resume', { ...FREE, machineExists: false }).kind).toBe(
      'refused',
    );
    expect(transitionFor('stopped', 'resume', FREE).kind).toBe('allowed');
  });

  it('names the backup that a deletion has to wait for', () => {
    expect(
      transitionFor('protected', 'delete-data', { ...FREE, runningBackup: 'job-1' }),
    ).toMatchObject({
      kind: 'refused',
      instead: ['azbackup jobs watch job-1', 'azbackup jobs cancel job-1'],
    });
  });

  it('does not matter where there is nothing to do', () => {
    const hindered = { immutability: 'Locked', runningBackup: 'job', machineExists: false };
    for (const [state, change] of [
      ['soft-deleted', 'delete-data'],
      ['protected', 'resume'],
    ] as const) {
      expect(transitionFor(state, change, { ...FREE, ...hindered }).kind).toBe('nothing-to-do');
    }
  });

  it('never turns a refusal of the state into a permission', () => {
    expect(transitionOf('soft-deleted', 'stop').kind).toBe('refused');
    expect(transitionFor('soft-deleted', 'stop', { ...FREE, immutability: 'Locked' }).kind).toBe(
      'refused',
    );
  });
});
