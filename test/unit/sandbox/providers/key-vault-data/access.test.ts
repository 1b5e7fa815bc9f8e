import { describe, expect, it } from 'vitest';
import {
  vaultAccess,
  type VaultAccessQuestion,
} from '../../../../../src/sandbox/providers/key-vault-data/access.js';
import {
  addVault,
  assign,
  tiny,
  tinySandbox,
  tinyWorld,
  vaultId,
} from '../../../../support/worlds/tiny-world.js';

const question: VaultAccessQuestion = {
  vaultId: vaultId(tiny.policyVault),
  principalObjectId: tiny.backupServiceId,
  permission: 'secrets/get',
  objectName: 'bek',
  trustedService: true,
  nowMilliseconds: 0,
};

function policies(secrets: readonly string[], objectId: string = tiny.backupServiceId) {
  return { accessPolicies: [{ tenantId: tiny.tenantId, objectId, permissions: { secrets } }] };
}

function ask(properties: Readonly<Record<string, unknown>>, more: object = {}) {
  const state = tinyWorld();
  addVault(state, vaultId(tiny.policyVault), properties);
  return vaultAccess(state, { ...question, ...more });
}

const deny = {
  bypass: 'AzureServices',
  defaultAction: 'Deny',
  ipRules: [],
  virtualNetworkRules: [],
};

describe('access policies', () => {
  it.each([
    [['Get'], { allowed: true }],
    [['all'], { allowed: true }],
    [['list'], { allowed: false, reason: 'policy' }],
  ] as const)('%s', (words, expected) => {
    expect(ask(policies(words))).toEqual(expected);
  });

  it('reach members of a group', () => {
    const granted = policies(['get'], tiny.groupId);
    expect(ask(granted, { principalObjectId: tiny.userId })).toEqual({ allowed: true });
    expect(ask(granted)).toEqual({ allowed: false, reason: 'policy' });
  });

  it('mean nothing once roles decide', () => {
    expect(ask({ ...policies(['get']), enableRbacAuthorization: true })).toEqual({
      allowed: false,
      reason: 'rbac',
    });
  });
});

describe('roles', () => {
  it('may be held on a single object', () => {
    const state = tinyWorld();
    const scope = vaultId(tiny.rbacVault);
    assign(state, tiny.backupServiceId, tiny.keyVaultAdministrator, `${scope}/secrets/bek`);
    const onRbac = { ...question, vaultId: scope };
    expect(vaultAccess(state, onRbac)).toEqual({ allowed: true });
    expect(vaultAccess(state, { ...onRbac, objectName: 'other' }).allowed).toBe(false);
    expect(vaultAccess(state, { ...onRbac, permission: 'keys/get' }).allowed).toBe(false);
  });
});

describe('the network', () => {
  const granted = policies(['get']);
  const client = { trustedService: false };

  it.each([
    ['open', {}, client, { allowed: true }],
    ['closed to clients', { networkAcls: deny }, client, { allowed: false, reason: 'firewall' }],
    ['closed, trusted service', { networkAcls: deny }, {}, { allowed: true }],
    [
      'closed to trusted services',
      { networkAcls: { ...deny, bypass: 'None' } },
      {},
      { allowed: false, reason: 'firewall' },
    ],
    [
      'open to a range',
      { networkAcls: { ...deny, ipRules: [{ value: '203.0.113.0/24' }] } },
      client,
      { allowed: true },
    ],
    [
      'private',
      { publicNetworkAccess: 'Disabled' },
      client,
      { allowed: false, reason: 'connection' },
    ],
    ['private, trusted service', { publicNetworkAccess: 'Disabled' }, {}, { allowed: true }],
    [
      'behind a perimeter',
      { publicNetworkAccess: 'SecuredByPerimeter' },
      {},
      { allowed: false, reason: 'connection' },
    ],
  ] as const)('%s', (_, properties, more, expected) => {
    expect(ask({ ...granted, ...properties }, more)).toEqual(expected);
  });

  it('does not help a trusted service without permission', () => {
    expect(ask({ networkAcls: deny, accessPolicies: [] })).toEqual({
      allowed: false,
      reason: 'policy',
    });
  });
});

describe('a vault that is not there', () => {
  it('is told apart', () => {
    expect(vaultAccess(tinyWorld(), { ...question, vaultId: vaultId('kv-no') })).toEqual({
      allowed: false,
      reason: 'no-such-vault',
    });
  });
});

describe('refusals on the wire', () => {
  const secret = (name: string): string =>
    `https://${name}.vault.azure.net/secrets/bek?api-version=7.4`;
  const caller = `appid=bbbbbbbb-0000-4000-8000-000000000002;oid=${tiny.strangerId};iss=https://sts.windows.net/${tiny.tenantId}/`;

  it('of an access policy', async () => {
    const { status, body } = await tinySandbox().send('GET', secret(tiny.policyVault), {
      as: tiny.strangerId,
    });
    expect(status).toBe(403);
    expect(body.error).toEqual({
      code: 'Forbidden',
      message: `The user, group or application '${caller}' does not have secrets get permission on key vault '${tiny.policyVault};location=japaneast'. For help resolving this issue, please see https://go.microsoft.com/fwlink/?linkid=2125287`,
      innererror: { code: 'ForbiddenByPolicy' },
    });
  });

  it('of roles', async () => {
    const { body } = await tinySandbox().send('GET', secret(tiny.rbacVault), {
      as: tiny.strangerId,
    });
    expect(body.error.innererror.code).toBe('ForbiddenByRbac');
    expect(body.error.message).toContain(`\r\nCaller: ${caller}\r\n`);
    expect(body.error.message).toContain(
      `\r\nResource: '${vaultId(tiny.rbacVault).toLowerCase()}/secrets/bek'\r\n`,
    );
  });

  it.each([
    [{ networkAcls: deny }, 'ForbiddenByFirewall'],
    [{ publicNetworkAccess: 'Disabled' }, 'ForbiddenByConnection'],
  ])('of the network %j', async (properties, code) => {
    const state = tinyWorld();
    addVault(state, vaultId(tiny.policyVault), properties);
    const { status, body } = await tinySandbox(state).send('GET', secret(tiny.policyVault));
    expect([status, body.error.innererror.code]).toEqual([403, code]);
  });

  it('counts the groups of a user', async () => {
    const { body } = await tinySandbox().send('GET', secret(tiny.policyVault), {
      as: tiny.userId,
    });
    expect(body.error.message).toContain(';numgroups=1;iss=');
  });
});
