// What speaks against a restore, what overrides it, and whether its keys were rotated.
import { beforeEach, describe, expect, it } from 'vitest';
import {
  adeObstacle,
  applyOverrides,
  stagingObstacle,
  type RestoreObstacle,
} from '../../../../src/commands/restore/decide.js';
import type { RestoreObjection } from '../../../../src/commands/restore/options.js';
import { wasRotated } from '../../../../src/commands/restore/keys.js';
import { KeyMaterial } from '../../../../src/domain/keys/key-material.js';
import { REPLACES_TAG } from '../../../../src/domain/keys/key-status.js';
import type { StorageAccount } from '../../../../src/domain/storage-account.js';
import { AzbackupError } from '../../../../src/errors/azbackup-error.js';
import { objectFacts, version } from '../../../support/key-facts.js';

function obstacle(objection: RestoreObstacle['objection'], more: object = {}): RestoreObstacle {
  const message = `against it: ${objection ?? 'a right'}`;
  const error = new AzbackupError({
    code: 'AZB_RESTORE_OBJECTION',
    kind: 'blocked',
    message,
    ...more,
  });
  return { objection, error };
}

const KEYS = obstacle('keys', { causes: ['gone'], fix: ['restore them'] });
const ADE = obstacle('ade', { fix: ['give the application'] });

describe('what speaks against a restore', () => {
  let obstacles: readonly RestoreObstacle[] = [];
  beforeEach(() => {
    obstacles = [KEYS, ADE];
  });

  function thrown(...ignored: readonly RestoreObjection[]): unknown {
    const warnings: string[] = [];
    try {
      applyOverrides({ warn: (message) => warnings.push(message) }, obstacles, ignored);
    } catch (error) {
      return error instanceof AzbackupError ? error.fields : error;
    }
    return warnings;
  }

  it('ends it with the first, and names the others and what overrides them', () => {
    expect(thrown()).toMatchObject({
      message: 'against it: keys',
      causes: ['gone', 'also: against it: ade'],
      fix: [
        'restore them',
        'give the application',
        'or continue anyway: --ignore keys --ignore ade',
      ],
    });
  });

  it('offers no way on where one of them cannot be overridden', () => {
    obstacles = [obstacle(undefined, { fix: ['get the right'] }), KEYS];
    expect(thrown()).toMatchObject({
      causes: ['also: against it: keys'],
      fix: ['get the right', 'restore them'],
    });
    expect(thrown('keys')).toMatchObject({ causes: [], fix: ['get the right'] });
  });

  it('ends it with what is not ignored alone', () => {
    expect(thrown('keys')).toMatchObject({
      message: 'against it: ade',
      causes: [],
      fix: ['give the application', 'or continue anyway: --ignore ade'],
    });
  });

  it('is a warning each where all is ignored', () => {
    expect(thrown('ade', 'keys')).toEqual([
      '--ignore keys: against it: keys',
      '--ignore ade: against it: ade',
    ]);
  });
});

describe('a staging account', () => {
  const account: StorageAccount = {
    id: '/x/storageAccounts/staging',
    name: 'staging',
    location: 'japaneast',
    kind: 'StorageV2',
    sku: 'Standard_LRS',
    blobEndpoint: 'https://staging.blob.core.windows.net/',
    publicAccess: 'Enabled',
    defaultNetworkAction: 'Allow',
    letsTrustedServicesThrough: true,
    hierarchicalNamespace: false,
    sharedKeyAccess: true,
  };

  it('that will do is no obstacle; one that will not says why', () => {
    expect(stagingObstacle({ account })).toBeUndefined();
    expect(stagingObstacle({ account, problem: 'it is elsewhere' })).toMatchObject({
      objection: 'staging-account',
      error: { fields: { target: account.id, causes: ['it is elsewhere'] } },
    });
  });
});

describe('the application of ADE', () => {
  const clientSecret = new KeyMaterial('unreal');

  it.each([
    ['single', 'Linux', undefined, undefined, undefined],
    ['none', 'Linux', undefined, undefined, undefined],
    ['dual', 'Windows', undefined, undefined, undefined],
    ['dual', 'Linux', undefined, undefined, 'id'],
    ['dual', 'Linux', undefined, undefined, undefined, 'OS'],
    ['dual', 'Linux', undefined, undefined, 'id', 'Data'],
    ['dual', 'Linux', 'app', undefined, 'secret'],
    ['dual', 'Linux', 'app', clientSecret, undefined],
    ['dual', 'Windows', 'app', undefined, 'secret'],
  ] as const)('%s pass, %s: id %s, secret %s, lacks %s; volumes %s', (...row) => {
    const [pass, osType, clientId, secret, missing, volumes] = row;
    const found = adeObstacle({
      vm: 'VM001',
      pass,
      osType,
      volumes,
      clientId,
      clientSecret: secret,
    });
    const what = /its (?<what>id|secret) is required$/u.exec(found?.error.message ?? '');
    expect(what?.groups?.['what']).toBe(missing);
    expect(found === undefined).toBe(missing === undefined);
  });
});

describe('a key or secret', () => {
  const OLD = version({ version: 'v0' });
  const POINT = version();
  const NEW = version({ version: 'v2' });
  const OURS = version({ version: 'v3', tags: { [REPLACES_TAG]: 'v1' } });
  const kept = objectFacts('secret', [POINT]);

  it.each([
    ['with nothing after the version of the point', [OLD, POINT], false],
    ['with a newer version', [POINT, NEW], true],
    ['with a newer version of azbackup alone', [POINT, OURS], false],
    ['with a newer version of both', [POINT, OURS, NEW], true],
    ['without the version of the point', [OLD, NEW], false],
    ['that is gone', [], false],
  ] as const)('%s', (_, versions, rotated) => {
    expect(wasRotated({ facts: { secret: kept, key: objectFacts('key', versions) } })).toBe(
      rotated,
    );
    expect(wasRotated({ facts: { secret: objectFacts('secret', versions) } })).toBe(rotated);
  });
});
