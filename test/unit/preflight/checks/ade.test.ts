import { describe, expect, it } from 'vitest';
import { known } from '../../../../src/domain/fact.js';
import { adeExtensionHealthy } from '../../../../src/preflight/checks/ade/extension-healthy.js';
import { adeKeyCurrent } from '../../../../src/preflight/checks/ade/key-current.js';
import { adeKeyStandalone } from '../../../../src/preflight/checks/ade/key-standalone.js';
import { adeNotPastRetirement } from '../../../../src/preflight/checks/ade/not-past-retirement.js';
import { adeSecretCurrent } from '../../../../src/preflight/checks/ade/secret-current.js';
import { adeSecretTagged } from '../../../../src/preflight/checks/ade/secret-tagged.js';
import { adeStateSettled } from '../../../../src/preflight/checks/ade/state-settled.js';
import { testCheck, textOf } from '../../../support/check-table.js';
import {
  ABSENT,
  FORBIDDEN,
  KEY_NAME,
  KEY_VAULT_URL,
  KEY_VERSION,
  SECRET_NAME,
  SECRET_VERSION,
  UNAVAILABLE,
  aPolicy,
  aVersion,
  aVm,
  anItem,
  factsFor,
} from '../../../support/facts-builder.js';

const plain = factsFor(aVm());
const bek = aVm().encryptedWithBek();
const kek = aVm().encryptedWithKek();
const protectedItem = { item: known(anItem(bek.vm)) };
const extensionOnly = aVm().withAdeExtension({ provisioningState: 'Updating' });
const disabled = { EncryptionOperation: 'DisableEncryption' };

const failedExtension = kek
  .withInstanceView({
    extensions: [
      {
        name: 'some-name',
        type: 'Microsoft.Azure.Security.AzureDiskEncryption',
        typeHandlerVersion: '2.3.0.0',
        statuses: [{ code: 'ProvisioningState/failed', level: 'Error', message: 'no key' }],
        substatusMessages: [],
      },
    ],
  })
  .withAdeExtension({ provisioningState: 'Failed' });

const object = (kind: 'key' | 'secret', version: string) =>
  known({
    kind,
    vaultUrl: KEY_VAULT_URL,
    name: kind === 'key' ? KEY_NAME : SECRET_NAME,
    versions: [aVersion(version)],
  });

