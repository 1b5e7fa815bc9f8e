// Network security groups: rules, who uses them, and that nothing in use is deleted.
import { describe, expect, it } from 'vitest';
import {
  backupSandbox,
  backupWorld,
  type BackupSandbox,
  type Json,
} from '../../../../../support/worlds/backup-world.js';
import { assign, tiny } from '../../../../../support/worlds/tiny-world.js';

const version = '2024-05-01';
const network = `${tiny.group}/providers/Microsoft.Network`;
const group = `${network}/networkSecurityGroups/nsg`;
const vnet = `${network}/virtualNetworks/vnet`;
const nic = `${network}/networkInterfaces/nic`;
const NETWORK_CONTRIBUTOR = '4d97b98b-1d4f-4787-a291-c67834d212e7';

function sandboxWithNetwork(): BackupSandbox {
  const state = backupWorld();
  state.subscriptions[0]?.registeredProviders.push('microsoft.network');
  return backupSandbox(state);
}

function rule(name: string, more: object = {}) {
  const properties = {
    protocol: '*',
    sourcePortRange: '*',
    destinationPortRange: '*',
    sourceAddressPrefix: '*',
    destinationAddressPrefix: '*',
    access: 'Deny',
    priority: 100,
    direction: 'Inbound',
    ...more,
  };
  return { name, properties };
}

function to(destinationAddressPrefix: string) {
  return rule('a', { destinationAddressPrefix, direction: 'Outbound' });
}

const denied = [rule('in'), rule('out', { direction: 'Outbound' })];

async function putGroup(
  sandbox: BackupSandbox,
  rules: unknown = denied,
  id = group,
): Promise<Json> {
  const body = { location: 'japaneast', properties: { securityRules: rules } };
  return await sandbox.call('PUT', id, body, version);
}

function vnetBody(groupId?: string) {
  const guard = groupId === undefined ? {} : { networkSecurityGroup: { id: groupId } };
  const properties = { addressPrefix: '10.9.0.0/25', ...guard };
  return {
    location: 'japaneast',
    properties: {
      addressSpace: { addressPrefixes: ['10.9.0.0/24'] },
      subnets: [{ name: 'only', properties }],
    },
  };
}

const putVnet = async (sandbox: BackupSandbox, groupId?: string): Promise<Json> =>
  await sandbox.call('PUT', vnet, vnetBody(groupId), version);

const putNic = async (sandbox: BackupSandbox, groupId?: string): Promise<Json> =>
  await sandbox.call(
    'PUT',
    nic,
    {
      location: 'japaneast',
      properties: {
        ipConfigurations: [{ name: 'ip', properties: { subnet: { id: `${vnet}/subnets/only` } } }],
        ...(groupId === undefined ? {} : { networkSecurityGroup: { id: groupId } }),
      },
    },
    version,
  );

const remove = async (sandbox: BackupSandbox, id: string): Promise<Json> =>
  await sandbox.call('DELETE', id, undefined, version);

