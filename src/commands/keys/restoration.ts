// Gathers how the key and secret of a source stand where they are to be, and decides what has to be done.

import {
  movedTo,
  wantedObject,
  type KeyCopies,
  type WantedObject,
} from '../../domain/keys/key-copies.js';
import { statusOf, type ObjectFacts } from '../../domain/keys/key-status.js';
import type { KeyVault } from '../../domain/keys/key-vault.js';
import { AzbackupError, usageError } from '../../errors/azbackup-error.js';
import { WRAPPED_BEK, type SecretTerms } from './plan.js';
import {
  decideRestoration,
  type KeyDecision,
  type KeyRefusal,
  type RestorationFacts,
} from './rules.js';
import type { CommandContext } from '../context.js';
import type { FactReader } from '../../facts/fact-reader.js';
import { gatherObjectFacts } from './status-facts.js';
import { restoreCommand, type KeySource } from './source.js';
import { requireFact, unreadableFact } from '../../errors/require-fact.js';

/** What the recovery point names, and how it stands where it is to be. */
export interface KeyRestoration {
  readonly facts: RestorationFacts;
  readonly decision: KeyDecision;
}

/**
 * Reads and decides. Nothing is changed.
 * @param keyVault name or id of the key vault to restore into; their own where it is not given
 * @throws AzbackupError `AZB_KEY_VAULT_NOT_FOUND` (3), `AZB_UNEXPECTED_RESPONSE` (7)
 */
export async function prepareRestoration(
  context: CommandContext,
  reader: FactReader,
  source: KeySource,
  keyVault: string | undefined,
): Promise<KeyRestoration> {
  const { copies } = source;
  const follow = source.copiesFollow === true;
  const secret = requiredObject('secret', copies.secret);
  const key = copies.key === undefined ? undefined : requiredObject('key', copies.key);
  const target =
    keyVault === undefined ? undefined : await findKeyVault(reader, source, secret, keyVault);
  const place = (object: WantedObject): WantedObject =>
    target === undefined ? object : movedTo(object, target);
  const [secretFacts, keyFacts] = await Promise.all([
    gatherObjectFacts(reader, place(secret), source.subscriptionId),
    key === undefined ? undefined : gatherObjectFacts(reader, place(key), source.subscriptionId),
  ]);
  const facts: RestorationFacts = {
    secret: keyFacts === undefined ? secretFacts : await withEqual(context, copies, secretFacts),
    ...(keyFacts === undefined ? {} : { key: keyFacts }),
    has: {
      keyBackup: copies.key?.backup !== undefined || follow,
      secretValue: copies.secret.value !== undefined || follow,
      secretBackup: copies.secret.backup !== undefined || follow,
    },
    origin: source.origin,
    ...(source.disksLocation === undefined ? {} : { disksLocation: source.disksLocation }),
    source: copySource(source, keyVault),
  };
  return { facts, decision: decideRestoration(facts) };
}

function copySource(
  { described: { recoveryPoint }, machineName = '', fileGone }: KeySource,
  keyVault: string | undefined,
): RestorationFacts['source'] {
  if (recoveryPoint === null) {
    return { kind: 'file' };
  }
  const words = [
    ...(keyVault === undefined ? [] : ['--key-vault', keyVault]),
    ...(fileGone === true ? ['--again'] : []),
  ];
  return { kind: 'point', restore: restoreCommand(machineName, recoveryPoint, words) };
}

function requiredObject(
  kind: WantedObject['kind'],
  copy: { readonly url: string; readonly keyVaultId?: string },
): WantedObject {
  const object = wantedObject(kind, copy);
  if (object === undefined) {
    throw new AzbackupError({
      code: 'AZB_UNEXPECTED_RESPONSE',
      kind: 'azure-failed',
      message: `the URL of the ${kind} is not a Key Vault URL: ${copy.url}`,
    });
  }
  return object;
}

async function findKeyVault(
  reader: FactReader,
  { subscriptionId }: KeySource,
  { vaultUrl }: WantedObject,
  requested: string,
): Promise<KeyVault> {
  // Key vaults of one cloud share the end of their addresses.
  const suffix = vaultUrl.replace(/^https:\/\/[^.]+/iu, '');
  const fact = requested.includes('/')
    ? await reader.keyVault(requested)
    : await reader.keyVaultByUrl(subscriptionId, `https://${requested.toLowerCase()}${suffix}`);
  const vault = requireFact(fact, `key vault ${requested}`);
  if (vault === undefined) {
    throw new AzbackupError({
      code: 'AZB_KEY_VAULT_NOT_FOUND',
      kind: 'not-found',
      message: `no key vault named ${requested} in subscription ${subscriptionId}`,
      target: requested,
      fix: ['az keyvault list --output table'],
    });
  }
  return vault;
}

