// What is wrong with the key and secret that recovery points need, and what settles it. Pure: from what
// was read of the key vaults to a verdict with its reasons.

import { barrierToTrustedServices } from '../../domain/public-access.js';
import { addSecondsInRange, isBefore, type Instant } from '../../domain/time/instant.js';
import type { WantedObject } from '../../domain/keys/key-copies.js';
import { statusOf, type ObjectFacts, type Unreadable } from '../../domain/keys/key-status.js';
import { objectUrl } from '../../domain/keys/key-copies.js';
import type { CopySource, KeyPair } from '../../domain/keys/key-pair.js';
import { worstStatus, type KeyAuditStatus } from '../../domain/keys/key-audit-status.js';
import type { KeyVault, ObjectVersion } from '../../domain/keys/key-vault.js';
import { waysToRead } from '../../domain/keys/ways-to-read.js';
import { vaultNameOf } from '../../domain/keys/key-vault-url.js';
import { commandLine } from '../../domain/command-line.js';
import { azKeyVaultUpdate } from '../../preflight/command-line.js';

/** The key and secret of recovery points, with what was read of them. */
export interface PairFacts {
  readonly secret: ObjectFacts;
  /** Absent for BEK-only machines. */
  readonly key?: ObjectFacts;
  readonly copies: KeyPair['copies'];
  readonly now: Instant;
  /** Until when they are needed: the expiry of the last point; absent where Azure does not say. */
  readonly neededUntil?: Instant;
  /** A machine and a point of it from which they could be brought back, for commands. */
  readonly restorable: { readonly vm: string; readonly recoveryPoint: string };
}

/** Something found about a pair; the worst of them is its verdict. */
export interface KeyFinding {
  readonly verdict: KeyAuditStatus;
  readonly subject: 'secret' | 'key' | 'key-vault';
  /** One sentence without a full stop. */
  readonly summary: string;
  readonly evidence: readonly string[];
  /** Commands or actions, best first. */
  readonly fix: readonly string[];
}

/** A pair as it was judged. */
export interface AuditedPair {
  readonly verdict: KeyAuditStatus;
  /** Nothing for what is as it should be. */
  readonly findings: readonly KeyFinding[];
  /** Where the secret stands now when it was set anew; undefined else. */
  readonly replacedBy?: string;
}

/** Judges a pair by the exact versions that its points name. */
export function findingsOfPair(facts: PairFacts): AuditedPair {
  const objects = [facts.secret, ...(facts.key === undefined ? [] : [facts.key])];
  const findings = [
    ...objects.flatMap((object) => objectFindings(object, facts)),
    ...distinctVaults(objects).flatMap((object) => vaultFindings(object)),
  ];
  const secret = statusOf(facts.secret);
  return {
    verdict: worstStatus(findings.map(({ verdict }) => verdict)),
    findings,
    ...(secret.state === 'replaced'
      ? { replacedBy: objectUrl(facts.secret.wanted, secret.version.version) }
      : {}),
  };
}

function distinctVaults(objects: readonly ObjectFacts[]): readonly ObjectFacts[] {
  return [...new Map(objects.map((object) => [object.wanted.vaultUrl, object])).values()];
}

function objectFindings(object: ObjectFacts, pair: PairFacts): readonly KeyFinding[] {
  const keyStatus = statusOf(object);
  const { wanted } = object;
  const found = (
    verdict: KeyAuditStatus,
    summary: string,
    details: Partial<Pick<KeyFinding, 'evidence' | 'fix'>> = {},
  ): readonly KeyFinding[] => [
    { verdict, subject: wanted.kind, summary, evidence: [], fix: [], ...details },
  ];
  const label = labelOf(wanted);
  switch (keyStatus.state) {
    case 'in-place':
      return dateFindings(object, keyStatus.version, pair);
    case 'replaced': {
      const evidence = [`current version: ${objectUrl(wanted, keyStatus.version.version)}`];
      const summary = `${label} no longer has version ${wanted.version ?? ''}; it was recreated as a new version, so restored disks must name that version`;
      return [
        ...found('replaced', summary, { evidence }),
        ...dateFindings(object, keyStatus.version, pair),
      ];
    }
    case 'unusable':
      return found('unusable', `${label} is disabled`, {
        evidence: [`version ${keyStatus.version.version}`],
        fix: [enableCommand(wanted, keyStatus.version)],
      });
    case 'soft-deleted': {
      const { purgedAt } = keyStatus.deleted;
      const until = purgedAt === undefined ? '' : ` until it is purged on ${purgedAt}`;
      return found('unusable', `${label} is deleted; it can be recovered${until}`, {
        fix: [recoverCommand(wanted)],
      });
    }
    case 'version-gone':
    case 'gone':
    case 'vault-gone':
      return lostFindings(object, keyStatus.state, pair);
    case 'unknown':
      return found('unknown', `${label}: ${UNREAD_WORDS[keyStatus.unread]} could not be read`, {
        evidence: [keyStatus.fact.message],
        fix: readable(object, keyStatus.fact),
      });
  }
}

