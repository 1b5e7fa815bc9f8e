// Looks whether what `grant-access` says of a machine is true: access that is lacking, or that could not be
// read, is no grant, whatever Azure answered to the writes.

import { missingAccess } from '../../domain/protection/backup-grant.js';
import { valueOf, type Fact } from '../../domain/fact.js';
import { AzbackupError } from '../../errors/azbackup-error.js';
import type { GrantAccessItem } from './result.js';
import type { PreflightFacts } from '../../preflight/facts.js';
import { notShown, unreadableFact } from '../../errors/require-fact.js';

/** Access at a key vault that is neither granted nor missing for certain. */
interface UnreadAccess {
  readonly keyVault: string;
  readonly reason: string;
  readonly cause: Fact<unknown> | undefined;
}

/** Why the service's access is not known, `AZB_GRANT_UNKNOWN`; undefined when it is. */
export function unknownAccess(facts: PreflightFacts): AzbackupError | undefined {
  const unread = unreadAccess(facts);
  if (unread.length === 0) {
    return undefined;
  }
  const names = new Set(unread.map(({ keyVault }) => keyVault));
  const reads = unread.flatMap(({ cause }) => (cause?.status === 'unreadable' ? [cause] : []));
  // A lacking permission comes first: to try again does not help there.
  const [why = notShown('no response from Azure')] = reads.toSorted(
    (left, right) => Number(right.reason === 'forbidden') - Number(left.reason === 'forbidden'),
  );
  return unreadableFact(why, `the permissions of the backup service on ${[...names].join(', ')}`, {
    code: 'AZB_GRANT_UNKNOWN',
    causes: [...new Set(unread.map(({ keyVault, reason }) => `${keyVault}: ${reason}`))],
    fix: [`azbackup preflight --vm ${facts.vm.name}`],
  });
}

/** What the service still lacks, `AZB_GRANT_NOT_EFFECTIVE`; undefined when that is nothing. */
export function lackingAccess({ vm, keyVaults }: GrantAccessItem): AzbackupError | undefined {
  const lacking = keyVaults.filter(({ missing }) => missing.length > 0);
  if (lacking.length === 0) {
    return undefined;
  }
  return new AzbackupError({
    code: 'AZB_GRANT_NOT_EFFECTIVE',
    kind: 'azure-failed',
    message: `the grant is not yet visible on ${lacking.map(({ name }) => name).join(', ')}`,
    causes: lacking.map(({ name, missing }) => `${name} lacks ${missing.join(', ')}`),
    fix: [`azbackup preflight --vm ${vm.name}`],
  });
}

function unreadAccess(facts: PreflightFacts): UnreadAccess[] {
  return facts.keyVaults.flatMap((keyVault) => {
    const access = missingAccess(keyVault, facts.principal);
    const name = valueOf(keyVault.vault)?.name ?? keyVault.vaultUrl;
    return [access.secrets, access.keys].flatMap((kind) =>
      kind.status === 'unknown' ? [{ keyVault: name, reason: kind.reason, cause: kind.cause }] : [],
    );
  });
}
