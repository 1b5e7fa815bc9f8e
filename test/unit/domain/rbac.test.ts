import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  dataActionAt,
  isActionGranted,
  isDataActionGranted,
  matchesAction,
  scopeCovers,
} from '../../../src/domain/rbac.js';
import {
  ALL_DATA_ACTIONS,
  FORBIDDEN,
  KEY_VAULT_ID,
  SUBSCRIPTION,
  aRole,
} from '../../support/facts-builder.js';

const GET_SECRET = 'Microsoft.KeyVault/vaults/secrets/getSecret/action';

describe('matchesAction', () => {
  it.each([
    ['*', GET_SECRET, true],
    ['Microsoft.KeyVault/vaults/*', GET_SECRET, true],
    ['microsoft.keyvault/VAULTS/secrets/getsecret/ACTION', GET_SECRET, true],
    ['Microsoft.KeyVault/vaults/*/read', 'Microsoft.KeyVault/vaults/keys/read', true],
    ['Microsoft.KeyVault/vaults/*/read', GET_SECRET, false],
    ['*/read', 'Microsoft.KeyVault/vaults/read', true],
    ['Microsoft.KeyVault/vaults/secrets', GET_SECRET, false],
    ['Microsoft.KeyVault/vaults/secrets/*/action/*', GET_SECRET, false],
    ['a*a', 'a', false],
    ['a*a', 'aa', true],
    ['', '', true],
    ['', 'a', false],
  ])('%s on %s: %s', (pattern, action, expected) => {
    expect(matchesAction(pattern, action)).toBe(expected);
  });

  it('agrees with a regular expression', () => {
    const part = fc.constantFrom('a', 'B', '/', '*', '.');
    const text = fc.constantFrom('a', 'b', '/', '.', 'A');
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 8 }).map((parts) => parts.join('')),
        fc.array(text, { maxLength: 10 }).map((parts) => parts.join('')),
        (pattern, action) => {
          const escaped = pattern.replaceAll('.', '\\.').replaceAll('*', '.*');
          expect(matchesAction(pattern, action)).toBe(
            new RegExp(`^${escaped}$`, 'iu').test(action),
          );
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('granted actions', () => {
  const permission = { actions: [], notActions: [], dataActions: [], notDataActions: [] };

  it('subtracts an exclusion within its own role only', () => {
    const narrow = { ...permission, dataActions: ['*'], notDataActions: [GET_SECRET] };
    expect(isDataActionGranted([narrow], GET_SECRET)).toBe(false);
    expect(isDataActionGranted([narrow, { ...permission, dataActions: ['*'] }], GET_SECRET)).toBe(
      true,
    );
  });

  it('keeps the two planes apart', () => {
    expect(isDataActionGranted([{ ...permission, actions: ['*'] }], GET_SECRET)).toBe(false);
    expect(isActionGranted([{ ...permission, dataActions: ['*'] }], GET_SECRET)).toBe(false);
  });

  it('adding a permission never takes an action away', () => {
    const pattern = fc.constantFrom('*', 'Microsoft.KeyVault/*', GET_SECRET, '*/read', 'other');
    const some = fc.record({
      actions: fc.array(pattern, { maxLength: 2 }),
      notActions: fc.array(pattern, { maxLength: 1 }),
      dataActions: fc.array(pattern, { maxLength: 2 }),
      notDataActions: fc.array(pattern, { maxLength: 1 }),
    });
    fc.assert(
      fc.property(fc.array(some), some, (before, more) => {
        for (const isGranted of [isDataActionGranted, isActionGranted]) {
          const lost = isGranted(before, GET_SECRET) && !isGranted([more, ...before], GET_SECRET);
          expect(lost).toBe(false);
        }
      }),
    );
  });
});

describe('scopeCovers', () => {
  const group = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-prod`;
  it.each([
    ['/', true],
    [`/subscriptions/${SUBSCRIPTION}`, true],
    [group.toUpperCase(), true],
    [`${KEY_VAULT_ID}/`, true],
    ['/providers/Microsoft.Management/managementGroups/corp', true],
    [`${group}-other`, false],
    [group.slice(0, -1), false],
    [`${KEY_VAULT_ID}/secrets/s`, false],
    ['/subscriptions/another', false],
  ])('%s over the key vault: %s', (scope, expected) => {
    expect(scopeCovers(scope, KEY_VAULT_ID)).toBe(expected);
  });
});

describe('dataActionAt', () => {
  const unread = { ...aRole([]), definition: FORBIDDEN };
  const gone = { ...aRole([]), definition: { status: 'absent' } as const };
  it.each([
    ['a role that grants it', [aRole(ALL_DATA_ACTIONS)], 'granted'],
    ['no role', [], 'missing'],
    ['a role under a condition', [aRole(['*'], { condition: 'x' })], 'missing'],
    ['a role elsewhere', [aRole(['*'], { scope: '/subscriptions/another' })], 'missing'],
    ['a role whose definition is not there yet', [gone], 'unknown'],
    ['a role whose definition may not be read', [unread], 'unknown'],
    ['the same beside a role that grants it', [unread, aRole(['*'])], 'granted'],
  ])('%s', (_, roles, status) => {
    expect(dataActionAt(roles, KEY_VAULT_ID, GET_SECRET).status).toBe(status);
  });
});
