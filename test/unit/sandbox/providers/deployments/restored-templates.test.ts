// The template that a restore of disks leaves, deployed from where it lies.
import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { seedVirtualNetwork } from '../../../../../src/sandbox/providers/network/virtual-networks/virtual-network.js';
import { writeBlob } from '../../../../../src/sandbox/providers/storage-data/blobs.js';
import { sasText } from '../../../../../src/sandbox/providers/storage-data/shared-access-signature.js';
import {
  accountKeys,
  findStorageAccount,
} from '../../../../../src/sandbox/providers/storage/storage-account.js';
import { worldIds } from '../../../../../src/sandbox/kernel/ids.js';
import { findResource } from '../../../../../src/sandbox/kernel/resource.js';
import type { WorldState } from '../../../../../src/sandbox/kernel/state.js';
import { backupWorldIds, type Json } from '../../../../support/worlds/backup-world.js';
import { deploy, shownDeployment, template } from '../../../../support/worlds/deployments.js';
import { restorePlaces, restoreSandbox } from '../../../../support/worlds/restore-jobs.js';
import { restoredIds } from '../../../../support/worlds/restored-world.js';
import { tiny } from '../../../../support/worlds/tiny-world.js';

const NETWORK = {
  virtualMachineName: 'new-vm',
  virtualNetwork: 'vnet',
  virtualNetworkResourceGroup: 'rg-tiny',
  subnet: 'default',
  networkInterfacePrefixName: 'nic',
};

const asParameters = (values: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }]));

/** The template's address and a signature for it; `kek` says how the machine is encrypted. */
async function restoredTemplate(options: { kek?: boolean } = {}) {
  const sandbox = await restoreSandbox(options);
  const { state } = sandbox;
  state.subscriptions[0]?.registeredProviders.push('microsoft.network');
  Object.assign(findResource(state, backupWorldIds.policyKeyVault)?.properties ?? {}, {
    enabledForDiskEncryption: true,
  });
  seedVirtualNetwork(state, worldIds(state), {
    id: restoredIds.subnet.split('/subnets')[0] ?? '',
    location: 'japaneast',
    addressPrefix: '10.0.0.0/16',
    subnets: [{ name: 'default', addressPrefix: '10.0.0.0/24' }],
  });
  const { job } = await sandbox.restored();
  const uri: string = job.extendedInfo.propertyBag['Template Blob Uri'];
  const osDiskName = Object.values(state.resources).find(({ name }) =>
    name.includes('-osdisk-'),
  )?.name;
  const parameters = asParameters({ ...NETWORK, osDiskName: osDiskName ?? '' });
  return { sandbox, uri, parameters, queryString: signatureFor(state, uri) };
}

function signatureFor(state: WorldState, uri: string, permission = 'r'): string {
  const account = findStorageAccount(state, 'sttiny');
  const key = account === undefined ? '' : (accountKeys(state, account)[0]?.value ?? '');
  const query = { sv: '2021-12-02', sr: 'b', sp: permission, se: '2027-01-01T00:00:00Z' };
  const [container = '', ...blob] = new URL(uri).pathname.slice(1).split('/');
  const text = sasText(query, { account: 'sttiny', container, blob: blob.join('/') });
  const sig = createHmac('sha256', Buffer.from(key, 'base64')).update(text).digest('base64');
  return new URLSearchParams({ ...query, sig }).toString();
}

describe('the template that a restore leaves', () => {
  it.each([true, false])(
    'makes a machine that starts, from a signed address; with a key encryption key: %s',
    async (kek) => {
      const { sandbox, uri, queryString, parameters } = await restoredTemplate({ kek });
      const put = await deploy(
        sandbox,
        { templateLink: { uri, queryString }, parameters },
        restorePlaces.group,
      );
      expect(put).toMatchObject({ status: 201, body: { properties: { templateLink: { uri } } } });
      expect(JSON.stringify(put.body)).not.toContain('sig=');
      sandbox.pass(300);
      const deployed = await shownDeployment(sandbox, restorePlaces.group);
      expect(deployed.properties).toMatchObject({ provisioningState: 'Succeeded' });
      expect(deployed.properties.outputResources).toHaveLength(2);
      const machine = `${restorePlaces.group}/providers/Microsoft.Compute/virtualMachines/new-vm`;
      const { body } = await sandbox.call(
        'GET',
        `${machine}/instanceView`,
        undefined,
        '2026-03-01',
      );
      expect(body.statuses).toMatchObject([
        { code: 'ProvisioningState/succeeded' },
        { code: 'PowerState/running' },
      ]);
    },
  );

  it('makes a machine that fails when its secret is gone, and says why', async () => {
    const { sandbox, uri, queryString, parameters } = await restoredTemplate();
    Object.assign(sandbox.state.keyVaultData[tiny.policyVault] ?? {}, { secrets: {} });
    const link = `${uri}?${queryString}`;
    await deploy(sandbox, { templateLink: { uri: link }, parameters }, restorePlaces.group);
    sandbox.pass(300);
    const { error, provisioningState } = (await shownDeployment(sandbox, restorePlaces.group))
      .properties;
    expect(provisioningState).toBe('Failed');
    expect(error.details).toMatchObject([
      {
        code: 'ResourceDeploymentFailure',
        details: [{ code: 'DiskEncryptionInternalError', message: expect.any(String) }],
      },
    ]);
  });

  it.each<[string, (found: { uri: string; state: WorldState }) => Json, number, string]>([
    ['without a signature', ({ uri }) => ({ uri }), 400, 'InvalidContentLink'],
    [
      'with a signature for something else',
      ({ uri, state }) => ({ uri, queryString: signatureFor(state, uri, 'd') }),
      400,
      'InvalidContentLink',
    ],
    [
      'from an account that is not there',
      () => ({ uri: 'https://stnone.blob.core.windows.net/a/b.json' }),
      400,
      'InvalidContentLink',
    ],
    ['from no address', () => ({ uri: 'b.json' }), 400, 'InvalidRequestContent'],
    ['from elsewhere', () => ({ uri: 'https://example.com/b.json' }), 501, 'SandboxNotModelled'],
    [
      'of another version',
      ({ uri, state }) => ({
        uri,
        queryString: signatureFor(state, uri),
        contentVersion: '2.0.0.0',
      }),
      400,
      'InvalidTemplate',
    ],
    [
      'that is no JSON',
      ({ uri, state }) => {
        const [container = '', name = ''] = new URL(uri).pathname.slice(1).split('/');
        const content = new TextEncoder().encode('{');
        writeBlob(state, { account: 'sttiny', container, name, type: 'BlockBlob', content }, 0);
        return { uri, queryString: signatureFor(state, uri) };
      },
      400,
      'InvalidTemplate',
    ],
  ])('is refused %s', async (_, linkOf, status, code) => {
    const { sandbox, uri } = await restoredTemplate();
    const templateLink = linkOf({ uri, state: sandbox.state });
    const answer = await deploy(sandbox, { templateLink }, restorePlaces.group);
    expect(answer).toMatchObject({ status, body: { error: { code } } });
  });

  it('is refused beside another one, and so is none', async () => {
    const { sandbox, uri } = await restoredTemplate();
    const both = { template: template([]), templateLink: { uri } };
    for (const properties of [both, {}]) {
      expect(await deploy(sandbox, properties)).toMatchObject({
        status: 400,
        body: { error: { code: 'InvalidRequestContent' } },
      });
    }
  });
});
