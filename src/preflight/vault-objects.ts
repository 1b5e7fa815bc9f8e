// The BEK secrets and KEKs of a VM, looked at in the very version that its disks name.

import type { KeyVaultObjectRef, UnreadableSettings } from '../domain/encryption/encryption.js';
import { valueOf, type Fact } from '../domain/fact.js';
import { addSeconds, isBefore, type Instant } from '../domain/time/instant.js';
import { vaultNameOf } from '../domain/keys/key-vault-url.js';
import type {
  DeletedObject,
  KeyVault,
  ObjectVersion,
  VaultObject,
} from '../domain/keys/key-vault.js';
import { waysToRead } from '../domain/keys/ways-to-read.js';
import { sameName } from '../domain/resource-id.js';
import type { VirtualMachine } from '../domain/virtual-machine.js';
import type { CheckResult, Severity } from './check.js';
import { commandLine } from '../domain/command-line.js';
import { azVm, azbackup } from './command-line.js';
import { DOCS } from './documentation.js';
import type { PreflightFacts } from './facts.js';
import { fail, pass, skip, skipWithoutAde, unknown, unread } from './check-result.js';

/** Which kind of object, and what people call it. */
export type ObjectKind = 'secrets' | 'keys';

/** One object of the VM with what was read of it. */
export interface UsedObject {
  readonly kind: ObjectKind;
  readonly ref: KeyVaultObjectRef;
  readonly object: Fact<VaultObject>;
  readonly deleted?: Fact<DeletedObject>;
  readonly vault: Fact<KeyVault>;
  /** For sentences: `BEK secret 7856… of kv-prod`. */
  readonly label: string;
  readonly vaultName: string;
}

const WORDS = {
  secrets: { noun: 'BEK secret', command: 'secret', read: 'secrets/readMetadata/action' },
  keys: { noun: 'KEK', command: 'key', read: 'keys/read' },
} as const;

const YEAR_SECONDS = 365 * 86_400;

/** A verdict for each BEK secret or KEK of the VM; skips machines that have none. */
export function forEachObject(
  facts: PreflightFacts,
  kind: ObjectKind,
  evaluate: (object: UsedObject) => CheckResult,
): readonly CheckResult[] {
  const skipped = skipWithoutAde(facts);
  if (skipped !== undefined) {
    return [skipped];
  }
  const objects = usedObjects(facts, kind);
  if (objects.length > 0) {
    return objects.map((object) => ({ subject: object.ref.url, ...evaluate(object) }));
  }
  return [
    kind === 'keys'
      ? skip(`${facts.vm.name} is BEK-only: no KEK wraps its secret`)
      : unknown(`The BEK secret of ${facts.vm.name} is unknown`, {
          evidence: facts.encryption.evidence.map(({ subject, statement }) =>
            [subject, statement].join(': '),
          ),
          fix: [azbackup('preflight', facts.vm)],
          docs: DOCS.encryptedVms,
        }),
  ];
}

/** Of settings that cannot be made out: unknown, and nobody else's to look at either. */
export function unreadableObjects(
  { encryption, vm }: PreflightFacts,
  kind: ObjectKind,
): readonly CheckResult[] {
  return encryption.kind === 'ade'
    ? encryption.unreadable
        .filter((settings) => settings.kind === kind)
        .map((settings) =>
          unknown(unreadableWords(settings), {
            fix: [unreadableFix(vm)],
            docs: DOCS.encryptedVms,
          }),
        )
    : [];
}

/** No command can tell what should stand there. */
export function unreadableFix(vm: VirtualMachine): string {
  return `look at the encryption settings, and encrypt the VM again where they are damaged: ${azVm(vm, 'encryption', 'show')}`;
}

/** What is unknown because of settings that cannot be made out. */
export function unreadableWords({ kind, subject, text }: UnreadableSettings): string {
  const { noun } = WORDS[kind];
  return text === ''
    ? `The ${noun} of ${subject} is unknown: its encryption settings name none`
    : `The ${noun} of ${subject} is unknown: '${text}' in its encryption settings is no Key Vault address`;
}

function usedObjects(facts: PreflightFacts, kind: ObjectKind): readonly UsedObject[] {
  return facts.keyVaults.flatMap((keyVault) =>
    keyVault[kind].map((used) => {
      const { ref } = used;
      const vaultName = vaultNameOf(ref.vaultUrl);
      const label = `${WORDS[kind].noun} ${ref.name} of ${vaultName}`;
      return { ...used, kind, vault: keyVault.vault, label, vaultName };
    }),
  );
}

/** The version that the disks name, or the newest where they name none. */
export function versionInUse({ ref, object }: UsedObject): ObjectVersion | undefined {
  if (object.status !== 'known') {
    return undefined;
  }
  const { version } = ref;
  return version === undefined
    ? object.value.versions.at(-1)
    : object.value.versions.find((candidate) => sameName(candidate.version, version));
}

/** The verdict on an object whose properties could not be read. */
export function unreadObject(
  facts: PreflightFacts,
  { kind, ref, vault, label, object }: UsedObject,
): CheckResult | undefined {
  if (object.status !== 'unreadable') {
    return undefined;
  }
  const policies = vault.status === 'known' && vault.value.permissionModel === 'access-policies';
  return unread(facts, object, `Properties of ${label} could not be read`, {
    action: policies
      ? `permission list for ${kind}`
      : `Microsoft.KeyVault/vaults/${WORDS[kind].read}`,
    scope: vault.status === 'known' ? vault.value.id : ref.vaultUrl,
    ways:
      vault.status === 'known'
        ? waysToRead({ kind: WORDS[kind].command, vaultUrl: ref.vaultUrl }, vault, object)
        : [],
  });
}

