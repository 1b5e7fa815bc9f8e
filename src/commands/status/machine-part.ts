// What the status of a machine takes from the machine itself: its encryption, and whether the keys of it could be backed
// up now.

import { valueOf } from '../../domain/fact.js';
import { keyHealth } from '../../domain/keys/key-health.js';
import { isLackingAccess, missingAccess } from '../../domain/protection/backup-grant.js';
import { excludedDisks } from '../../domain/protection/disk-selection.js';
import type { ProtectedItem } from '../../domain/vaults/recovery-services.js';
import { parseResourceId, sameName } from '../../domain/resource-id.js';
import type { FactReader } from '../../facts/fact-reader.js';
import type { MachineFacts } from '../../facts/machine-facts.js';
import { CHECK_IDS } from '../../preflight/check-ids.js';
import { evaluateChecks } from '../../preflight/evaluate.js';
import type { PreflightFacts } from '../../preflight/facts.js';
import { encryptionDocument, findingDocuments } from '../results/machines.js';
import type { StatusItem } from './result.js';

/** Where the backups of an encrypted machine fail, what its extension says may be why. */
export function needsCloserLook({ facts, fromList }: MachineFacts, item?: ProtectedItem): boolean {
  const status = (item ?? valueOf(facts.item))?.lastBackupStatus;
  return fromList === true && facts.encryption.kind === 'ade' && status === 'Failed';
}

/** Checks on what only the machine itself shows. */
const CHECKS_OF_INSTANCE: ReadonlySet<string> = new Set([
  'ade.extension-healthy',
  'ade.state-settled',
]);

/** The checks that tell whether backups could be taken of the keys that the machine has now. */
const CHECKS: ReadonlySet<string> = new Set(
  CHECK_IDS.filter((id) => /^(?:ade|access|keyvault)\./u.test(id)),
);

const CHECKS_OF_LISTS: ReadonlySet<string> = new Set(
  [...CHECKS].filter((id) => !CHECKS_OF_INSTANCE.has(id)),
);

/** The machine's part of its status. */
export function machinePart({
  facts,
  fromList,
}: MachineFacts): Pick<StatusItem, 'encryption' | 'keyAccess' | 'keyHealth' | 'findings'> {
  const only = fromList === true ? CHECKS_OF_LISTS : CHECKS;
  const findings = evaluateChecks(facts, { ignore: [], only }).findings.filter(
    ({ status }) => status === 'fail' || status === 'unknown',
  );
  return {
    encryption: encryptionDocument(facts.encryption),
    keyAccess: keyAccessOf(facts),
    keyHealth: keyHealthOf(facts),
    findings: findingDocuments(findings),
  };
}

/**
 * What speaks against further backups of a machine that ADE encrypted after a vault of another subscription had protected
 * it. Its item may go on to look well: Azure finds out with the next backup.
 */
export async function findingsElsewhere(
  reader: Pick<FactReader, 'vault'>,
  facts: PreflightFacts,
  item: ProtectedItem,
): Promise<StatusItem['findings']> {
  const { vaultId } = item;
  const isForeign = !sameName(
    parseResourceId(vaultId)?.subscriptionId ?? '',
    facts.vm.subscriptionId,
  );
  if (facts.encryption.kind !== 'ade' || !isForeign || isEnded(item)) {
    return [];
  }
  const { namesake: _namesake, tenants: _tenants, ...others } = facts;
  const vault = await reader.vault(vaultId);
  const only: ReadonlySet<string> = new Set(['vm.subscription-matches-vault']);
  const { findings } = evaluateChecks({ ...others, vault }, { ignore: [], only });
  return findingDocuments(
    findings.filter(({ status }) => status === 'fail' || status === 'unknown'),
  );
}

/** The disks that further backups leave out; null where no further ones are taken. */
export function excludedDisksOf(
  { disks }: Pick<PreflightFacts, 'disks'>,
  item: ProtectedItem,
): StatusItem['excludedDisks'] {
  return isEnded(item)
    ? null
    : excludedDisks(
        disks.map(({ attached }) => attached),
        item.diskSelection,
      ).map(({ lun, name }) => ({ lun, name }));
}

/** True of an item that no further backups are taken by. */
export function isEnded({
  protectionState,
  softDelete,
}: Pick<ProtectedItem, 'protectionState' | 'softDelete'>): boolean {
  return softDelete !== undefined || ENDED.has(protectionState);
}

const ENDED: ReadonlySet<string> = new Set([
  'ProtectionStopped',
  'ProtectionPaused',
  'BackupsSuspended',
]);

function keyAccessOf(facts: PreflightFacts): StatusItem['keyAccess'] {
  if (facts.keyVaults.length === 0) {
    return null;
  }
  if (facts.keyVaults.some((keyVault) => isLackingAccess(keyVault, facts.principal))) {
    return 'lacking';
  }
  const unknown = facts.keyVaults.some((keyVault) => {
    const access = missingAccess(keyVault, facts.principal);
    return access.secrets.status === 'unknown' || access.keys.status === 'unknown';
  });
  return unknown ? 'unknown' : 'granted';
}

function keyHealthOf({ keyVaults, encryption }: PreflightFacts): StatusItem['keyHealth'] {
  const unreadable = encryption.kind === 'ade' && encryption.unreadable.length > 0;
  return keyHealth(keyVaults, { unreadable }) ?? null;
}