const UNREAD_WORDS: Readonly<Record<'vault' | 'versions' | 'deleted', string>> = {
  vault: 'its key vault',
  versions: 'its versions',
  deleted: 'whether it is soft-deleted',
};

/** How long before its end an object is in danger at any rate. */
const SOON_SECONDS = 30 * 86_400;

/** What is in danger because of its dates. Key Vault itself goes on giving it out, so it is no more than in danger. */
function dateFindings(
  { wanted }: ObjectFacts,
  { version, expires, notBefore }: ObjectVersion,
  { now, neededUntil }: PairFacts,
): readonly KeyFinding[] {
  const atRisk = (what: string, ...attribute: readonly string[]): KeyFinding => ({
    verdict: 'at-risk',
    subject: wanted.kind,
    summary: `${labelOf(wanted)} ${what}`,
    evidence: [`version ${version}`],
    fix: [az(wanted, 'set-attributes', '--version', version, ...attribute)],
  });
  const early =
    notBefore !== undefined && isBefore(now, notBefore)
      ? [atRisk(`is not valid before ${notBefore}`, '--not-before', now)]
      : [];
  if (expires === undefined) {
    return early;
  }
  const verb = isBefore(now, expires) ? 'expires' : 'expired';
  const soon = isBefore(expires, laterBy(now, SOON_SECONDS));
  const tooEarly = neededUntil !== undefined && isBefore(expires, neededUntil);
  const until = tooEarly ? `; the last point that needs it is kept until ${neededUntil}` : '';
  const later = laterBy(neededUntil ?? now, YEAR_SECONDS);
  return soon || tooEarly
    ? [...early, atRisk(`${verb} on ${expires}${until}`, '--expires', later)]
    : early;
}

const YEAR_SECONDS = 365 * 86_400;

function lostFindings(
  { wanted }: ObjectFacts,
  state: 'version-gone' | 'gone' | 'vault-gone',
  pair: PairFacts,
): readonly KeyFinding[] {
  const what = lostWords(wanted, state);
  const evidence = [`required by the points: ${wanted.url}`];
  const vaultBack =
    state === 'vault-gone'
      ? [commandLine('az', 'keyvault', 'recover', '--name', vaultNameOf(wanted.vaultUrl))]
      : [];
  const copy = pair.copies[wanted.kind];
  if (copy === 'none') {
    const summary = `${what}; the recovery points have no copy of it, and their disks, whose restore would bring one, are deleted`;
    const fix = [...vaultBack, `restore it from a backup of your own: ${ownBackup(wanted)}`];
    return [{ verdict: 'lost', subject: wanted.kind, summary, evidence, fix }];
  }
  const { lead, fix } = wayBack(wanted, state, { pair, copy });
  return [
    {
      verdict: 'missing',
      subject: wanted.kind,
      summary: `${what}; ${lead}`,
      evidence,
      fix: [...vaultBack, ...fix],
    },
  ];
}

function lostWords(wanted: WantedObject, state: 'version-gone' | 'gone' | 'vault-gone'): string {
  const label = labelOf(wanted);
  switch (state) {
    case 'gone':
      return `${label} is gone, and not soft-deleted`;
    case 'version-gone':
      return `${label} has no version ${wanted.version ?? ''}, only other versions`;
    case 'vault-gone':
      return `${label} is gone with its key vault`;
  }
}

/** A restored backup needs a free name in a key vault that exists; a secret that is set needs neither. */
function wayBack(
  { kind }: WantedObject,
  state: 'version-gone' | 'gone' | 'vault-gone',
  {
    pair: { restorable, key },
    copy,
  }: { readonly pair: PairFacts; readonly copy: Exclude<CopySource, 'none'> },
): { readonly lead: string; readonly fix: readonly string[] } {
  const taken = state === 'version-gone' && (kind === 'key' || key === undefined);
  const elsewhere = taken || state === 'vault-gone' ? ['--key-vault', 'NAME'] : [];
  const where = elsewhere.length === 0 ? '' : ', into another key vault';
  const words = ['--vm', restorable.vm, '--recovery-point', restorable.recoveryPoint, ...elsewhere];
  if (copy === 'point') {
    return {
      lead: `it can be restored from the recovery points${where}`,
      fix: [commandLine('azbackup', 'restore-keys', ...words)],
    };
  }
  const file = commandLine('azbackup', 'restore-keys', '--file', 'FILE', ...elsewhere);
  return {
    lead: `it can be restored from the encryption info file that a restore of the disks leaves${where}`,
    fix: [
      commandLine('azbackup', 'restore', ...words),
      `or, with the encryption info file of an earlier restore of such a point: ${file}`,
    ],
  };
}

