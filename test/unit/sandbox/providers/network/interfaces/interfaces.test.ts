// Virtual networks and network interfaces: what Azure gives and refuses.
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import {
  addressNumber,
  addressText,
  holdsAddress,
  isReserved,
  lowestFree,
  rangeOf,
} from '../../../../../../src/sandbox/providers/network/virtual-networks/address-range.js';
import { seedVirtualNetwork } from '../../../../../../src/sandbox/providers/network/virtual-networks/virtual-network.js';
import { worldIds } from '../../../../../../src/sandbox/kernel/ids.js';
import { findResource } from '../../../../../../src/sandbox/kernel/resource.js';
import {
  backupSandbox,
  backupWorld,
  machineId,
  type BackupSandbox,
  type Json,
} from '../../../../../support/worlds/backup-world.js';
import { assign, tiny } from '../../../../../support/worlds/tiny-world.js';

const version = '2023-05-01';
const networks = `${tiny.group}/providers/Microsoft.Network/virtualNetworks`;
const interfaces = `${tiny.group}/providers/Microsoft.Network/networkInterfaces`;
const subnet = `${networks}/vnet/subnets/default`;

function networkedSandbox(): BackupSandbox {
  const state = backupWorld();
  state.subscriptions[0]?.registeredProviders.push('microsoft.network');
  seedVirtualNetwork(state, worldIds(state), {
    id: `${networks}/vnet`,
    location: 'japaneast',
    addressPrefix: '10.0.0.0/16',
    subnets: [
      { name: 'default', addressPrefix: '10.0.0.0/24' },
      { name: 'small', addressPrefix: '10.0.1.0/29' },
    ],
  });
  return backupSandbox(state);
}

function body(more: object = {}, location = 'japaneast', subnetId = subnet) {
  return {
    location,
    properties: {
      ipConfigurations: [{ name: 'ipconfig1', properties: { subnet: { id: subnetId }, ...more } }],
    },
  };
}

async function put(sandbox: BackupSandbox, name: string, content: unknown): Promise<Json> {
  return await sandbox.call('PUT', `${interfaces}/${name}`, content, version);
}

const addressOf = ({ body: nic }: Json): string =>
  nic.properties.ipConfigurations[0].properties.privateIPAddress;

describe('virtual networks', () => {
  it('are found by name, in the group and in the subscription, with their subnets', async () => {
    const sandbox = networkedSandbox();
    const found = await sandbox.call('GET', `${networks}/vnet`, undefined, version);
    expect(found).toMatchObject({
      status: 200,
      body: {
        name: 'vnet',
        location: 'japaneast',
        properties: {
          provisioningState: 'Succeeded',
          addressSpace: { addressPrefixes: ['10.0.0.0/16'] },
          subnets: [{ name: 'default', id: subnet }, { name: 'small' }],
        },
      },
    });
    for (const scope of [tiny.group, `/subscriptions/${tiny.subscriptionId}`]) {
      const path = `${scope}/providers/Microsoft.Network/virtualNetworks`;
      const { body: list } = await sandbox.call('GET', path, undefined, '2024-05-01');
      expect(list.value).toHaveLength(1);
    }
    expect((await sandbox.call('GET', subnet, undefined, version)).body).toMatchObject({
      name: 'default',
      properties: { addressPrefix: '10.0.0.0/24' },
    });
    const missing = await sandbox.call('GET', `${subnet}s`, undefined, version);
    expect(missing).toMatchObject({ status: 404, body: { error: { code: 'ResourceNotFound' } } });
    const none = await sandbox.call('GET', `${networks}/no`, undefined, version);
    expect(none.status).toBe(404);
  });
});

