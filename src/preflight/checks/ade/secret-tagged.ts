import type { AdeEncryption } from '../../../domain/encryption/encryption.js';
import type { ObjectVersion } from '../../../domain/keys/key-vault.js';
import { parseKeyVaultUrl, sameObject } from '../../../domain/keys/key-vault-url.js';
import type { Check, CheckResult } from '../../check.js';
import { commandLine } from '../../../domain/command-line.js';
import { DOCS } from '../../documentation.js';
import type { PreflightFacts } from '../../facts.js';
import { fail, pass, skip } from '../../check-result.js';
import { forEachObject, unreadObject, versionInUse, type UsedObject } from '../../vault-objects.js';

/** Tools that put a key back or open a disk offline go by content type and tags of the secret. */
export const adeSecretTagged: Check = {
  id: 'ade.secret-tagged',
  title: 'Every BEK secret has the content type and tags of ADE',
  severity: 'warn',
  source: 'Restore Key Vault key and secret for encrypted VMs; source of the Linux extension',
  evaluate: (facts) => forEachObject(facts, 'secrets', (used) => resultFor(facts, used)),
};

function resultFor(facts: PreflightFacts, used: UsedObject): CheckResult {
  const { encryption, vm } = facts;
  const version = versionInUse(used);
  if (version === undefined || encryption.kind !== 'ade') {
    return unreadObject(facts, used) ?? skip(`${used.label} does not exist in the version in use`);
  }
  const flaws = [
    ...contentTypeFlaws(version, encryption),
    ...fileNameFlaws(version, used, vm.osType),
    ...keyFlaws(version, encryption),
  ];
  return flaws.length === 0
    ? pass(`${used.label} has the tags of ADE`)
    : fail(`${used.label} does not have the tags of ADE`, {
        evidence: flaws,
        fix: [
          commandLine('az', 'keyvault', 'secret', 'show', '--id', used.ref.url, '--query', 'tags'),
        ],
        docs: DOCS.keySecretRestore,
      });
}

function contentTypeFlaws(version: ObjectVersion, { keys }: AdeEncryption): readonly string[] {
  const expected = keys.length > 0 ? 'Wrapped BEK' : 'BEK';
  return version.contentType === expected
    ? []
    : [`content type is ${version.contentType ?? 'not set'}, not ${expected}`];
}

/** On Windows the pages show the name with and without `.BEK`; both are taken. */
function fileNameFlaws(
  { tags }: ObjectVersion,
  { ref }: UsedObject,
  osType: 'Windows' | 'Linux',
): readonly string[] {
  const fileName = tags['DiskEncryptionKeyFileName'];
  if (fileName === undefined) {
    return ['tag DiskEncryptionKeyFileName is missing'];
  }
  const right =
    osType === 'Windows'
      ? fileName.replace(/\.BEK$/iu, '').toLowerCase() === ref.name.toLowerCase()
      : fileName.startsWith('LinuxPassPhraseFileName');
  return right ? [] : [`tag DiskEncryptionKeyFileName is ${fileName}`];
}

function keyFlaws({ tags }: ObjectVersion, { keys }: AdeEncryption): readonly string[] {
  if (keys.length === 0) {
    return [];
  }
  const url = tags['DiskEncryptionKeyEncryptionKeyURL'];
  const tagged = url === undefined ? undefined : parseKeyVaultUrl(url);
  return [
    ...(tags['DiskEncryptionKeyEncryptionAlgorithm'] === undefined
      ? ['tag DiskEncryptionKeyEncryptionAlgorithm is missing']
      : []),
    ...(url === undefined ? ['tag DiskEncryptionKeyEncryptionKeyURL is missing'] : []),
    ...(tagged !== undefined && !keys.some((key) => sameObject(key, tagged))
      ? [`tag DiskEncryptionKeyEncryptionKeyURL names ${tagged.url}, which is not the KEK in use`]
      : []),
  ];
}