/** Versions that are compared at most: each costs a read of the secret. */
const MAX_COMPARED = 3;

/**
 * Somebody may have set the secret before without azbackup's tag: then only its text tells, and it is
 * compared where the caller may read it.
 */
async function withEqual(
  context: CommandContext,
  { secret: { value } }: KeyCopies,
  facts: ObjectFacts,
): Promise<ObjectFacts> {
  const gone = statusOf(facts).state === 'version-gone';
  if (!gone || value === undefined || facts.object.status !== 'known') {
    return facts;
  }
  const candidates = facts.object.value.versions
    .filter(({ enabled, contentType }) => enabled && contentType === WRAPPED_BEK)
    .toReversed()
    .slice(0, MAX_COMPARED);
  const secrets = await context.services.secrets();
  const { vaultUrl, name } = facts.wanted;
  for (const { version } of candidates) {
    try {
      if (await secrets.holds(vaultUrl, name, version, value)) {
        return { ...facts, equalVersion: version };
      }
    } catch (error) {
      if (error instanceof AzbackupError && error.fields.kind === 'not-allowed') {
        return facts;
      }
      throw error;
    }
  }
  return facts;
}

const CODES: Readonly<
  Record<
    Exclude<KeyRefusal['reason'], 'not-known'>,
    { readonly code: string; readonly kind: 'blocked' | 'not-found' }
  >
> = {
  'no-copy': { code: 'AZB_KEY_COPY_MISSING', kind: 'blocked' },
  'name-taken': { code: 'AZB_KEY_NAME_TAKEN', kind: 'blocked' },
  unusable: { code: 'AZB_KEY_UNUSABLE', kind: 'blocked' },
  'vault-gone': { code: 'AZB_KEY_VAULT_NOT_FOUND', kind: 'not-found' },
  'vault-elsewhere': { code: 'AZB_KEY_VAULT_ELSEWHERE', kind: 'blocked' },
};

/** The error of a decision that refuses: its first reason, with the others among the causes. */
export function refusalError({ refusals }: KeyDecision): AzbackupError | undefined {
  const [first, ...others] = refusals;
  if (first === undefined) {
    return undefined;
  }
  const causes = [...first.causes, ...others.map(({ summary }) => `also: ${summary}`)];
  const fix = [...new Set(refusals.flatMap((refusal) => refusal.fix))];
  return first.reason === 'not-known'
    ? unreadableFact(first.unreadable, '', {
        message: first.summary,
        ...(causes.length === 0 ? {} : { causes }),
        ...(fix.length === 0 ? {} : { fix }),
      })
    : new AzbackupError({
        ...CODES[first.reason],
        message: first.summary,
        causes,
        fix,
      });
}

/** What ADE uses unless it is told otherwise. */
const USUAL_ALGORITHM = 'RSA-OAEP';
const ALGORITHM_TAG = 'DiskEncryptionKeyEncryptionAlgorithm';

/**
 * What the secret must say about itself; undefined where it is not set at all.
 * @throws AzbackupError `AZB_OS_TYPE_NEEDED` (2)
 */
export function secretTerms(
  { copies, machineName }: KeySource,
  { decision, facts }: KeyRestoration,
): SecretTerms | undefined {
  if (decision.secret !== 'set') {
    return undefined;
  }
  const { osType } = copies;
  if (osType === undefined) {
    throw usageError('AZB_OS_TYPE_NEEDED', 'the OS of the VM is unknown', {
      causes: ['the file name in the secret depends on the OS'],
      fix: ['add --os-type windows or --os-type linux'],
    });
  }
  const { object } = facts.secret;
  const earlier = object.status === 'known' ? object.value.versions : [];
  const known = earlier.findLast(({ tags }) => tags[ALGORITHM_TAG] !== undefined);
  return {
    osType,
    algorithm: copies.algorithm ?? known?.tags[ALGORITHM_TAG] ?? USUAL_ALGORITHM,
    ...(machineName === undefined ? {} : { machineName }),
  };
}
