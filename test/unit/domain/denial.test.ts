import { describe, expect, it } from 'vitest';
import { dataActionDenial, type DeniedSubject } from '../../../src/domain/denial.js';
import { known } from '../../../src/domain/fact.js';
import type { DenyAssignment } from '../../../src/domain/roles.js';
import { FORBIDDEN, KEY_VAULT_ID } from '../../support/facts-builder.js';

const GET = 'Microsoft.KeyVault/vaults/secrets/getSecret/action';
const SERVICE = 'a1b2c3d4-0000-4000-8000-00000000009f';
const everyone = { id: '00000000-0000-0000-0000-000000000000', type: 'SystemDefined' };
const service = { id: SERVICE.toUpperCase(), type: 'ServicePrincipal' };
const somebody = { id: 'a1b2c3d4-0000-4000-8000-000000000001', type: 'User' };
const group = { id: 'a1b2c3d4-0000-4000-8000-000000000002', type: 'Group' };

function deny(change: Partial<DenyAssignment> = {}, dataActions = ['*']): DenyAssignment {
  return {
    id: '/x/denyAssignments/d',
    name: 'no-secrets',
    scope: KEY_VAULT_ID,
    appliesBelow: true,
    permissions: [{ actions: [], notActions: [], dataActions, notDataActions: [] }],
    principals: [everyone],
    excluded: [],
    ...change,
  };
}

const alone: DeniedSubject = { objectId: SERVICE };
const member: DeniedSubject = { objectId: SERVICE, groups: known([group.id.toUpperCase()]) };
const stranger: DeniedSubject = { objectId: SERVICE, groups: known([]) };
const unread: DeniedSubject = { objectId: SERVICE, groups: FORBIDDEN };

describe('a deny assignment', () => {
  const rows: readonly [
    title: string,
    denial: DenyAssignment,
    subject: DeniedSubject,
    status: string,
  ][] = [
    ['for everyone', deny(), alone, 'denied'],
    ['for the service', deny({ principals: [service] }), alone, 'denied'],
    ['for somebody else', deny({ principals: [somebody] }), alone, 'free'],
    ['for everyone but the service', deny({ excluded: [service] }), alone, 'free'],
    ['for everyone but somebody else', deny({ excluded: [somebody] }), alone, 'denied'],
    ['for everyone but a group of it', deny({ excluded: [group] }), member, 'free'],
    ['for everyone but a group of others', deny({ excluded: [group] }), stranger, 'denied'],
    ['for everyone but a group not looked at', deny({ excluded: [group] }), alone, 'unknown'],
    ['for everyone but a group not readable', deny({ excluded: [group] }), unread, 'unknown'],
    ['for a group of it', deny({ principals: [group] }), member, 'denied'],
    ['for a group of others', deny({ principals: [group] }), stranger, 'free'],
    ['for a group not looked at', deny({ principals: [group] }), alone, 'unknown'],
    [
      'for a group, the service left out',
      deny({ principals: [group], excluded: [service] }),
      alone,
      'free',
    ],
    ['of another action', deny({}, ['Microsoft.KeyVault/vaults/keys/*']), alone, 'free'],
    [
      'of actions in general',
      deny({
        permissions: [{ actions: ['*'], notActions: [], dataActions: [], notDataActions: [] }],
      }),
      alone,
      'free',
    ],
    [
      'that leaves the action out',
      deny({
        permissions: [
          { actions: [], notActions: [], dataActions: ['*'], notDataActions: ['*/secrets/*'] },
        ],
      }),
      alone,
      'free',
    ],
    [
      'at the subscription',
      deny({ scope: KEY_VAULT_ID.split('/').slice(0, 3).join('/') }),
      alone,
      'denied',
    ],
    [
      'at the group, not for what is below',
      deny({ scope: KEY_VAULT_ID.split('/').slice(0, 5).join('/'), appliesBelow: false }),
      alone,
      'free',
    ],
    ['at the very resource alone', deny({ appliesBelow: false }), alone, 'denied'],
    ['at another key vault', deny({ scope: `${KEY_VAULT_ID}2` }), alone, 'free'],
  ];
  it.each(rows)('%s', (_, denial, subject, status) => {
    expect(dataActionDenial([denial], subject, KEY_VAULT_ID, GET).status).toBe(status);
  });

  it('that is certain outweighs one that is not', () => {
    const both = [deny({ principals: [group] }), deny()];
    expect(dataActionDenial(both, alone, KEY_VAULT_ID, GET)).toEqual({
      status: 'denied',
      by: both[1],
    });
  });
});
