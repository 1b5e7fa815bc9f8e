import { describe, expect, it } from 'vitest';
import { CLOUDS, findCloud, parseCustomCloud } from '../../../../src/services/arm/clouds.js';

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

  it.each(Object.values(CLOUDS))('$name has addresses without a trailing slash', (cloud) => {
    const { armEndpoint, authority, graphEndpoint, portal } = cloud;
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
});
