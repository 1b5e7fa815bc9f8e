import { describe, expect, it } from 'vitest';
import {
  CLOUDS,
  findCloud,
  parseCustomCloud,
  type Cloud,
} from '../../../../src/services/arm/clouds.js';

const CUSTOM = {
  name: 'Stack',
  armEndpoint: 'https://management.stack.example/',
  authority: 'https://login.stack.example',
  graphEndpoint: 'https://graph.stack.example',
  keyVaultSuffix: '.vault.stack.example',
  storageSuffix: 'stack.example',
  portal: 'https://portal.stack.example',
};

describe('clouds', () => {
  it('are found without regard to case', () => {
    expect(findCloud('azureusgovernment')?.armEndpoint).toBe(
      'https://management.usgovcloudapi.net',
    );
    expect(findCloud('elsewhere')).toBeUndefined();
  });

  it.each<Cloud>(Object.values(CLOUDS))('$name has addresses without a trailing slash', (cloud) => {
    const { armEndpoint, authority, graphEndpoint, portal = armEndpoint } = cloud;
    for (const url of [armEndpoint, authority, graphEndpoint, portal]) {
      expect(url).toMatch(/^https:\/\/[^/]+$/u);
    }
    expect(cloud.armScope).toMatch(/^https:\/\/.+\/\.default$/u);
    expect(cloud.keyVaultSuffix).not.toMatch(/^\./u);
  });

  it('have Azure Backup’s application where it is known', () => {
    expect(findCloud('AzureCloud')?.backupAppId).toBe('262044b1-e2ce-469f-a196-69ab7ada62d3');
    expect(findCloud('AzureChinaCloud')).not.toHaveProperty('backupAppId');
    expect(findCloud('AzureUSGovernment')).toMatchObject({
      backupAppId: 'ff281ffe-705c-4f53-9f37-a40e6f2c68f3',
      backupAppName: 'Backup Fairfax',
    });
  });

  it('may be described in a file', () => {
    expect(parseCustomCloud(JSON.stringify(CUSTOM), 'cloud.json')).toEqual({
      ...CUSTOM,
      armEndpoint: 'https://management.stack.example',
      armScope: 'https://management.stack.example/.default',
      graphScope: 'https://graph.stack.example/.default',
      keyVaultSuffix: 'vault.stack.example',
    });
    const full = {
      ...CUSTOM,
      armScope: 'https://arm/.default',
      backupAppId: CLOUDS.AzureCloud.backupAppId,
      backupAppName: 'Backup Stack',
    };
    expect(parseCustomCloud(JSON.stringify(full), 'cloud.json')).toMatchObject({
      armScope: 'https://arm/.default',
      backupAppId: CLOUDS.AzureCloud.backupAppId,
      backupAppName: 'Backup Stack',
    });
  });

  it.each([
    ['{', 'the file'],
    ['[]', 'the file'],
    [JSON.stringify({ ...CUSTOM, armEndpoint: 'http://plain.example' }), 'armEndpoint'],
    [
      JSON.stringify({ ...CUSTOM, armEndpoint: 'https://management.azure.com@evil.example' }),
      'armEndpoint',
    ],
    [JSON.stringify({ ...CUSTOM, authority: 'https://evil.example?x=' }), 'authority'],
    [JSON.stringify({ ...CUSTOM, portal: 'https://evil.example#x' }), 'portal'],
    [JSON.stringify({ ...CUSTOM, keyVaultSuffix: '.com' }), 'keyVaultSuffix'],
    [JSON.stringify({ ...CUSTOM, keyVaultSuffix: 'not a name' }), 'keyVaultSuffix'],
    [JSON.stringify({ ...CUSTOM, armEndpiont: 'x' }), 'armEndpiont'],
  ])('refuse the file %s', (text, field) => {
    expect(() => parseCustomCloud(text, 'cloud.json')).toThrow(
      expect.objectContaining({
        fields: expect.objectContaining({
          code: 'AZB_CLOUD_FILE_INVALID',
          kind: 'usage',
          target: 'cloud.json',
          causes: expect.arrayContaining([expect.stringContaining(field)]),
        }),
      }),
    );
  });

  it('of Bleu and Delos differ in their country only', () => {
    const { name, ...german } = CLOUDS.AzureGermanyCloud;
    const { name: other, ...french } = CLOUDS.AzureBleuCloud;
    expect([name, other]).toEqual(['AzureGermanyCloud', 'AzureBleuCloud']);
    const swapped = JSON.stringify(french).replaceAll(
      /(?<=sovcloud(?:-api|-identity)?\.)fr/gu,
      'de',
    );
    expect(JSON.parse(swapped)).toEqual(german);
    expect(JSON.stringify(german)).not.toContain('.fr');
  });

  it.each<Cloud>(Object.values(CLOUDS))('$name may be described as it is', (cloud) => {
    const { signInHosts: _hosts, storageZoneSuffix: _zone, ...description } = cloud;
    expect(parseCustomCloud(JSON.stringify(description), 'cloud.json')).toEqual(description);
  });
});

