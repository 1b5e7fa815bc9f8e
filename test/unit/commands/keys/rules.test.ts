// What is done to bring key and secret back, when it is refused, and that doing it leaves nothing to do.
import { describe, expect, it } from 'vitest';
import type { ObjectFacts } from '../../../../src/domain/keys/key-status.js';
import { keyRestorationSteps } from '../../../../src/commands/keys/plan.js';
import { decideRestoration, type RestorationFacts } from '../../../../src/commands/keys/rules.js';
import { FORBIDDEN, keyVault, objectFacts, version } from '../../../support/key-facts.js';

const RESTORE = 'azbackup restore --vm VM001 --recovery-point 7';
const ALL = { keyBackup: true, secretValue: true, secretBackup: false };
const VM = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/VM001';

function facts(more: Partial<RestorationFacts> = {}): RestorationFacts {
  return {
    secret: objectFacts('secret', []),
    key: objectFacts('key', []),
    has: ALL,
    origin: { subscriptionId: keyVault().subscriptionId, location: 'japaneast' },
    source: { kind: 'point', restore: RESTORE },
    ...more,
  };
}

function bekOnly(secret: ObjectFacts, more: Partial<RestorationFacts> = {}): RestorationFacts {
  const { key: _key, ...rest } = facts(more);
  return { ...rest, secret };
}

const THERE = { secret: objectFacts('secret', [version()]), key: objectFacts('key', [version()]) };
const FILE: Partial<RestorationFacts> = {
  source: { kind: 'file' },
  has: { keyBackup: false, secretValue: false, secretBackup: true },
};
const DELETED = { deleted: { status: 'known', value: { name: 'x' } } } as const;

describe('what is done', () => {
  it.each<[string, RestorationFacts, object]>([
    ['nothing, where both are in place', facts(THERE), { key: 'none', secret: 'none' }],
    ['the key restored and the secret set', facts(), { key: 'restore', secret: 'set' }],
    [
      'the key alone',
      facts({ ...THERE, key: objectFacts('key', []) }),
      { key: 'restore', secret: 'none' },
    ],
    [
      'the secret set beside other versions',
      facts({ ...THERE, secret: objectFacts('secret', [version({ version: 'v2' })]) }),
      { key: 'none', secret: 'set' },
    ],
    [
      'nothing, where the secret was set already',
      facts({
        ...THERE,
        secret: objectFacts('secret', [version({ version: 'v2' })], { equalVersion: 'v2' }),
      }),
      { key: 'none', secret: 'none' },
    ],
    [
      'both recovered from soft delete',
      facts({ secret: objectFacts('secret', [], DELETED), key: objectFacts('key', [], DELETED) }),
      { key: 'recover', secret: 'recover' },
    ],
    [
      'a BEK-only secret restored',
      bekOnly(objectFacts('secret', []), FILE),
      { key: 'none', secret: 'restore' },
    ],
  ])('%s', (_, given, actions) => {
    expect(decideRestoration(given)).toMatchObject({ ...actions, refusals: [] });
  });

  it.each<[string, RestorationFacts, string, RegExp]>([
    [
      'a key that is disabled',
      facts({ ...THERE, key: objectFacts('key', [version({ enabled: false })]) }),
      'unusable',
      /set-attributes .*--enabled true/u,
    ],
    [
      'a key whose name others have',
      facts({ key: objectFacts('key', [version({ version: 'v2' })]) }),
      'name-taken',
      /--key-vault NAME/u,
    ],
    [
      'a key without a copy',
      facts({ has: { ...ALL, keyBackup: false } }),
      'no-copy',
      /^azbackup restore --vm VM001 --recovery-point 7\nazbackup restore-keys --file FILE$/u,
    ],
    [
      'a key whose copy the file is without',
      facts({ has: { ...ALL, keyBackup: false }, source: { kind: 'file' } }),
      'no-copy',
      /another recovery point/u,
    ],
    [
      'a BEK-only secret, from a point',
      bekOnly(objectFacts('secret', [])),
      'no-copy',
      /restore-keys --file FILE/u,
    ],
    [
      'a BEK-only secret whose name others have',
      bekOnly(objectFacts('secret', [version({ version: 'v2' })]), FILE),
      'name-taken',
      /--key-vault NAME/u,
    ],
    [
      'a key vault that is gone',
      facts({ key: objectFacts('key', [], { vault: { status: 'absent' } }) }),
      'vault-gone',
      /az keyvault recover --name kv/u,
    ],
    [
      'what may not be read',
      facts({ key: objectFacts('key', [], { object: FORBIDDEN }) }),
      'not-known',
      /^/u,
    ],
    [
      'another subscription',
      facts({ origin: { subscriptionId: 'other' } }),
      'vault-elsewhere',
      /--key-vault NAME/u,
    ],
    [
      'another geography',
      facts({ origin: { location: 'westeurope' } }),
      'vault-elsewhere',
      /--key-vault NAME/u,
    ],
  ])('refuses %s', (_, given, reason, fix) => {
    const { refusals } = decideRestoration(given);
    expect(refusals.map((refusal) => refusal.reason)).toContain(reason);
    expect(refusals.flatMap((refusal) => refusal.fix).join('\n')).toMatch(fix);
  });

  it('notes what does not hinder it', () => {
    const notesOf = (location: string): string =>
      decideRestoration(facts({ origin: { location } })).notes.join('\n');
    expect(notesOf('japaneast')).toBe('');
    expect(notesOf('japanwest')).toContain('in their region');
    expect(notesOf('atlantis')).toContain('unknown');
    const shut = { status: 'known', value: keyVault({ enabledForDiskEncryption: false }) } as const;
    const { notes } = decideRestoration(facts({ key: objectFacts('key', [], { vault: shut }) }));
    expect(notes.join('\n')).toContain('disk encryption');
  });
});