describe('a network interface', () => {
  it('gets the lowest free address, and is asked after at its operation', async () => {
    const sandbox = networkedSandbox();
    const first = await put(sandbox, 'nic-1', body());
    expect(first).toMatchObject({
      status: 201,
      body: {
        name: 'nic-1',
        id: `${interfaces}/nic-1`,
        properties: {
          provisioningState: 'Succeeded',
          ipConfigurations: [
            {
              name: 'ipconfig1',
              id: `${interfaces}/nic-1/ipConfigurations/ipconfig1`,
              properties: {
                privateIPAllocationMethod: 'Dynamic',
                primary: true,
                subnet: { id: subnet },
              },
            },
          ],
        },
      },
    });
    expect(first.headers.get('retry-after')).toBe('10');
    expect(addressOf(first)).toBe('10.0.0.4');
    expect(addressOf(await put(sandbox, 'nic-2', body()))).toBe('10.0.0.5');
    const status = first.headers.get('azure-asyncoperation') ?? '';
    expect((await sandbox.send('GET', status)).body).toEqual({ status: 'InProgress' });
    sandbox.pass(5);
    expect((await sandbox.send('GET', status)).body).toEqual({ status: 'Succeeded' });
    const { body: used } = await sandbox.call('GET', subnet, undefined, version);
    expect(used.properties.ipConfigurations).toHaveLength(2);
    const list = await sandbox.call('GET', interfaces, undefined, version);
    expect(list.body.value).toHaveLength(2);
  });

  it('put twice is the same one; changed, it has another etag and keeps its address', async () => {
    const sandbox = networkedSandbox();
    const first = await put(sandbox, 'nic-1', body());
    const again = await put(sandbox, 'nic-1', body());
    expect(again.status).toBe(200);
    expect(again.body).toEqual(first.body);
    const tagged = await put(sandbox, 'NIC-1', { ...body(), tags: { a: 'b' } });
    expect(tagged.body).toMatchObject({ name: 'nic-1', tags: { a: 'b' } });
    expect(tagged.body.etag).not.toBe(first.body.etag);
    expect(addressOf(tagged)).toBe('10.0.0.4');
  });

  it('has the static address that it asks for, again and again', async () => {
    const sandbox = networkedSandbox();
    const wanted = body({ privateIPAllocationMethod: 'Static', privateIPAddress: '10.0.0.77' });
    expect(addressOf(await put(sandbox, 'nic-1', wanted))).toBe('10.0.0.77');
    expect(await put(sandbox, 'nic-1', wanted)).toMatchObject({ status: 200 });
    const other = await put(sandbox, 'nic-2', wanted);
    expect(other).toMatchObject({
      status: 400,
      body: { error: { code: 'PrivateIPAddressIsAllocated', details: [] } },
    });
    const found = await sandbox.call('GET', `${interfaces}/nic-2`, undefined, version);
    expect(found.status).toBe(404);
  });

  it.each([
    [
      'PrivateIPAddressNotInSubnet',
      body({ privateIPAllocationMethod: 'Static', privateIPAddress: '10.0.1.4' }),
    ],
    [
      'PrivateIPAddressInReservedRange',
      body({ privateIPAllocationMethod: 'Static', privateIPAddress: '10.0.0.3' }),
    ],
    [
      'PrivateIPAddressInReservedRange',
      body({ privateIPAllocationMethod: 'Static', privateIPAddress: '10.0.0.255' }),
    ],
    ['InvalidRequestFormat', body({ privateIPAllocationMethod: 'Static' })],
    [
      'InvalidRequestFormat',
      body({ privateIPAllocationMethod: 'Static', privateIPAddress: '10.0.0' }),
    ],
    ['InvalidResourceReference', body({}, 'japaneast', `${networks}/vnet/subnets/no`)],
    ['InvalidResourceReference', body({}, 'japaneast', `${networks}/no/subnets/default`)],
    ['InvalidResourceReference', body({}, 'japaneast', machineId('Plain-VM'))],
    ['InvalidResourceReference', body({}, 'japanwest')],
  ])('is refused with %s', async (code, content) => {
    const answer = await put(networkedSandbox(), 'nic-1', content);
    expect(answer).toMatchObject({ status: 400, body: { error: { code } } });
  });

  it('is refused when the subnet is full', async () => {
    const sandbox = networkedSandbox();
    const content = body({}, 'japaneast', `${networks}/vnet/subnets/small`);
    for (const name of ['a', 'b', 'c']) {
      expect((await put(sandbox, name, content)).status).toBe(201);
    }
    expect((await put(sandbox, 'd', content)).body.error.code).toBe('SubnetIsFull');
  });

  it('cannot move to another region', async () => {
    const sandbox = networkedSandbox();
    await put(sandbox, 'nic-1', body());
    expect(await put(sandbox, 'nic-1', body({}, 'japanwest'))).toMatchObject({
      status: 409,
      body: { error: { code: 'InvalidResourceLocation' } },
    });
  });

  it('has no public address here', async () => {
    const answer = await put(networkedSandbox(), 'nic', body({ publicIPAddress: { id: 'x' } }));
    expect(answer.status).toBe(501);
    expect(answer.body.error.message).toContain('publicIPAddress');
  });

  it('is deleted, unless a machine has it', async () => {
    const sandbox = networkedSandbox();
    await put(sandbox, 'nic-1', body());
    const machine = findResource(sandbox.state, machineId('Plain-VM'));
    const withInterface = { networkInterfaces: [{ id: `${interfaces}/NIC-1` }] };
    Object.assign(machine?.properties ?? {}, { networkProfile: withInterface });
    const path = `${interfaces}/nic-1`;
    const shown = await sandbox.call('GET', path, undefined, version);
    expect(shown.body.properties.virtualMachine).toEqual({ id: machineId('Plain-VM') });
    expect(await sandbox.call('DELETE', path, undefined, version)).toMatchObject({
      status: 400,
      body: { error: { code: 'NicInUse' } },
    });
    Object.assign(machine?.properties ?? {}, { networkProfile: {} });
    const answer = await sandbox.call('DELETE', path, undefined, version);
    expect(answer.status).toBe(202);
    const result = answer.headers.get('location') ?? '';
    expect((await sandbox.send('GET', result)).status).toBe(202);
    sandbox.pass(5);
    expect((await sandbox.send('GET', result)).status).toBe(204);
    expect((await sandbox.call('GET', path, undefined, version)).status).toBe(404);
    expect((await sandbox.call('DELETE', path, undefined, version)).status).toBe(204);
  });

  it('needs the right to join the subnet', async () => {
    const sandbox = networkedSandbox();
    const contributor = '9980e02c-c2be-4d73-94e8-173b1dc7cf3c';
    assign(sandbox.state, tiny.strangerId, contributor, `${interfaces}/nic-1`);
    const query = `?api-version=${version}`;
    const answer = await sandbox.send('PUT', `${interfaces}/nic-1${query}`, {
      body: body(),
      as: tiny.strangerId,
    });
    expect(answer.body.error).toMatchObject({ code: 'LinkedAuthorizationFailed' });
    expect(answer.status).toBe(403);
  });
});

