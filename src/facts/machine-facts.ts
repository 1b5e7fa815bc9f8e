// Gathers everything that the checks need to know about one machine: concurrently, each fact once, in as
// few dependent rounds as Azure's own references between resources allow. Reads only.

import { defaultPolicyName } from '../domain/backup-policy/enhanced-need.js';
import { detectEncryption } from '../domain/encryption/encryption-detection.js';
import { needsInstanceView } from '../domain/encryption/listed-machine.js';
import type { Encryption, KeyVaultObjectRef } from '../domain/encryption/encryption.js';
import { valueOf, type Fact } from '../domain/fact.js';
import {
  denialsThatMightReach,
  policiesThatMightReach,
} from '../domain/protection/backup-grant.js';
import { instantOf } from '../domain/time/instant.js';
import {
  protectionSituation,
  type ProtectionSituation,
} from '../domain/protection/backup-states.js';
import { deletedNamed, type DeletedObject, type KeyVault } from '../domain/keys/key-vault.js';
import type { BackupPolicy } from '../domain/backup-policy/policy.js';
import type { ProtectedItem, RecoveryServicesVault } from '../domain/vaults/recovery-services.js';
import { groupIdOf, sameName, type ResourceId } from '../domain/resource-id.js';
import type { BackupPrincipal, Permission } from '../domain/roles.js';
import type { ManagedDisk, VirtualMachine } from '../domain/virtual-machine.js';
import type { KeyVaultFacts, PreflightFacts } from '../preflight/facts.js';
import type { CommandContext } from '../commands/context.js';
import {
  fromDirectory,
  readBackupPrincipal,
  refuseApplicationId,
  type PrincipalFacts,
} from './backup-principal.js';
import type { FactReader } from './fact-reader.js';
import { indexItems, itemUnlessOdd, type ItemIndex } from './item-index.js';
import type { ListedFacts } from './listed-facts.js';
import { locksOver } from './locks.js';
import { newVaultFacts } from '../domain/vaults/new-vault.js';
import { nearNames, type Target } from './choose-machines.js';
import { readOne } from './one-machine.js';
import { subscriptionFacts } from './subscription-facts.js';
import { ambiguousVault, defaultVault } from './choose-vault.js';

/** What the command wants to know about. */
export interface FactRequest {
  /** The vault asked for, found already. */
  readonly vault?: RecoveryServicesVault;
  /** A vault that will be made first; its name. */
  readonly createVault?: string;
  readonly policyName?: string;
  readonly grant: boolean;
  /** True where the command goes on without a vault when several could be meant. */
  readonly vaultMayBeOpen?: boolean;
  /** True where a backup is to be taken. */
  readonly backup?: true;
  /** Object id of the backup service's principal, where the user gave it. */
  readonly backupPrincipalId?: string;
  /** Lists that many machines are read from. */
  readonly lists?: ListedFacts | undefined;
  /** True where a list of machines is enough as long as it leaves no doubt about the encryption. */
  readonly modelWillDo?: boolean;
  /** True where few machines are read by themselves, and what was read of them is kept for whoever asks again. */
  readonly keepsMachines?: boolean;
}

/** The facts of one machine and where it stands. */
export interface MachineFacts {
  readonly facts: PreflightFacts;
  /** True when the machine was taken from a list, which shows neither its extensions nor how it runs. */
  readonly fromList?: boolean;
  readonly situation: ProtectionSituation;
}

/** Where a machine's backups go, with what is known of that vault. */
interface VaultSide {
  readonly vault: Fact<RecoveryServicesVault>;
  /** The vaults that could be meant, where none of them was chosen. */
  readonly candidates?: readonly RecoveryServicesVault[];
  readonly items: Fact<ItemIndex>;
  readonly item: Fact<ProtectedItem>;
  readonly policyName: string;
  readonly policy: Fact<BackupPolicy>;
  readonly currentPolicy: Fact<BackupPolicy>;
}

/**
 * Gathers the facts of one machine.
 * @throws AzbackupError when the machine does not exist (3), or when Azure cannot be asked at all
 */