describe('checks of ADE', () => {
  testCheck(adeStateSettled, [
    ['encrypted', factsFor(kek), 'pass', ['state encrypted']],
    ['encrypted in part', factsFor(kek.withDataDisks(1)), 'pass', ['state partly-encrypted']],
    ['encrypting', factsFor(extensionOnly), 'fail', ['still being encrypted']],
    [
      'decrypting',
      factsFor(kek.withAdeExtension({ provisioningState: 'Updating', settings: disabled })),
      'fail',
      ['still being decrypted', 'az vm encryption show --ids '],
    ],
    [
      'failed',
      factsFor(aVm().withAdeExtension({ provisioningState: 'Failed' })),
      'fail',
      ['ADE failed'],
    ],
    ['never encrypted', plain, 'skip', ['is not encrypted with ADE']],
    [
      'decrypted, the extension left behind',
      factsFor(aVm().withAdeExtension({ settings: disabled })),
      'skip',
      ['only the ADE extension remains'],
    ],
  ]);

  testCheck(adeExtensionHealthy, [
    ['a healthy extension', factsFor(kek), 'pass'],
    ['an extension that failed', factsFor(failedExtension), 'fail', ['no key']],
    ['encrypted disks without the extension', factsFor(kek.with({ extensions: [] })), 'fail'],
    ['an extension at work', factsFor(extensionOnly), 'unknown'],
    ['no ADE', plain, 'skip'],
  ]);

  testCheck(adeSecretCurrent, [
    ['a secret in force', factsFor(bek), 'pass'],
    [
      'a disabled secret',
      factsFor(bek).withVersion('secrets', { enabled: false }),
      'fail',
      [
        'is disabled',
        `az keyvault secret set-attributes --vault-name kv-prod --name ${SECRET_NAME} --version ${SECRET_VERSION} --enabled true`,
      ],
    ],
    [
      'an expired secret',
      factsFor(bek).withVersion('secrets', { expires: '2026-11-23T00:00:00Z' }),
      'fail',
      ['has expired', '--expires 2027-11-23T00:00:00Z'],
      'warn',
    ],
    [
      'a secret that expires later',
      factsFor(bek).withVersion('secrets', { expires: '2026-11-23T00:00:01Z' }),
      'pass',
    ],
    [
      'a secret that is not valid yet',
      factsFor(bek).withVersion('secrets', { notBefore: '2026-11-23T00:00:01Z' }),
      'fail',
      ['not valid yet', '--not-before 2026-11-23T00:00:00Z'],
      'warn',
    ],
    [
      'a purged secret of a VM without recovery points',
      factsFor(bek).withObject('secrets', ABSENT, ABSENT),
      'fail',
      ['no longer exists', 'not soft-deleted', 'az keyvault secret restore --vault-name kv-prod'],
    ],
    [
      'a purged secret of a VM with recovery points',
      factsFor(bek).with(protectedItem).withObject('secrets', ABSENT, ABSENT),
      'fail',
      ['no longer exists', `azbackup audit-keys --vm VM001`, 'azbackup restore-keys'],
    ],
    [
      'a soft-deleted secret',
      factsFor(bek).withObject(
        'secrets',
        ABSENT,
        known({ name: SECRET_NAME, purgedAt: '2026-12-01T00:00:00Z' }),
      ),
      'fail',
      [
        'is soft-deleted',
        'purged on 2026-12-01T00:00:00Z',
        `az keyvault secret recover --vault-name kv-prod --name ${SECRET_NAME}`,
      ],
    ],
    [
      'a secret that is absent, perhaps soft-deleted',
      factsFor(bek).withObject('secrets', ABSENT, FORBIDDEN),
      'fail',
      ['no longer exists', 'could not be read', 'az keyvault secret show-deleted'],
    ],
    [
      'a secret in other versions only',
      factsFor(bek).with(protectedItem).withObject('secrets', object('secret', 'another')),
      'fail',
      [`has no version ${SECRET_VERSION}`, 'azbackup audit-keys --vm VM001'],
    ],
    [
      'a secret that may not be read in an RBAC vault',
      factsFor(bek).withObject('secrets', FORBIDDEN),
      'unknown',
      ['Microsoft.KeyVault/vaults/secrets/readMetadata/action'],
    ],
    [
      'a secret that may not be read in a vault with access policies',
      factsFor(bek)
        .withKeyVault({ permissionModel: 'access-policies' })
        .withObject('secrets', FORBIDDEN),
      'unknown',
      ['permission list for secrets'],
    ],
    [
      'a secret that a known caller may not read in an RBAC vault',
      factsFor(bek).withObject('secrets', { ...FORBIDDEN, caller: 'caller-id' }),
      'unknown',
      [
        'get the role Key Vault Reader on kv-prod: its administrator can run az role assignment create --assignee-object-id caller-id',
        'azbackup preflight --vm VM001',
      ],
    ],
    [
      'a secret that a known caller may not read in a vault with access policies',
      factsFor(bek)
        .withKeyVault({ permissionModel: 'access-policies' })
        .withObject('secrets', { ...FORBIDDEN, action: 'secrets list', caller: 'caller-id' }),
      'unknown',
      ['--object-id caller-id --secret-permissions list'],
    ],
    ['a secret that nothing names yet', factsFor(extensionOnly), 'unknown'],
    ['no ADE', plain, 'skip'],
  ]);

  testCheck(adeKeyCurrent, [
    ['a key in force', factsFor(kek), 'pass'],
    [
      'a disabled key',
      factsFor(kek).withVersion('keys', { enabled: false }),
      'fail',
      [
        `az keyvault key set-attributes --vault-name kv-prod --name ${KEY_NAME} --version ${KEY_VERSION} --enabled true`,
      ],
    ],
    [
      'a purged key',
      factsFor(kek).withObject('keys', ABSENT, ABSENT),
      'fail',
      ['no longer exists', 'az keyvault key restore --vault-name kv-prod --file FILE'],
    ],
    [
      'a soft-deleted key',
      factsFor(kek).withObject('keys', ABSENT, known({ name: KEY_NAME })),
      'fail',
      [`az keyvault key recover --vault-name kv-prod --name ${KEY_NAME}`],
    ],
    ['a key that could not be read', factsFor(kek).withObject('keys', UNAVAILABLE), 'unknown'],
    ['BEK-only', factsFor(bek), 'skip', ['BEK-only']],
    ['no ADE', plain, 'skip'],
  ]);

  testCheck(adeSecretTagged, [
    ['Windows with KEK', factsFor(kek), 'pass'],
    ['Linux, BEK-only', factsFor(aVm().linux().encryptedWithBek()), 'pass'],
    [
      'the file name without its ending',
      factsFor(bek).withVersion('secrets', { tags: { DiskEncryptionKeyFileName: SECRET_NAME } }),
      'pass',
    ],
    [
      'no tags',
      factsFor(kek).withVersion('secrets', { tags: {} }),
      'fail',
      ['DiskEncryptionKeyFileName', 'EncryptionAlgorithm', 'EncryptionKeyURL is missing'],
    ],
    [
      'another content type',
      factsFor(kek).withVersion('secrets', { contentType: 'BEK' }),
      'fail',
      ['content type is BEK, not Wrapped BEK'],
    ],
    [
      'tags of another key and file',
      factsFor(kek).withVersion('secrets', {
        tags: {
          DiskEncryptionKeyFileName: 'x.BEK',
          DiskEncryptionKeyEncryptionAlgorithm: 'RSA-OAEP',
          DiskEncryptionKeyEncryptionKeyURL: `${KEY_VAULT_URL}/keys/other/1`,
        },
      }),
      'fail',
      ['is x.BEK', 'which is not the KEK in use'],
    ],
    ['a purged secret', factsFor(bek).withObject('secrets', ABSENT), 'skip'],
    ['a secret that may not be read', factsFor(bek).withObject('secrets', FORBIDDEN), 'unknown'],
    ['no ADE', plain, 'skip'],
  ]);

  testCheck(adeKeyStandalone, [
    ['a key of its own', factsFor(kek), 'pass'],
    [
      'a key of a certificate',
      factsFor(kek).withVersion('keys', { managed: true }),
      'fail',
      ['belongs to certificate kek-prod', 'az keyvault key create', 'az vm encryption enable'],
    ],
    [
      'a key of a certificate, dual pass',
      factsFor(aVm().dualPass()).withVersion('keys', { managed: true }),
      'fail',
      ['using the same Entra application'],
    ],
    ['a purged key', factsFor(kek).withObject('keys', ABSENT), 'skip'],
    ['a key that may not be read', factsFor(kek).withObject('keys', FORBIDDEN), 'unknown'],
    ['BEK-only', factsFor(bek), 'skip'],
  ]);

  const keeps = (retention: object) =>
    factsFor(bek).with({ policy: known(aPolicy({ retention })) });
  testCheck(adeNotPastRetirement, [
    ['30 days in 2026', factsFor(bek), 'pass'],
    [
      'points of three years',
      keeps({ daily: { days: 30 }, yearly: { years: 3 } }),
      'fail',
      ['2028-09-15'],
    ],
    ['weeks that end before', keeps({ weekly: { weeks: 94 } }), 'pass'],
    ['weeks that end after', keeps({ weekly: { weeks: 95 } }), 'fail'],
    ['months that end after', keeps({ monthly: { months: 22 } }), 'fail'],
    [
      'the day itself',
      factsFor(bek).with({ now: '2028-09-15T00:00:00Z' }),
      'fail',
      ['ADE retired on 2028-09-15'],
      'block',
    ],
    ['no policy', factsFor(bek).with({ policy: ABSENT }), 'skip'],
    ['an unreadable policy', factsFor(bek).with({ policy: UNAVAILABLE }), 'unknown'],
    ['no ADE', plain, 'skip'],
  ]);

  it('names every secret and key by its address', () => {
    const [verdict] = adeKeyCurrent.evaluate(factsFor(kek).facts);
    expect(verdict?.subject).toBe(`${KEY_VAULT_URL}/keys/${KEY_NAME}/${KEY_VERSION}`);
    expect(verdict === undefined ? '' : textOf(verdict)).toContain(`KEK ${KEY_NAME} of kv-prod`);
  });
});