describe('network security groups', () => {
  it('have their rules and six of their own, and keep their etag unless something changes', async () => {
    const sandbox = sandboxWithNetwork();
    const made = await putGroup(sandbox);
    expect(made.status).toBe(201);
    expect(made.headers.get('azure-asyncoperation')).toContain('/operations/');
    const { properties } = made.body;
    expect(properties.securityRules).toMatchObject([
      { id: `${group}/securityRules/in`, properties: { provisioningState: 'Succeeded' } },
      { name: 'out' },
    ]);
    expect(
      properties.defaultSecurityRules.map(({ name, properties: each }: Json) => [
        name,
        each.priority,
        each.direction,
        each.access,
      ]),
    ).toEqual([
      ['AllowVnetInBound', 65_000, 'Inbound', 'Allow'],
      ['AllowAzureLoadBalancerInBound', 65_001, 'Inbound', 'Allow'],
      ['DenyAllInBound', 65_500, 'Inbound', 'Deny'],
      ['AllowVnetOutBound', 65_000, 'Outbound', 'Allow'],
      ['AllowInternetOutBound', 65_001, 'Outbound', 'Allow'],
      ['DenyAllOutBound', 65_500, 'Outbound', 'Deny'],
    ]);
    const again = await putGroup(sandbox);
    expect([again.status, again.body.etag]).toEqual([200, made.body.etag]);
    const changed = await putGroup(sandbox, []);
    expect(changed.body.etag).not.toBe(made.body.etag);
    expect(changed.body.properties.resourceGuid).toBe(properties.resourceGuid);
    for (const scope of [tiny.group, `/subscriptions/${tiny.subscriptionId}`]) {
      const path = `${scope}/providers/Microsoft.Network/networkSecurityGroups`;
      expect((await sandbox.call('GET', path, undefined, version)).body.value).toHaveLength(1);
    }
  });

  it.each([
    ['twice the same priority', [rule('a'), rule('b')], 'SecurityRuleConflict'],
    ['a priority too low', [rule('a', { priority: 99 })], 'SecurityRuleInvalidPriority'],
    ['a priority too high', [rule('a', { priority: 4097 })], 'SecurityRuleInvalidPriority'],
    ['no source', [rule('a', { sourceAddressPrefix: undefined })], 'InvalidRequestFormat'],
    ['one name twice', [rule('a'), rule('A', { priority: 101 })], 'InvalidRequestFormat'],
    ['no address', [to('10.0.0')], 'SecurityRuleInvalidAddressPrefix'],
    [
      'a region of Entra',
      [to('AzureActiveDirectory.japaneast')],
      'SecurityRuleInvalidAddressPrefix',
    ],
    ['no region', [to('Storage.')], 'SecurityRuleInvalidAddressPrefix'],
  ])('refuse %s', async (_case, rules, code) => {
    const { status, body } = await putGroup(sandboxWithNetwork(), rules);
    expect([status, body.error.code]).toEqual([400, code]);
  });

  it.each(['10.0.0.0/8', '10.0.0.4', 'Storage', 'Storage.JapanEast', 'AzureActiveDirectory'])(
    'take %s',
    async (prefix) => {
      expect((await putGroup(sandboxWithNetwork(), [to(prefix)])).status).toBe(201);
    },
  );

  it('do not guess at tags that the sandbox does not know', async () => {
    const { status, body } = await putGroup(sandboxWithNetwork(), [to('ApiManagement')]);
    expect([status, body.error.code]).toEqual([501, 'SandboxNotModelled']);
  });

  it('are not deleted while a subnet or an interface uses them', async () => {
    const sandbox = sandboxWithNetwork();
    await putGroup(sandbox);
    expect((await putVnet(sandbox, group)).status).toBe(201);
    expect((await putNic(sandbox, group)).status).toBe(201);
    const { body: shown } = await sandbox.call('GET', group, undefined, version);
    expect(shown.properties).toMatchObject({
      subnets: [{ id: `${vnet}/subnets/only` }],
      networkInterfaces: [{ id: nic }],
    });
    for (const [user, free] of [
      [nic, async () => await putNic(sandbox)],
      [`${vnet}/subnets/only`, async () => await putVnet(sandbox)],
    ] as const) {
      const { status, body } = await remove(sandbox, group);
      expect([status, body.error.code]).toEqual([400, 'InUseNetworkSecurityGroupCannotBeDeleted']);
      expect(body.error.message).toContain(user);
      expect((await free()).status).toBe(200);
    }
    expect((await remove(sandbox, group)).status).toBe(202);
    expect((await remove(sandbox, group)).status).toBe(204);
    expect((await sandbox.call('GET', group, undefined, version)).status).toBe(404);
  });

  it('must be there, in the same region, and open to whoever refers to them', async () => {
    const sandbox = sandboxWithNetwork();
    await putVnet(sandbox);
    for (const put of [putVnet, putNic]) {
      const { status, body } = await put(sandbox, group);
      expect([status, body.error.code]).toEqual([400, 'InvalidResourceReference']);
    }
    await putGroup(sandbox);
    assign(sandbox.state, tiny.strangerId, NETWORK_CONTRIBUTOR, vnet);
    const as = tiny.strangerId;
    const asked = async (groupId?: string): Promise<Json> =>
      await sandbox.send('PUT', `${vnet}?api-version=${version}`, { as, body: vnetBody(groupId) });
    expect((await asked()).status).toBe(200);
    const refused = await asked(group);
    expect([refused.status, refused.body.error.code]).toEqual([403, 'LinkedAuthorizationFailed']);
  });
});
