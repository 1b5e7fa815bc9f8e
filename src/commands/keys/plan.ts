// The steps that bring the key and secret of a recovery point back. No step holds any key material: what is
// restored from is handed to its execution beside the plan.

import { REPLACES_TAG, type ObjectFacts } from '../../domain/keys/key-status.js';
import { objectUrl, type KeyCopies } from '../../domain/keys/key-copies.js';
import type { ResourceId } from '../../domain/resource-id.js';
import type { KeyDecision } from './rules.js';
import type { KeyStep } from './step.js';

/** What a secret that is set must say about itself. */
export interface SecretTerms {
  readonly osType: 'Windows' | 'Linux';
  /** How the KEK wraps it, such as `RSA-OAEP`. */
  readonly algorithm: string;
  /** The machine's name; left out where it is not known. */
  readonly machineName?: string;
}

/** Content type of a secret that a KEK wraps. */
export const WRAPPED_BEK = 'Wrapped BEK';

/**
 * The steps of a decision, the key's first: the secret's tags name it.
 * @param terms needed where the secret is to be set; throws RangeError without them
 */
export function keyRestorationSteps(
  decision: KeyDecision,
  facts: { readonly secret: ObjectFacts; readonly key?: ObjectFacts },
  options: { readonly terms?: SecretTerms; readonly vmIds: readonly ResourceId[] },
): readonly KeyStep[] {
  const { vmIds, terms } = options;
  const keySteps =
    facts.key === undefined || decision.key === 'none'
      ? []
      : [plainStep(decision.key === 'recover' ? 'recover-key' : 'restore-key', facts.key, vmIds)];
  const after = keySteps.map(({ id }) => id);
  switch (decision.secret) {
    case 'none':
      return keySteps;
    case 'recover':
      return [...keySteps, { ...plainStep('recover-secret', facts.secret, vmIds), after }];
    case 'restore':
      return [...keySteps, { ...plainStep('restore-secret', facts.secret, vmIds), after }];
    case 'set': {
      if (terms === undefined || facts.key === undefined) {
        throw new RangeError('a secret needs a key and attributes to be set');
      }
      const step: KeyStep = {
        ...baseOf('set-secret', facts.secret, vmIds),
        kind: 'set-secret',
        after,
        contentType: WRAPPED_BEK,
        tags: secretTags(facts.secret, facts.key, terms),
      };
      return [...keySteps, step];
    }
  }
}

/** True where a step restores from a copy that these are without. */
export function awaitsCopies(
  steps: readonly Pick<KeyStep, 'kind'>[],
  { secret, key }: KeyCopies,
): boolean {
  return steps.some(
    ({ kind }) =>
      (kind === 'restore-key' && key?.backup === undefined) ||
      (kind === 'set-secret' && secret.value === undefined) ||
      (kind === 'restore-secret' && secret.backup === undefined),
  );
}

function plainStep(
  kind: Exclude<KeyStep['kind'], 'set-secret'>,
  object: ObjectFacts,
  vmIds: readonly ResourceId[],
): KeyStep {
  return { ...baseOf(kind, object, vmIds), kind };
}

function baseOf(kind: string, { wanted, vault }: ObjectFacts, vmIds: readonly ResourceId[]) {
  const { vaultUrl, name, version } = wanted;
  return {
    id: `${kind}:${vaultUrl}/${name}`.toLowerCase(),
    target: vault.status === 'known' ? vault.value.id : (wanted.keyVaultId ?? vaultUrl),
    after: [],
    vmIds,
    vaultUrl,
    objectName: name,
    ...(version === undefined ? {} : { version }),
  };
}

/** Tags by "Restore Key Vault key and secret for encrypted VMs", and one to know the secret by again. */
function secretTags(
  { wanted: secret }: ObjectFacts,
  { wanted: key }: ObjectFacts,
  { osType, algorithm, machineName }: SecretTerms,
): Readonly<Record<string, string>> {
  return {
    DiskEncryptionKeyEncryptionAlgorithm: algorithm,
    DiskEncryptionKeyFileName:
      osType === 'Windows' ? `${secret.name}.BEK` : 'LinuxPassPhraseFileName',
    DiskEncryptionKeyEncryptionKeyURL: objectUrl(key),
    ...(machineName === undefined ? {} : { MachineName: machineName }),
    ...(secret.version === undefined ? {} : { [REPLACES_TAG]: secret.version }),
  };
}
