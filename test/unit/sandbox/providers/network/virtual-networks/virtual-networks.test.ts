// Virtual networks that are made and changed: ranges that fit, and what interfaces use stays.
import { describe, expect, it } from 'vitest';
import { findResource } from '../../../../../../src/sandbox/kernel/resource.js';
import {
  backupSandbox,
  backupWorld,
  type BackupSandbox,
  type Json,
} from '../../../../../support/worlds/backup-world.js';
import { tiny } from '../../../../../support/worlds/tiny-world.js';

const version = '2024-05-01';
const network = `${tiny.group}/providers/Microsoft.Network`;
const vnet = `${network}/virtualNetworks/vnet`;
const nic = `${network}/networkInterfaces/nic`;

type Subnets = readonly (readonly [name: string, prefix: string])[];

function newSandbox(): BackupSandbox {
  const state = backupWorld();
  state.subscriptions[0]?.registeredProviders.push('microsoft.network');
  return backupSandbox(state);
}

async function put(
  sandbox: BackupSandbox,
  subnets: Subnets,
  location = 'japaneast',
): Promise<Json> {
  const body = {
    location,
    properties: {
      addressSpace: { addressPrefixes: ['10.9.0.0/24'] },
      subnets: subnets.map(([name, addressPrefix]) => ({ name, properties: { addressPrefix } })),
    },
  };
  return await sandbox.call('PUT', vnet, body, version);
}

const HALF = [['a', '10.9.0.0/25']] as const;
const BOTH = [...HALF, ['b', '10.9.0.128/25']] as const;

async function used(): Promise<BackupSandbox> {
  const sandbox = newSandbox();
  await put(sandbox, BOTH);
  const ip = { name: 'ip', properties: { subnet: { id: `${vnet}/subnets/b` } } };
  const body = { location: 'japaneast', properties: { ipConfigurations: [ip] } };
  expect((await sandbox.call('PUT', nic, body, version)).status).toBe(201);
  return sandbox;
}

describe('virtual networks', () => {
  it('are made and changed, and read back as they were put', async () => {
    const sandbox = newSandbox();
    const made = await put(sandbox, HALF, 'Japan East');
    expect([made.status, made.body.location]).toEqual([201, 'japaneast']);
    const again = await put(sandbox, HALF);
    expect([again.status, again.body.etag]).toEqual([200, made.body.etag]);
    expect((await put(sandbox, BOTH)).body.properties).toMatchObject({
      resourceGuid: made.body.properties.resourceGuid,
      subnets: [{ id: `${vnet}/subnets/a` }, { properties: { addressPrefix: '10.9.0.128/25' } }],
      virtualNetworkPeerings: [],
    });
    const { id, name, type, etag, location, properties } = again.body;
    const echoed = { id, name, type, etag, location, properties };
    expect((await sandbox.call('PUT', vnet, echoed, version)).status).toBe(200);
    expect((await put(sandbox, HALF, 'westus')).body.error.code).toBe('InvalidResourceLocation');
  });

  it.each([
    ['a subnet outside', [['a', '10.8.0.0/25']], 'NetcfgInvalidSubnet'],
    ['subnets that overlap', [...HALF, ['b', '10.9.0.64/26']], 'NetcfgSubnetRangesOverlap'],
    ['subnets within each other', [['b', '10.9.0.64/26'], ...HALF], 'NetcfgSubnetRangesOverlap'],
    ['what is no range', [['a', 'ten']], 'InvalidRequestFormat'],
  ] as const)('refuse %s', async (_case, subnets, code) => {
    const { status, body } = await put(newSandbox(), subnets);
    expect([status, body.error.code]).toEqual([400, code]);
  });

  it('keep a subnet, its range, and themselves as long as an interface is in it', async () => {
    const sandbox = await used();
    const smaller = [...HALF, ['b', '10.9.0.128/26']] as const;
    for (const [attempt, code] of [
      [await put(sandbox, HALF), 'InUseSubnetCannotBeDeleted'],
      [await put(sandbox, smaller), 'InUsePrefixCannotBeDeleted'],
      [await sandbox.call('DELETE', vnet, undefined, version), 'InUseSubnetCannotBeDeleted'],
    ] as const) {
      expect([attempt.status, attempt.body.error.code]).toEqual([400, code]);
    }
    await sandbox.call('DELETE', nic, undefined, version);
    const deleted = await sandbox.call('DELETE', vnet, undefined, version);
    expect(deleted.status).toBe(202);
    sandbox.pass(10);
    expect((await sandbox.send('GET', deleted.headers.get('location') ?? '')).status).toBe(204);
    expect(findResource(sandbox.state, vnet)).toBeUndefined();
  });

  it('show the peerings that a world begins with, and take none', async () => {
    const sandbox = newSandbox();
    await put(sandbox, HALF);
    const list = async () =>
      (await sandbox.call('GET', `${vnet}/virtualNetworkPeerings`, undefined, version)).body.value;
    expect(await list()).toEqual([]);
    const peering = { name: 'hub', properties: { peeringState: 'Connected' } };
    Object.assign(findResource(sandbox.state, vnet)?.properties ?? {}, {
      virtualNetworkPeerings: [peering],
    });
    expect(await list()).toEqual([peering]);
    expect((await put(sandbox, BOTH)).body.properties.virtualNetworkPeerings).toEqual([peering]);
    const body = {
      location: 'japaneast',
      properties: {
        addressSpace: { addressPrefixes: ['10.9.0.0/24'] },
        virtualNetworkPeerings: [peering],
      },
    };
    expect((await sandbox.call('PUT', vnet, body, version)).status).toBe(501);
  });
});
