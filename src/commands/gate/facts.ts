// From how machines stand, as status reads it, to what the rules of a gate may know: nothing is judged here, and what the
// file does not ask for is not read.

import type { GateRule } from '../../domain/gate/demand.js';
import type { BackupFacts, CheckVerdict, GateFacts } from '../../domain/gate/facts.js';
import { known, valueOf, type Fact } from '../../domain/fact.js';
import { notLookedFor } from '../../domain/fleet/unseen-vaults.js';
import type { KeyHealth } from '../../domain/keys/key-health.js';
import { sameId, sameName } from '../../domain/resource-id.js';
import type { RecoveryServicesVault } from '../../domain/vaults/recovery-services.js';
import type { FactReader } from '../../facts/fact-reader.js';
import type { CheckId } from '../../preflight/check-ids.js';
import { evaluateChecks } from '../../preflight/evaluate.js';
import type { PreflightFacts } from '../../preflight/facts.js';
import type { StatusReading } from '../status/gather.js';

/** The facts without what is not read by machine: the recovery points, which are listed once all are known, and drills. */
export type FactsWithoutPoints = Omit<
  GateFacts,
  'encryptedPoints' | 'pointsUnread' | 'newestPoint' | 'drills'
>;

const NEED_VAULT: readonly GateRule[] = ['soft-delete', 'immutability', 'cross-region'];

const ABSENT = { status: 'absent' } as const;

/** @param rules the rules that the file has for the machine */
export async function factsWithoutPoints(
  reader: FactReader,
  reading: StatusReading,
  rules: ReadonlySet<GateRule>,
): Promise<FactsWithoutPoints> {
  const needsVault = NEED_VAULT.some((rule) => rules.has(rule));
  const vault = needsVault ? await vaultOf(reader, reading) : ABSENT;
  return {
    name: reading.item.vm.name,
    backup: backupOf(reading),
    keyHealth: keysOf(reading, (): KeyHealth => reading.item.keyHealth ?? 'unknown'),
    keyAccess: keysOf(reading, () => reading.item.keyAccess ?? 'unknown'),
    keyNetwork: checkOf(reading, 'keyvault.lets-backup-through', true),
    purgeProtection: checkOf(
      reading,
      'keyvault.purge-protection-on',
      rules.has('purge-protection'),
    ),
    keySoftDelete: checkOf(reading, 'keyvault.soft-delete-on', rules.has('soft-delete')),
    vault,
    crossRegionRestore: rules.has('cross-region') ? await crossRegionOf(reader, vault) : ABSENT,
    policy: rules.has('retention-at-least') ? await policyOf(reader, reading) : ABSENT,
  };
}

/** A reason for which a fact could not be read. */
export function unread(message: string): Fact<never> {
  return { status: 'unreadable', reason: 'unavailable', message };
}

function backupOf(reading: StatusReading): Fact<BackupFacts> {
  const { item, isNewer, encryptedElsewhere = false } = reading;
  const { outcome, protectionState } = item;
  if (outcome === 'failed') {
    return unread(item.error?.message ?? 'the VM could not be read');
  }
  if (protectionState === 'Invalid') {
    return unread('Azure reports no usable state of the protected item');
  }
  const open = outcome === 'not-protected' ? openQuestion(reading) : undefined;
  return (
    open ??
    known({
      state: outcome,
      machineGone: item.machineGone,
      vaultName: item.vault?.name ?? null,
      policyName: item.policy,
      lastBackup: item.lastBackup,
      lastPoint: item.lastRecoveryPoint,
      pointsOfEarlier: isNewer === true,
      excludedDisks: item.excludedDisks?.map(({ name }) => name) ?? null,
      encryptedElsewhere,
    })
  );
}

/** Not found counts only where everything was looked at that could say otherwise. */
function openQuestion({ facts, unasked, unseen = [] }: StatusReading): Fact<never> | undefined {
  const open = [facts?.item, facts?.protection].find((fact) => fact?.status === 'unreadable');
  if (open?.status === 'unreadable') {
    return open;
  }
  if (unasked === true) {
    return unread('it is in no vault that you can list');
  }
  return unseen.length === 0 ? undefined : unread(notLookedFor(unseen));
}

/** Something about keys of ADE; absent only where the encryption is known to be another. */
function keysOf<T>({ item, facts }: StatusReading, value: () => T): Fact<T> {
  if (facts === undefined) {
    return item.machineGone ? ABSENT : unread(item.error?.message ?? 'the VM could not be read');
  }
  const { encryption } = facts;
  switch (encryption.kind) {
    case 'ade':
      return known(value());
    case 'unrecognised':
      return unread(`its encryption is not recognised: ${encryption.what}`);
    case 'at-host':
    case 'customer-key':
    case 'double':
    case 'confidential':
    case 'platform-key':
      return ABSENT;
  }
}

function checkOf(
  reading: StatusReading,
  id: CheckId,
  isAsked: boolean,
): Fact<readonly CheckVerdict[]> {
  return isAsked && reading.facts !== undefined
    ? keysOf(reading, () => verdictsOf(reading.facts, id))
    : keysOf(reading, () => []);
}

function verdictsOf(facts: PreflightFacts | undefined, id: CheckId): readonly CheckVerdict[] {
  return facts === undefined
    ? []
    : evaluateChecks(facts, { ignore: [], only: new Set([id]) }).findings.map(
        ({ status, summary }) => ({ status, summary }),
      );
}

/** The vault that has the item; the one that was chosen for the machine may be another. */
async function vaultOf(
  reader: FactReader,
  { item, facts }: StatusReading,
): Promise<Fact<RecoveryServicesVault>> {
  if (item.vault === null) {
    return ABSENT;
  }
  const chosen = facts === undefined ? undefined : valueOf(facts.vault);
  return chosen !== undefined && sameId(chosen.id, item.vault.id)
    ? known(chosen)
    : reader.vault(item.vault.id);
}

/** As `azbackup vault show` has it: the storage configuration outweighs the vault. */
async function crossRegionOf(
  reader: FactReader,
  vault: Fact<RecoveryServicesVault>,
): Promise<Fact<boolean>> {
  if (vault.status !== 'known') {
    return vault;
  }
  const storage = await reader.vaultStorage(vault.value.id);
  const value = valueOf(storage)?.crossRegionRestore ?? vault.value.crossRegionRestore;
  if (value !== undefined) {
    return known(value);
  }
  return storage.status === 'unreadable'
    ? storage
    : unread(`Azure does not report cross-region restore of vault ${vault.value.name}`);
}

async function policyOf(
  reader: FactReader,
  { item, facts }: StatusReading,
): Promise<GateFacts['policy']> {
  const { policy, vault } = item;
  if (policy === null || policy === '' || vault === null) {
    return ABSENT;
  }
  const chosen = facts === undefined ? undefined : valueOf(facts.vault);
  const isChosen = chosen !== undefined && sameId(chosen.id, vault.id);
  const used = facts === undefined || !isChosen ? undefined : valueOf(facts.policy);
  return used !== undefined && sameName(used.name, policy)
    ? known(used)
    : reader.policy(vault.id, policy);
}
