import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detectEncryption } from '../../../../src/domain/encryption/encryption-detection.js';
import type { VmExtension } from '../../../../src/domain/virtual-machine.js';
import {
  ABSENT,
  BEK_ONLY,
  KEY_URL,
  SECRET_URL,
  UNAVAILABLE,
  WITH_KEK,
  aDisk,
  aVm,
  type MachineBuilder,
} from '../../../support/facts-builder.js';

const detect = ({ vm, disks }: MachineBuilder) => detectEncryption(vm, disks);
const DISABLE = { EncryptionOperation: 'DisableEncryption', VolumeType: 'ALL' };

/** A Linux machine whose extension reports this substatus. */
function linuxReporting(
  substatus: string,
  machine: MachineBuilder = aVm().linux().encryptedWithKek(),
): MachineBuilder {
  return machine.withInstanceView({
    extensions: [
      {
        name: 'any',
        type: 'Microsoft.Azure.Security.AzureDiskEncryptionForLinux',
        typeHandlerVersion: '1.4.0.5',
        statuses: [],
        substatusMessages: [substatus],
      },
    ],
  });
}

describe('ADE', () => {
  it.each([
    ['single pass with KEK', aVm().encryptedWithKek(), 'single', 1],
    ['single pass, BEK-only', aVm().encryptedWithBek(), 'single', 0],
    ['Linux, single pass', aVm().linux().encryptedWithKek(), 'single', 1],
    ['dual pass', aVm().dualPass(), 'dual', 1],
    ['Linux, dual pass', aVm().linux().dualPass(), 'dual', 1],
    ['deallocated, told by its disks', aVm().encryptedWithKek().deallocated(), 'single', 1],
    [
      'deallocated, dual pass, told by its disks',
      aVm().dualPass().with({ extensions: [] }).deallocated(),
      'dual',
      1,
    ],
    [
      'running, told by the instance view alone',
      aVm().encryptedWithBek().withoutDiskRights().with({ extensions: [] }),
      'single',
      0,
    ],
  ] as const)('%s', (_, machine, pass, keys) => {
    const found = detect(machine);
    expect(found).toMatchObject({ kind: 'ade', state: 'encrypted', pass, disks: 'managed' });
    expect(found.kind === 'ade' && found.keys).toHaveLength(keys);
    expect(found.kind === 'ade' && found.secrets.map(({ url }) => url)).toEqual([SECRET_URL]);
    expect(found.evidence).not.toEqual([]);
  });

  it('is seen on unmanaged disks', () => {
    expect(detect(aVm().encryptedWithBek().unmanaged())).toMatchObject({
      kind: 'ade',
      disks: 'unmanaged',
      secrets: [{ url: SECRET_URL }],
    });
  });

  it.each([
    [{ ...WITH_KEK, secretUrl: 'Encryption succeeded for data volumes' }, 'secrets', /succeeded/u],
    [{ ...WITH_KEK, secretUrl: KEY_URL }, 'secrets', /keys/u],
    [{ enabled: true }, 'secrets', /^$/u],
    [{ ...WITH_KEK, keyUrl: 'https://kv-prod.vault.azure.net/keys' }, 'keys', /keys$/u],
    [{ ...BEK_ONLY, keyVaultId: KEY_URL }, 'keys', /^$/u],
  ])('does not take settings for absent that name nothing it knows: %j', (settings, kind, text) => {
    const machine = aVm()
      .encryptedWithKek()
      .withManagedDisks({ adeSettings: { enabled: true, version: '1.1', settings: [settings] } });
    expect(detect(machine)).toMatchObject({
      unreadable: [{ kind, subject: 'VM001_OsDisk', text: expect.stringMatching(text) }],
    });
  });

  it('is known from the extension alone when an unmanaged machine is off', () => {
    const settings = { EncryptionOperation: 'EnableEncryption', KeyEncryptionKeyURL: KEY_URL };
    const found = detect(aVm().unmanaged().withAdeExtension({ settings }).deallocated());
    expect(found).toMatchObject({ kind: 'ade', state: 'encrypted', secrets: [] });
    expect(found.kind === 'ade' && found.keys.map(({ url }) => url)).toEqual([KEY_URL]);
  });

  it('names one secret per disk, and each once', () => {
    const second = { ...BEK_ONLY, secretUrl: SECRET_URL.replace('7856', '9999') };
    const data = aVm('VM002')
      .encryptedWithBek()
      .withManagedDisks({
        adeSettings: { enabled: true, version: '1.1', settings: [second, BEK_ONLY] },
      });
    const machine = aVm().encryptedWithBek();
    const found = detect(machine.withDisks([...machine.disks, ...data.disks]));
    expect(found.kind === 'ade' && found.secrets.map(({ url }) => url)).toEqual([
      SECRET_URL,
      second.secretUrl,
    ]);
  });

  it('goes by the settings of the disk where the instance view lags behind', () => {
    const rotated = { ...BEK_ONLY, secretUrl: SECRET_URL.replace(/.$/u, '2') };
    const found = detect(
      aVm()
        .encryptedWithBek()
        .withManagedDisks({ adeSettings: { enabled: true, version: '1.1', settings: [rotated] } }),
    );
    expect(found.kind === 'ade' && found.secrets.map(({ url }) => url)).toEqual([
      rotated.secretUrl,
    ]);
  });

  it('finds the extension by publisher and type, whatever its name and casing', () => {
    const extension = {
      publisher: 'MICROSOFT.AZURE.SECURITY',
      type: 'azurediskencryption',
      provisioningState: 'Updating',
    };
    expect(detect(aVm().withAdeExtension(extension))).toMatchObject({ kind: 'ade' });
    const other = { name: 'AzureDiskEncryption', publisher: 'Contoso' };
    expect(detect(aVm().withAdeExtension(other))).toMatchObject({ kind: 'platform-key' });
  });
});