function ownBackup(wanted: WantedObject): string {
  const { command } = WORDS[wanted.kind];
  const vault = vaultNameOf(wanted.vaultUrl);
  return commandLine('az', 'keyvault', command, 'restore', '--vault-name', vault, '--file', 'FILE');
}

function vaultFindings({ vault, wanted }: ObjectFacts): readonly KeyFinding[] {
  if (vault.status === 'known') {
    return settingFindings(vault.value);
  }
  return vault.status === 'absent'
    ? []
    : [
        {
          verdict: 'unknown',
          subject: 'key-vault',
          summary: `The settings of key vault ${vaultNameOf(wanted.vaultUrl)} could not be read`,
          evidence: [vault.message],
          fix: settles(vault, wanted, 'Microsoft.KeyVault/vaults/read'),
        },
      ];
}

function settingFindings(vault: KeyVault): readonly KeyFinding[] {
  const { name, network } = vault;
  const found = (
    verdict: KeyAuditStatus,
    summary: string,
    ...words: readonly string[]
  ): readonly KeyFinding[] => [
    {
      verdict,
      subject: 'key-vault',
      summary,
      evidence: [],
      fix: words.length === 0 ? [] : [azKeyVaultUpdate(vault, ...words)],
    },
  ];
  const barrier = barrierToTrustedServices(network);
  return [
    ...(vault.enabledForDiskEncryption
      ? []
      : found(
          'unusable',
          `Key vault ${name} is not enabled for disk encryption, so VMs cannot start with its keys`,
          '--enabled-for-disk-encryption',
          'true',
        )),
    ...(vault.softDelete && vault.purgeProtection
      ? []
      : found(
          'at-risk',
          `Key vault ${name} has no purge protection: deleted objects can be purged at once`,
          '--enable-purge-protection',
          'true',
        )),
    ...(barrier === 'perimeter'
      ? found(
          'at-risk',
          `The network security perimeter of key vault ${name} does not let trusted Microsoft services pass, which fetch the keys of restored VMs`,
        )
      : []),
    ...(barrier === 'firewall'
      ? found(
          'unusable',
          `The firewall of key vault ${name} does not allow trusted Microsoft services, so VMs cannot start with its keys`,
          '--bypass',
          'AzureServices',
        )
      : []),
  ];
}

/** What would let the read of an object succeed; of a vault that is known, what its administrator can run. */
function readable({ wanted, vault }: ObjectFacts, fact: Unreadable): readonly string[] {
  return fact.reason === 'forbidden' && vault.status === 'known'
    ? waysToRead(wanted, vault, fact)
    : settles(fact, wanted);
}

/** What would let the read succeed. */
function settles(
  { reason, action, scope, fix }: Unreadable,
  { kind, keyVaultId, vaultUrl }: WantedObject,
  needed: string = WORDS[kind].read,
): readonly string[] {
  switch (reason) {
    case 'forbidden':
      return [`get ${action ?? needed} on ${scope ?? keyVaultId ?? vaultUrl}`];
    case 'unreachable':
      return ['try again from a network that the key vault allows'];
    case 'unavailable':
      return ['try again later'];
    case 'refused':
      return fix ?? [];
  }
}

const WORDS = {
  secret: {
    noun: 'BEK secret',
    command: 'secret',
    read: 'Microsoft.KeyVault/vaults/secrets/readMetadata/action (access policy: secrets list)',
  },
  key: {
    noun: 'KEK',
    command: 'key',
    read: 'Microsoft.KeyVault/vaults/keys/read (access policy: keys list)',
  },
} as const;

function labelOf({ kind, name, vaultUrl }: WantedObject): string {
  return `${WORDS[kind].noun} ${name} of ${vaultNameOf(vaultUrl)}`;
}

/** The command that brings back what is soft-deleted. */
export function recoverCommand(wanted: WantedObject): string {
  return az(wanted, 'recover');
}

/** The command that enables a version that is disabled. */
export function enableCommand(wanted: WantedObject, { version }: ObjectVersion): string {
  return az(wanted, 'set-attributes', '--version', version, '--enabled', 'true');
}

function az(wanted: WantedObject, verb: string, ...words: readonly string[]): string {
  const place = ['--vault-name', vaultNameOf(wanted.vaultUrl), '--name', wanted.name];
  return commandLine('az', 'keyvault', WORDS[wanted.kind].command, verb, ...place, ...words);
}

function laterBy(instant: Instant, seconds: number): Instant {
  return addSecondsInRange(instant, seconds) ?? instant;
}