export async function gatherMachineFacts(
  context: CommandContext,
  reader: FactReader,
  target: Target,
  request: FactRequest,
): Promise<MachineFacts> {
  refuseApplicationId(context, request.backupPrincipalId);
  const { lists } = request;
  const protectionEarly =
    lists !== undefined || target.location === undefined
      ? undefined
      : reader.protection(target.id, target.location);
  const vaultsRead = reader.vaults(target.subscriptionId);
  const locksRead = reader.locks(target.subscriptionId);
  const [{ vm, disksRead, fromList }] = await Promise.all([
    readMachine(context, reader, target, request),
    protectionEarly,
    vaultsRead,
  ]);
  const isAde = async (): Promise<boolean> => detectEncryption(vm, await disksRead).kind === 'ade';
  const protectionRead =
    protectionEarly ?? lists?.protection(vm, isAde) ?? reader.protection(vm.id, vm.location);
  const keyReading: KeyReading = {
    reader,
    vm,
    request,
    principalRead: () => readBackupPrincipal(context, reader, request.backupPrincipalId),
  };
  const [disks, side, protection, locks] = await Promise.all([
    disksRead,
    readVaultSide({ reader, vm, request, protectionRead, disksRead }, await vaultsRead),
    protectionRead,
    locksRead,
    // What the machine itself shows of ADE is asked about at once, beside its disks: one round less.
    readKeySide(keyReading, detectEncryption(vm, withoutDisks(vm))),
  ]);
  const encryption = detectEncryption(vm, disks);
  const { principal, givenPrincipal, keyVaults } = await readKeySide(keyReading, encryption);
  const vaultId = valueOf(side.vault)?.id;
  const nearPolicies = await policiesNear(reader, side);
  const facts: PreflightFacts = {
    now: instantOf(context.clock.now()),
    intent: {
      grant: request.grant,
      ...(request.backup === undefined ? {} : { backup: request.backup }),
      ...(request.policyName === undefined ? {} : { policyName: request.policyName }),
    },
    vm,
    disks,
    encryption,
    keyVaults,
    principal,
    ...(givenPrincipal === undefined ? {} : { givenPrincipal }),
    protection,
    vault: side.vault,
    ...(side.candidates === undefined
      ? {}
      : { vaultCandidates: side.candidates.map(({ id }) => id) }),
    item: side.item,
    ...(await subscriptionFacts(reader, vm, side)),
    policy: side.policy,
    policyName: side.policyName,
    ...(nearPolicies.length === 0 ? {} : { nearPolicies }),
    currentPolicy: side.currentPolicy,
    vaultItems: countOf(side.items, ({ count }) => count),
    policyItems: countOf(side.items, (items) => items.countOfPolicy(side.policyName)),
    locks,
    vaultLocks: await vaultLocks(reader, valueOf(side.vault)),
  };
  const situation = protectionSituation(vaultId, side.item, protection);
  return { facts, situation, fromList };
}

/** Only a name that does not exist is worth the read. */
async function policiesNear(
  reader: FactReader,
  { vault, policy, policyName }: VaultSide,
): Promise<readonly string[]> {
  if (policy.status !== 'absent' || vault.status !== 'known') {
    return [];
  }
  const policies = valueOf(await reader.policies(vault.value.id)) ?? [];
  return nearNames(
    policyName,
    policies.map(({ name }) => name),
  );
}

/** A vault that does not exist yet is made in its group. */
async function vaultLocks(
  reader: FactReader,
  vault: RecoveryServicesVault | undefined,
): Promise<PreflightFacts['vaultLocks']> {
  if (vault === undefined) {
    return { status: 'absent' };
  }
  const { id, provisioningState } = vault;
  return locksOver(reader, provisioningState === 'Planned' ? groupIdOf(id) : id);
}

/** A machine and its disks. */
interface ReadMachine {
  readonly vm: VirtualMachine;
  readonly disksRead: Promise<PreflightFacts['disks']>;
  readonly fromList: boolean;
}