describe('the steps', () => {
  const terms = { osType: 'Windows', algorithm: 'RSA-OAEP', machineName: 'VM001' } as const;

  it('restore the key first, and tag the secret as ADE does', () => {
    const steps = keyRestorationSteps(decideRestoration(facts()), facts(), { terms, vmIds: [VM] });
    expect(steps).toMatchObject([
      { kind: 'restore-key', objectName: 'kek', version: 'v1', target: keyVault().id },
      {
        kind: 'set-secret',
        objectName: 'bek',
        after: [steps[0]?.id],
        contentType: 'Wrapped BEK',
        tags: {
          DiskEncryptionKeyEncryptionAlgorithm: 'RSA-OAEP',
          DiskEncryptionKeyFileName: 'bek.BEK',
          DiskEncryptionKeyEncryptionKeyURL: 'https://kv.vault.azure.net/keys/kek/v1',
          MachineName: 'VM001',
          'azbackup-replaces': 'v1',
        },
      },
    ]);
  });

  it('name the file as Linux looks for it', () => {
    const linux = { osType: 'Linux', algorithm: 'RSA1_5' } as const;
    const given = facts({ ...THERE, secret: objectFacts('secret', []) });
    const steps = keyRestorationSteps(decideRestoration(given), given, { terms: linux, vmIds: [] });
    expect(steps).toMatchObject([
      {
        kind: 'set-secret',
        after: [],
        tags: {
          DiskEncryptionKeyFileName: 'LinuxPassPhraseFileName',
          DiskEncryptionKeyEncryptionAlgorithm: 'RSA1_5',
        },
      },
    ]);
  });

  it('leave nothing to do once they are done', () => {
    const tags = { 'azbackup-replaces': 'v1' };
    const after = facts({
      secret: objectFacts('secret', [version({ version: 'v9', tags })]),
      key: objectFacts('key', [version()]),
    });
    expect(keyRestorationSteps(decideRestoration(after), after, { terms, vmIds: [VM] })).toEqual(
      [],
    );
  });
});