describe('addresses', () => {
  it('survive being numbers', () => {
    const octet = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(fc.tuple(octet, octet, octet, octet), (parts) => {
        const text = parts.join('.');
        expect(addressText(addressNumber(text) ?? -1)).toBe(text);
      }),
    );
  });

  it.each(['10.0.0', '10.0.0.256', '10.0.0.-1', '10.0.0.x', ''])('%s is none', (text) => {
    expect(addressNumber(text)).toBeUndefined();
  });

  it.each(['10.0.0.0', '10.0.0.0/33', '10.0.0.0/x', 'x/24', '10.0.0.0/'])(
    '%s is no prefix',
    (text) => {
      expect(rangeOf(text)).toBeUndefined();
    },
  );

  it('of a range: the lowest free one is in it and not Azure’s', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 24, max: 29 }),
        fc.array(fc.integer({ min: 0, max: 255 })),
        (bits, offsets) => {
          const range = rangeOf(`10.0.0.0/${bits}`) ?? { first: 0, last: 0 };
          const taken = new Set(offsets.map((offset) => range.first + offset));
          const free = lowestFree(range, taken);
          const fits =
            free === undefined ||
            (holdsAddress(range, free) && !isReserved(range, free) && !taken.has(free));
          expect(fits).toBe(true);
        },
      ),
    );
  });
});