describe('the state of ADE', () => {
  const bare = aVm();
  const encrypted = aVm().encryptedWithKek();
  const linuxWithData = aVm().linux().withDataDisks(1).encryptedWithKek();
  it.each([
    ['one disk of two', encrypted.withDataDisks(1), 'partly-encrypted'],
    ['asked for, not done', bare.withAdeExtension({ provisioningState: 'Creating' }), 'encrypting'],
    [
      'reported done, seen on no disk of which one may not be read',
      bare.withDataDisks(1).withAdeExtension().withoutDiskRights(),
      'encrypted',
    ],
    ['asked for and failed', bare.withAdeExtension({ provisioningState: 'Failed' }), 'failed'],
    [
      'failed long after all disks were encrypted',
      encrypted.withAdeExtension({ provisioningState: 'Failed' }),
      'encrypted',
    ],
    [
      'failed with half of the disks encrypted',
      encrypted.withDataDisks(1).withAdeExtension({ provisioningState: 'Failed' }),
      'failed',
    ],
    [
      'decryption under way',
      encrypted.withAdeExtension({ settings: DISABLE, provisioningState: 'Updating' }),
      'decrypting',
    ],
    [
      'decryption under way, no disk shown any more',
      bare.withAdeExtension({ settings: DISABLE, provisioningState: 'Updating' }),
      'decrypting',
    ],
    [
      'decryption failed',
      encrypted.withAdeExtension({ settings: DISABLE, provisioningState: 'Failed' }),
      'failed',
    ],
    [
      'decryption reported done, disk still locked',
      encrypted.withAdeExtension({ settings: DISABLE }),
      'decrypting',
    ],
    [
      'Linux encrypting',
      linuxReporting('{"data":"NotEncrypted","os":"EncryptionInProgress"}'),
      'encrypting',
    ],
    [
      'Linux waiting for a restart',
      linuxReporting('{"data":"Encrypted","os":"VMRestartPending"}'),
      'encrypting',
    ],
    [
      'Linux decrypting',
      linuxReporting('{"data":"DecryptionInProgress","os":"NotEncrypted"}'),
      'decrypting',
    ],
    [
      'Linux, the OS disk alone, with data disks',
      linuxReporting('{"data":"NotEncrypted","os":"Encrypted"}', linuxWithData),
      'partly-encrypted',
    ],
    [
      'Linux, the OS disk alone, without data disks',
      linuxReporting('{"data":"NotEncrypted","os":"Encrypted"}'),
      'encrypted',
    ],
    [
      'Linux, all encrypted',
      linuxReporting('{"data":"Encrypted","os":"Encrypted"}', linuxWithData),
      'encrypted',
    ],
  ])('%s', (_, machine, state) => {
    expect(detect(machine)).toMatchObject({ kind: 'ade', state });
  });
});

describe('without ADE', () => {
  const setId =
    '/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/diskEncryptionSets/d';
  const atRest = (encryptionAtRest: string) =>
    aVm().withManagedDisks({ encryptionAtRest, diskEncryptionSetId: setId });
  it.each([
    ['platform-key', aVm()],
    ['platform-key', aVm().unmanaged()],
    ['platform-key', aVm().deallocated()],
    ['customer-key', atRest('EncryptionAtRestWithCustomerKey')],
    ['double', atRest('EncryptionAtRestWithPlatformAndCustomerKeys')],
    ['at-host', aVm().with({ encryptionAtHost: true })],
    ['at-host', atRest('EncryptionAtRestWithCustomerKey').with({ encryptionAtHost: true })],
    ['confidential', aVm().with({ securityType: 'ConfidentialVM' })],
    [
      'confidential',
      aVm().withManagedDisks({ securityType: 'ConfidentialVM_DiskEncryptedWithCustomerKey' }),
    ],
    ['platform-key', aVm().withManagedDisks({ securityType: 'TrustedLaunch' })],
  ])('%s', (kind, machine) => {
    expect(detect(machine)).toMatchObject({ kind, residue: 'none' });
  });

  it('names the disk encryption sets, each once', () => {
    const machine = atRest('EncryptionAtRestWithCustomerKey').withDataDisks(0);
    expect(detect(machine)).toMatchObject({ diskEncryptionSetIds: [setId] });
    expect(detect(machine).evidence).toContainEqual({
      source: 'disk-encryption-set',
      subject: 'VM001_OsDisk',
      statement: setId,
    });
  });

  it('tells of an extension that says it has encrypted other disks than those that are there', () => {
    expect(detect(aVm().withDataDisks(1).withAdeExtension())).toMatchObject({
      kind: 'platform-key',
      residue: 'extension-left-behind',
    });
  });

  it('tells of an extension that decryption left behind', () => {
    expect(detect(aVm().withAdeExtension({ settings: DISABLE }))).toMatchObject({
      kind: 'platform-key',
      residue: 'extension-left-behind',
    });
  });
});