async function readMachine(
  context: CommandContext,
  reader: FactReader,
  target: Target,
  { lists, modelWillDo, keepsMachines }: FactRequest,
): Promise<ReadMachine> {
  const source = lists ?? reader;
  const listed = modelWillDo === true ? await lists?.model(target) : undefined;
  if (listed !== undefined) {
    const disks = await readDisks(source, listed.machine);
    if (!needsInstanceView(listed, disks)) {
      return { vm: listed.machine, disksRead: Promise.resolve(disks), fromList: true };
    }
  }
  const vm = await readOne(context, target, keepsMachines === true ? reader : undefined);
  return { vm, disksRead: readDisks(source, vm), fromList: false };
}

function withoutDisks(vm: VirtualMachine): PreflightFacts['disks'] {
  return vm.disks.map((attached) => ({ attached, disk: { status: 'absent' } }));
}

export function readDisks(
  reader: Pick<FactReader, 'disk'>,
  vm: VirtualMachine,
): Promise<PreflightFacts['disks']> {
  return Promise.all(
    vm.disks.map(async (attached) => {
      const disk: Fact<ManagedDisk> =
        attached.source.kind === 'managed'
          ? await reader.disk(attached.source.diskId)
          : { status: 'absent' };
      return { attached, disk };
    }),
  );
}

/** What the reads about vaults start from. */
interface VaultReading {
  readonly reader: FactReader;
  readonly vm: VirtualMachine;
  readonly request: FactRequest;
  readonly protectionRead: ReturnType<FactReader['protection']>;
  readonly disksRead: Promise<PreflightFacts['disks']>;
}

async function readVaultSide(
  reading: VaultReading,
  vaults: Fact<readonly RecoveryServicesVault[]>,
): Promise<VaultSide> {
  const { reader, vm, request } = reading;
  const expectedRead = reading.disksRead.then(
    (disks) => request.policyName ?? defaultPolicyName(vm, disks),
  );
  if (request.createVault !== undefined) {
    return newVaultSide(vm, request.createVault, await expectedRead);
  }
  const { vault, candidates } = await chooseVault(reading, vaults);
  const known = valueOf(vault);
  if (known === undefined) {
    const nothing = { status: 'absent' } as const;
    return {
      vault,
      ...(candidates === undefined ? {} : { candidates }),
      items: nothing,
      item: nothing,
      policyName: await expectedRead,
      policy: nothing,
      currentPolicy: nothing,
    };
  }
  // Nearly always it is the one that the machine alone tells, so that is asked for beside the disks.
  const likely = request.policyName ?? defaultPolicyName(vm, []);
  const [items, expected] = await Promise.all([
    reader.itemIndex(known.id),
    expectedRead,
    reader.policy(known.id, likely),
  ]);
  const expectedPolicy = await reader.policy(known.id, expected);
  const item = itemOf(items, vm.id);
  const inUse = valueOf(item)?.policyName;
  const current: Fact<BackupPolicy> =
    inUse === undefined || sameName(inUse, expected)
      ? { status: 'absent' }
      : await reader.policy(known.id, inUse);
  return request.policyName === undefined && inUse !== undefined && current.status !== 'absent'
    ? {
        vault,
        items,
        item,
        policyName: inUse,
        policy: current,
        currentPolicy: { status: 'absent' },
      }
    : { vault, items, item, policyName: expected, policy: expectedPolicy, currentPolicy: current };
}

/** The vault asked for; else the default one; else, where that is ambiguous, the one that protects it. */
async function chooseVault(
  { reader, vm, request, protectionRead }: VaultReading,
  vaults: Fact<readonly RecoveryServicesVault[]>,
): Promise<Pick<VaultSide, 'vault' | 'candidates'>> {
  if (request.vault !== undefined) {
    return { vault: { status: 'known', value: request.vault } };
  }
  if (vaults.status !== 'known') {
    return { vault: vaults };
  }
  const choice = defaultVault(vaults.value, vm);
  if (choice.kind === 'one') {
    return { vault: { status: 'known', value: choice.vault } };
  }
  const protectedIn = valueOf(await protectionRead)?.vaultId;
  if (protectedIn !== undefined) {
    return { vault: await reader.vault(protectedIn) };
  }
  if (choice.kind === 'several' && request.vaultMayBeOpen !== true) {
    throw ambiguousVault(vm.name, choice.vaults);
  }
  return {
    vault: { status: 'absent' },
    ...(choice.kind === 'several' ? { candidates: choice.vaults } : {}),
  };
}

