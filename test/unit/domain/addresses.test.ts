import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  parseKeyVaultUrl,
  sameObject,
  vaultNameOf,
} from '../../../src/domain/keys/key-vault-url.js';
import { sameRegion } from '../../../src/domain/region.js';
import { formatResourceId, parseResourceId, sameId } from '../../../src/domain/resource-id.js';

describe('resource ids', () => {
  const segment = fc.stringMatching(/^[A-Za-z0-9._()-]{1,12}$/u);

  it('survive being taken apart and put together', () => {
    const parts = fc
      .tuple(segment, segment, segment, fc.array(fc.tuple(segment, segment), { minLength: 1 }))
      .map(([subscriptionId, resourceGroup, namespace, levels]) => ({
        subscriptionId,
        resourceGroup,
        type: [namespace, ...levels.map(([type]) => type)].join('/'),
        names: levels.map(([, name]) => name),
      }));
    fc.assert(
      fc.property(parts, (before) => {
        const id = formatResourceId(before);
        expect(parseResourceId(id)).toEqual({ ...before, name: before.names.at(-1) });
        expect(sameId(id, `https://management.azure.com${id.toUpperCase()}/`)).toBe(true);
      }),
    );
  });
});

describe('addresses of secrets and keys', () => {
  const url = 'https://kv-prod.vault.azure.net/secrets/Name/0123';
  it.each([
    [url, { collection: 'secrets', name: 'Name', version: '0123' }],
    ['https://KV-Prod.vault.azure.net:443/keys/k', { collection: 'keys', name: 'k' }],
    ['https://kv-prod.vault.usgovcloudapi.net/keys/k/1/', { name: 'k', version: '1' }],
  ])('%s', (text, expected) => {
    expect(parseKeyVaultUrl(text)).toMatchObject(expected);
  });

  it.each([
    '',
    'kv-prod',
    'http://kv-prod.vault.azure.net/keys/k',
    'https://kv-prod.vault.azure.net/certificates/c',
    'https://kv-prod.vault.azure.net:8443/keys/k',
    'https://kv-prod.vault.azure.net/keys/',
    'see https://kv-prod.vault.azure.net/keys/k',
    'https://kv-prod.vault.azure.net/keys/k/1/2',
  ])('refuses "%s"', (text) => {
    expect(parseKeyVaultUrl(text)).toBeUndefined();
  });

  it('lower-cases the host and leaves out what is not there', () => {
    expect(parseKeyVaultUrl('https://KV-Prod.vault.azure.net:443/keys/k', '')).toEqual({
      url: 'https://KV-Prod.vault.azure.net:443/keys/k',
      collection: 'keys',
      vaultUrl: 'https://kv-prod.vault.azure.net',
      name: 'k',
    });
  });

  it('keep the id of their key vault where the source names it', () => {
    expect(parseKeyVaultUrl(` ${url}\n`, '/x/vaults/kv')).toStrictEqual({
      url,
      collection: 'secrets',
      vaultUrl: 'https://kv-prod.vault.azure.net',
      name: 'Name',
      version: '0123',
      vaultId: '/x/vaults/kv',
    });
    expect(parseKeyVaultUrl(url, '')).not.toHaveProperty('vaultId');
    expect(parseKeyVaultUrl(url)).not.toHaveProperty('vaultId');
  });

  it('are the same whatever port and casing they are written with', () => {
    const left = parseKeyVaultUrl(url);
    const right = parseKeyVaultUrl(url.replace('.net/', '.net:443/').replace('Name', 'NAME'));
    expect(left && right && sameObject(left, right)).toBe(true);
    const older = parseKeyVaultUrl(`${url}4`);
    expect(left && older && sameObject(left, older)).toBe(false);
  });

  it('name their key vault', () => {
    expect(vaultNameOf('https://kv-prod.vault.azure.net:443/')).toBe('kv-prod');
  });
});

describe('regions', () => {
  it('are the same under either name', () => {
    expect(sameRegion('Japan East', 'japaneast')).toBe(true);
    expect(sameRegion('japaneast', 'japanwest')).toBe(false);
  });
});