describe('what is not known', () => {
  it.each([
    ['a disk that may not be read', aVm().withoutDiskRights(), 'VM001_OsDisk'],
    [
      'a disk that may not be read after decryption',
      aVm().withoutDiskRights().withAdeExtension({ settings: DISABLE }),
      'VM001_OsDisk',
    ],
    [
      'a disk that does not exist',
      aVm().withDisks([{ ...aDisk('os', 'gone', 1), disk: ABSENT }]),
      'gone',
    ],
    [
      'an encryption that is new',
      aVm().withManagedDisks({ encryptionAtRest: 'EncryptionWithMoonlight' }),
      'EncryptionWithMoonlight',
    ],
    [
      'a security type that is new',
      aVm().withManagedDisks({ securityType: 'MoonlitVM' }),
      'MoonlitVM',
    ],
    [
      'an extension that does not say what it was asked',
      aVm().withAdeExtension({ settings: {} }),
      'some-name',
    ],
  ])('%s', (_, machine, what) => {
    const found = detect(machine);
    expect(found.kind).toBe('unrecognised');
    expect(found.kind === 'unrecognised' && found.what).toContain(what);
  });

  it('keeps what could not be read as evidence beside ADE', () => {
    const { disks } = aVm().encryptedWithKek();
    const data = { ...aDisk('data', 'VM001_Data', 64, 0), disk: UNAVAILABLE };
    const found = detect(
      aVm()
        .encryptedWithKek()
        .withDisks([...disks, data]),
    );
    expect(found.kind).toBe('ade');
    expect(found.evidence.map(({ statement }) => statement).join()).toContain('could not be read');
  });
});

describe('law', () => {
  it('whatever source shows ADE, the machine is never called anything else', () => {
    const settings = fc.constantFrom(BEK_ONLY, WITH_KEK);
    const source = fc.oneof(
      settings.map(
        (found) => (machine: MachineBuilder) => machine.with({ modelEncryption: found }),
      ),
      settings.map(
        (found) => (machine: MachineBuilder) =>
          machine.withInstanceView({
            disks: [{ name: 'vm001_osdisk', encryptionSettings: [found], statusCodes: [] }],
          }),
      ),
      fc.constant((machine: MachineBuilder) =>
        machine.withInstanceView({
          disks: [
            {
              name: 'VM001_OsDisk',
              encryptionSettings: [],
              statusCodes: ['encryptionstate/Encrypted'],
            },
          ],
        }),
      ),
      fc.tuple(settings, fc.constantFrom('1.0', '1.1')).map(
        ([found, version]) =>
          (machine: MachineBuilder) =>
            machine.withManagedDisks({
              adeSettings: { enabled: true, version, settings: [found] },
            }),
      ),
      fc.constantFrom('EnableEncryption', 'EnableEncryptionFormatAll', 'enableencryption').map(
        (EncryptionOperation) => (machine: MachineBuilder) =>
          machine.withAdeExtension({
            settings: { EncryptionOperation },
            // Once it has succeeded, disks that were read and say otherwise count for more.
            provisioningState: 'Updating',
          }),
      ),
    );
    const extension = fc.option(
      fc.record<Partial<VmExtension>>({
        provisioningState: fc.constantFrom('Succeeded', 'Failed', 'Updating'),
        settings: fc.constantFrom(DISABLE, {}, { EncryptionOperation: 'QueryEncryptionStatus' }),
      }),
    );
    const start = fc
      .record({ linux: fc.boolean(), atHost: fc.boolean(), data: fc.nat(2) })
      .map(({ linux, atHost, data }) => {
        const machine = aVm().with({ encryptionAtHost: atHost }).withDataDisks(data);
        return linux ? machine.linux() : machine;
      });
    fc.assert(
      fc.property(start, extension, source, (machine, other, show) => {
        const before = other === null ? machine : machine.withAdeExtension(other);
        expect(detect(show(before)).kind).toBe('ade');
      }),
    );
  });
});