function newVaultSide(vm: VirtualMachine, name: string, wanted: string): VaultSide {
  const { vault, policy } = newVaultFacts(vm, name, wanted);
  return {
    vault: { status: 'known', value: vault },
    items: indexItems({ status: 'known', value: { items: [], odd: [] } }),
    item: { status: 'absent' },
    policyName: wanted,
    policy,
    currentPolicy: { status: 'absent' },
  };
}

function itemOf(items: Fact<ItemIndex>, vmId: ResourceId): Fact<ProtectedItem> {
  if (items.status !== 'known') {
    return items;
  }
  const item = itemUnlessOdd(items.value, vmId);
  return item === undefined ? { status: 'absent' } : { status: 'known', value: item };
}

function countOf(items: Fact<ItemIndex>, count: (items: ItemIndex) => number): Fact<number> {
  return items.status === 'known' ? { status: 'known', value: count(items.value) } : items;
}

interface KeySide extends PrincipalFacts {
  readonly keyVaults: readonly KeyVaultFacts[];
}

/** What the reads about key vaults start from. */
interface KeyReading {
  readonly reader: FactReader;
  readonly vm: VirtualMachine;
  readonly request: FactRequest;
  /** Asks the directory; only encrypted machines need it. */
  readonly principalRead: () => Promise<PrincipalFacts>;
}

async function readKeySide(reading: KeyReading, encryption: Encryption): Promise<KeySide> {
  if (encryption.kind !== 'ade') {
    return { principal: { status: 'absent' }, keyVaults: [] };
  }
  const principalRead = reading.principalRead();
  const urls = new Set([...encryption.secrets, ...encryption.keys].map(({ vaultUrl }) => vaultUrl));
  const keyVaults = await Promise.all(
    [...urls].map((vaultUrl) =>
      readKeyVault({ ...reading, principalRead: () => principalRead }, vaultUrl, encryption),
    ),
  );
  return { ...(await principalRead), keyVaults };
}

async function readKeyVault(
  { reader, vm, request, principalRead: readPrincipalOnce }: KeyReading,
  vaultUrl: string,
  encryption: Encryption & { kind: 'ade' },
): Promise<KeyVaultFacts> {
  const principalRead = readPrincipalOnce();
  const secretRefs = encryption.secrets.filter((ref) => ref.vaultUrl === vaultUrl);
  const keyRefs = encryption.keys.filter((ref) => ref.vaultUrl === vaultUrl);
  const namedId = [...secretRefs, ...keyRefs].find(({ vaultId }) => vaultId !== undefined)?.vaultId;
  const [vault, secrets, keys, roles, denials, callerPermissions, callerRoles] = await Promise.all([
    namedId === undefined
      ? reader.keyVaultByUrl(vm.subscriptionId, vaultUrl)
      : reader.keyVault(namedId),
    readObjects(secretRefs, (name) => reader.secret(vaultUrl, name)),
    readObjects(keyRefs, (name) => reader.key(vaultUrl, name)),
    rolesAt(reader, namedId, principalRead),
    denialsAt(reader, namedId),
    callerAt(reader, namedId, request.grant),
    callerRolesAt(reader, namedId, request.grant),
  ]);
  const vaultId = namedId ?? valueOf(vault)?.id;
  const read = {
    vault,
    secrets: await withDeleted(secrets, vault, () => reader.deletedObjects(vaultUrl, 'secret')),
    keys: await withDeleted(keys, vault, () => reader.deletedObjects(vaultUrl, 'key')),
    // Without the id in the encryption settings the vault had to be found first; then these follow it.
    denials: namedId === undefined ? await denialsAt(reader, vaultId) : denials,
  };
  const principalGroups = await principalGroupsAt(reader, read, (await principalRead).principal);
  return {
    vaultUrl,
    ...(vaultId === undefined ? {} : { vaultId }),
    ...read,
    ...(principalGroups === undefined ? {} : { principalGroups }),
    roles: namedId === undefined ? await rolesAt(reader, vaultId, principalRead) : roles,
    locks: await keyVaultLocks(reader, valueOf(vault), request),
    callerPermissions:
      namedId === undefined ? await callerAt(reader, vaultId, request.grant) : callerPermissions,
    callerRoles:
      namedId === undefined ? await callerRolesAt(reader, vaultId, request.grant) : callerRoles,
  };
}

