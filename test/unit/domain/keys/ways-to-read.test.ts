// What is offered to a caller who may not look at a key or secret: the right, and the command that gives it.
import { describe, expect, it } from 'vitest';
import { waysToRead } from '../../../../src/domain/keys/ways-to-read.js';
import type { Unreadable } from '../../../../src/domain/keys/key-status.js';
import type { KeyVault } from '../../../../src/domain/keys/key-vault.js';
import { keyVault, objectFacts } from '../../../support/key-facts.js';

const CALLER = 'aaaaaaaa-0000-4000-8000-000000000002';
const POLICIES = { permissionModel: 'access-policies' } as const;

function refused(more: Partial<Unreadable> = {}): Unreadable {
  return { status: 'unreadable', reason: 'forbidden', message: 'no', caller: CALLER, ...more };
}

function ways(kind: 'key' | 'secret', fact: Unreadable, vault: Partial<KeyVault> = {}): string {
  const { wanted } = objectFacts(kind, []);
  return waysToRead(wanted, { status: 'known', value: keyVault(vault) }, fact).join('\n');
}

describe('ways to read', () => {
  it('in an RBAC vault are one role for both', () => {
    const role = `get the role Key Vault Reader on kv: its administrator can run az role assignment create --assignee-object-id ${CALLER} --role 'Key Vault Reader' --scope ${keyVault().id}`;
    expect([ways('key', refused()), ways('secret', refused())]).toEqual([role, role]);
  });

  it('in a vault with access policies keep the words that the caller holds', () => {
    const held = {
      objectId: CALLER,
      tenantId: keyVault().tenantId,
      keys: ['Get', 'Backup'],
      secrets: [],
    };
    const vault = { ...POLICIES, accessPolicies: [held] };
    const set = `az keyvault set-policy --name kv --subscription ${keyVault().subscriptionId} --object-id ${CALLER}`;
    expect(ways('key', refused({ action: 'keys list' }), vault)).toBe(
      `get keys list on kv: its administrator can run ${set} --key-permissions get backup list`,
    );
    expect(ways('secret', refused({ action: 'secrets list' }), vault)).toBe(
      `get secrets list on kv: its administrator can run ${set} --secret-permissions list`,
    );
  });

  it('name the right where nothing says who asks', () => {
    const { caller: _caller, ...nobody } = refused();
    expect(ways('key', nobody, POLICIES)).toBe('get keys list on kv from its administrator');
  });

  it('name what Azure named where the vault itself may not be read', () => {
    const { wanted } = objectFacts('key', []);
    const fact = refused({ action: 'Microsoft.KeyVault/vaults/read', scope: '/s' });
    expect(waysToRead(wanted, fact, fact)).toEqual(['get Microsoft.KeyVault/vaults/read on /s']);
  });

  it('are those of the firewall, and none of an outage', () => {
    expect(ways('key', refused({ reason: 'unreachable', fix: ['go there'] }))).toBe('go there');
    expect(ways('key', refused({ reason: 'unavailable' }))).toBe('');
  });
});