describe('a description that would lead tokens astray', () => {
  const real = CLOUDS.AzureCloud;
  const rows: readonly (readonly [string, Partial<Cloud>, string])[] = [
    ['of Resource Manager', { armScope: real.armScope }, 'armScope'],
    [
      'of the older audience',
      { armScope: 'https://management.core.windows.net//.default' },
      'armScope',
    ],
    ['of another cloud', { armScope: CLOUDS.AzureChinaCloud.armScope }, 'armScope'],
    ['of key vaults', { armScope: 'https://vault.azure.net/.default' }, 'armScope'],
    ['of storage', { armScope: 'https://storage.azure.com/.default' }, 'armScope'],
    ['of mail', { armScope: 'https://outlook.office365.com/.default' }, 'armScope'],
    ['of Graph', { graphScope: real.graphScope }, 'graphScope'],
    ['of Graph, by Resource Manager', { armScope: real.graphScope }, 'armScope'],
    [
      'of Resource Manager, by the id of its application',
      { armScope: '797f4846-ba00-4fd7-ba43-dac1f8f6e1e1/.default' },
      'armScope',
    ],
    [
      'of an application, as a principal',
      { armScope: 'spn:797f4846-ba00-4fd7-ba43-dac1f8f6e1e1/.default' },
      'armScope',
    ],
    ['of an application by its name', { armScope: 'api://payroll/.default' }, 'armScope'],
    [
      'of an application, by another name of the sign-in',
      {
        authority: 'https://LOGIN.windows.net.',
        graphScope: '00000003-0000-0000-c000-000000000000/.default',
      },
      'graphScope',
    ],
    [
      'of Resource Manager, with a dot',
      { armScope: 'https://management.azure.com./.default' },
      'armScope',
    ],
    [
      'of Resource Manager, in other letters and with a port',
      { armScope: 'https://MANAGEMENT.azure.com:444/.default' },
      'armScope',
    ],
    [
      'of Resource Manager, in plain',
      { armScope: 'http://management.azure.com/.default' },
      'armScope',
    ],
    ['under the name of a cloud', { name: 'azurecloud' }, 'armEndpoint'],
    [
      'under the name of a cloud, by its sign-in',
      {
        ...real,
        name: 'AzureCloud',
        authority: 'https://login.evil.example',
      },
      'authority',
    ],
  ];

  it.each(rows)('is refused: %s', (_, fields, field) => {
    const { storageZoneSuffix: _zone, signInHosts: _hosts, ...known } = fields;
    const text = JSON.stringify({ ...CUSTOM, authority: real.authority, ...known });
    expect(() => parseCustomCloud(text, 'cloud.json')).toThrow(
      expect.objectContaining({
        fields: expect.objectContaining({
          code: 'AZB_CLOUD_FILE_INVALID',
          causes: expect.arrayContaining([expect.stringContaining(`${field}:`)]),
        }),
      }),
    );
  });

  it('is not one with a sign-in of its own and the id of an application', () => {
    const own = { ...CUSTOM, armScope: '797f4846-ba00-4fd7-ba43-dac1f8f6e1e1/.default' };
    expect(parseCustomCloud(JSON.stringify(own), 'cloud.json')).toMatchObject({
      armScope: own.armScope,
    });
  });

  it('is not one with the sign-in of a cloud and an audience of its own', () => {
    const stack = {
      ...CUSTOM,
      authority: real.authority,
      armScope: 'https://management.contoso.onmicrosoft.com/0f1e2d3c/.default',
    };
    expect(parseCustomCloud(JSON.stringify(stack), 'cloud.json')).toMatchObject({
      armScope: stack.armScope,
    });
  });
});