/** Only a grant writes to a key vault, so only for one they are asked for in particular. */
async function keyVaultLocks(
  reader: FactReader,
  vault: KeyVault | undefined,
  { grant }: FactRequest,
): Promise<KeyVaultFacts['locks']> {
  if (vault === undefined) {
    return { status: 'absent' };
  }
  return grant ? locksOver(reader, vault.id) : reader.locks(vault.subscriptionId);
}

/** The service's groups are asked for only where one may give what it lacks, or take what it has. */
async function principalGroupsAt(
  reader: FactReader,
  keyVault: Pick<KeyVaultFacts, 'vault' | 'secrets' | 'keys' | 'denials'>,
  principal: Fact<BackupPrincipal>,
): Promise<KeyVaultFacts['principalGroups']> {
  const matter =
    policiesThatMightReach(keyVault, principal).length > 0 ||
    denialsThatMightReach(keyVault, principal).length > 0;
  return principal.status === 'known' && matter
    ? fromDirectory(() => reader.groupsOf(principal.value.objectId))
    : undefined;
}

function readObjects(
  refs: readonly KeyVaultObjectRef[],
  read: (name: string) => Promise<KeyVaultFacts['keys'][number]['object']>,
): Promise<KeyVaultFacts['keys']> {
  return Promise.all(refs.map(async (ref) => ({ ref, object: await read(ref.name) })));
}

/** What is not there may still be brought back; a key vault that is gone has no soft delete of its own. */
function withDeleted(
  objects: KeyVaultFacts['keys'],
  vault: Fact<KeyVault>,
  read: () => Promise<Fact<readonly DeletedObject[]>>,
): Promise<KeyVaultFacts['keys']> {
  return Promise.all(
    objects.map(async (used) =>
      used.object.status === 'absent' && vault.status !== 'absent'
        ? { ...used, deleted: deletedNamed(used.ref.name, await read()) }
        : used,
    ),
  );
}

async function rolesAt(
  reader: FactReader,
  vaultId: ResourceId | undefined,
  principalRead: Promise<PrincipalFacts>,
): Promise<KeyVaultFacts['roles']> {
  const { principal } = await principalRead;
  if (principal.status !== 'known' || vaultId === undefined) {
    return principal.status === 'known' ? { status: 'absent' } : principal;
  }
  return reader.roles(principal.value.objectId, vaultId);
}

async function denialsAt(
  reader: FactReader,
  vaultId: ResourceId | undefined,
): Promise<KeyVaultFacts['denials']> {
  return vaultId === undefined ? { status: 'absent' } : reader.denials(vaultId);
}

async function callerAt(
  reader: FactReader,
  vaultId: ResourceId | undefined,
  grant: boolean,
): Promise<Fact<readonly Permission[]> | { readonly status: 'not-asked' }> {
  return grant && vaultId !== undefined
    ? reader.callerPermissions(vaultId)
    : { status: 'not-asked' };
}

async function callerRolesAt(
  reader: FactReader,
  vaultId: ResourceId | undefined,
  grant: boolean,
): Promise<KeyVaultFacts['callerRoles']> {
  return grant && vaultId !== undefined ? reader.callerRoles(vaultId) : { status: 'not-asked' };
}