/**
 * Whether the version in use exists and may be used now. A secret outside its dates can still be read, and a key still
 * unwraps ("About keys", "About secrets": date-time controlled operations), so that warns; disabled ones cannot be used.
 */
export function currencyOf(facts: PreflightFacts, used: UsedObject): CheckResult {
  const unreadResult = unreadObject(facts, used);
  if (unreadResult !== undefined) {
    return unreadResult;
  }
  const version = versionInUse(used);
  if (version === undefined) {
    return missingObject(facts, used);
  }
  const problem = problemOf(version, facts.now);
  return problem === undefined
    ? pass(`${used.label} exists, is enabled and valid`)
    : fail(`${used.label} ${problem.what}`, {
        evidence: [`version ${version.version}`, ...problem.evidence],
        fix: [setAttributes(used, version, problem.attributes)],
        docs: DOCS.encryptedVmErrors,
        ...(problem.severity === undefined ? {} : { severity: problem.severity }),
      });
}

function missingObject(facts: PreflightFacts, used: UsedObject): CheckResult {
  const { ref, object, label } = used;
  const gone = object.status === 'absent';
  const { what, evidence, fix } = gone ? goneObject(facts, used) : goneVersion(facts, used);
  return fail(`${label} ${what}`, {
    evidence: [`used by the disks: ${ref.url}`, evidence],
    fix,
    docs: DOCS.keySecretRestore,
  });
}

interface Missing {
  readonly what: string;
  readonly evidence: string;
  readonly fix: readonly string[];
}

function goneVersion(facts: PreflightFacts, used: UsedObject): Missing {
  return {
    what: `has no version ${used.ref.version ?? 'of any kind'}`,
    evidence: 'the object exists only in other versions',
    fix: waysBack(facts, used),
  };
}

/** Only what is in soft delete can be recovered; what is not comes back from recovery points. */
function goneObject(facts: PreflightFacts, used: UsedObject): Missing {
  const { kind, ref, vaultName, deleted } = used;
  const az = ['az', 'keyvault', WORDS[kind].command] as const;
  const place = ['--vault-name', vaultName, '--name', ref.name];
  switch (deleted?.status) {
    case 'known': {
      const { purgedAt } = deleted.value;
      return {
        what: 'is soft-deleted',
        evidence: purgedAt === undefined ? 'it can be recovered' : `it is purged on ${purgedAt}`,
        fix: [commandLine(...az, 'recover', ...place)],
      };
    }
    case 'unreadable':
      return {
        what: 'no longer exists',
        evidence: `whether it is soft-deleted could not be read: ${deleted.message}`,
        fix: [commandLine(...az, 'show-deleted', ...place), ...waysBack(facts, used)],
      };
    case 'absent':
    case undefined:
      return {
        what: 'no longer exists',
        evidence: 'it is not soft-deleted either',
        fix: waysBack(facts, used),
      };
  }
}

/** Which points have it, and the very command, only an audit can say; without points only an own backup has it. */
function waysBack(
  { vm, item, protection }: PreflightFacts,
  { kind, vaultName }: UsedObject,
): readonly string[] {
  if (item.status === 'known' || valueOf(protection)?.vaultId !== undefined) {
    return [
      azbackup('audit-keys', vm),
      'then restore it with azbackup restore-keys, as the audit shows',
    ];
  }
  const words = ['restore', '--vault-name', vaultName, '--file', 'FILE'];
  return [
    `restore it from a backup of your own: ${commandLine('az', 'keyvault', WORDS[kind].command, ...words)}`,
  ];
}

interface Problem {
  readonly what: string;
  readonly evidence: readonly string[];
  readonly attributes: readonly string[];
  readonly severity?: Severity;
}

const STILL_READ = 'Key Vault still lets it be read and unwrapped with';

function problemOf(version: ObjectVersion, now: Instant): Problem | undefined {
  const { enabled, expires, notBefore } = version;
  if (!enabled) {
    return { what: 'is disabled', evidence: [], attributes: ['--enabled', 'true'] };
  }
  if (expires !== undefined && !isBefore(now, expires)) {
    const later = addSeconds(now, YEAR_SECONDS);
    return {
      what: 'has expired',
      evidence: [`expired ${expires}`, STILL_READ],
      attributes: ['--expires', later],
      severity: 'warn',
    };
  }
  return notBefore !== undefined && isBefore(now, notBefore)
    ? {
        what: 'is not valid yet',
        evidence: [`valid from ${notBefore}`, STILL_READ],
        attributes: ['--not-before', now],
        severity: 'warn',
      }
    : undefined;
}

function setAttributes(
  { kind, ref, vaultName }: UsedObject,
  { version }: ObjectVersion,
  attributes: readonly string[],
): string {
  const object = ['--vault-name', vaultName, '--name', ref.name, '--version', version];
  return commandLine(
    'az',
    'keyvault',
    WORDS[kind].command,
    'set-attributes',
    ...object,
    ...attributes,
  );
}
