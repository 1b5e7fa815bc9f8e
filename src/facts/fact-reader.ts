// Reads Azure's facts through the services, each once per command, and turns "may not read" into a fact.

import type { Fact } from '../domain/fact.js';
import type { DeletedObject, KeyVault, VaultObject } from '../domain/keys/key-vault.js';
import type { BackupPolicy } from '../domain/backup-policy/policy.js';
import type {
  BackupJob,
  ProtectedItem,
  ProtectionStatus,
  RecoveryServicesVault,
} from '../domain/vaults/recovery-services.js';
import type { RecoveryPoint } from '../domain/recovery/recovery-point.js';
import type { Instant } from '../domain/time/instant.js';
import type { Lock } from '../domain/locks.js';
import { regionKey } from '../domain/region.js';
import { idKey, parseResourceId, type ResourceId } from '../domain/resource-id.js';
import type {
  BackupPrincipal,
  DenyAssignment,
  Permission,
  RoleDefinition,
} from '../domain/roles.js';
import type {
  ResourceGuard,
  VaultEncryption,
  VaultSoftDelete,
  VaultStorage,
} from '../domain/vaults/vault-settings.js';
import type { ListedMachine, ManagedDisk, VirtualMachine } from '../domain/virtual-machine.js';
import { createFactCache, type FactCache } from './fact-cache.js';
import { indexItems, type ItemIndex } from './item-index.js';
import { withOtherSubscriptions, type ElsewhereReader } from './vaults-elsewhere.js';
import { AzbackupError } from '../errors/azbackup-error.js';
import { suggestionFor } from '../errors/suggestions.js';
import type { GrantedRole } from '../preflight/facts.js';
import type { BackupService, ListedItems, MachineSize, Services } from '../services/services.js';

/** The machines of a subscription, as its list shows them. */
export interface MachineList {
  /** By `idKey`. */
  readonly byId: ReadonlyMap<string, ListedMachine>;
  /** Ids of entries of another form than Azure's. */
  readonly odd: readonly ResourceId[];
}

/** The reads that commands share; each is made once however often it is asked for. */
export interface FactReader {
  disk(id: ResourceId): Promise<Fact<ManagedDisk>>;
  keyVault(id: ResourceId): Promise<Fact<KeyVault>>;
  keyVaultByUrl(subscriptionId: string, vaultUrl: string): Promise<Fact<KeyVault>>;
  key(vaultUrl: string, name: string): Promise<Fact<VaultObject>>;
  secret(vaultUrl: string, name: string): Promise<Fact<VaultObject>>;
  /** All that lies in the soft delete of a key vault. */
  deletedObjects(
    vaultUrl: string,
    kind: VaultObject['kind'],
  ): Promise<Fact<readonly DeletedObject[]>>;
  principal(appId: string): Promise<Fact<BackupPrincipal>>;
  /** The groups that a service principal is in, directly or through other groups. */
  groupsOf(principalId: string): Promise<Fact<readonly string[]>>;
  /** Roles of a principal at, above and below a scope, with their definitions. */
  roles(principalId: string, scope: ResourceId): Promise<Fact<readonly GrantedRole[]>>;
  roleDefinition(id: ResourceId): Promise<Fact<RoleDefinition>>;
  /** Deny assignments at a scope and above it, of whomever. */
  denials(scope: ResourceId): Promise<Fact<readonly DenyAssignment[]>>;
  /** Roles of the caller and its groups at, above and below a scope; absent where it is not known who it is. */
  callerRoles(scope: ResourceId): Promise<Fact<readonly GrantedRole[]>>;
  callerPermissions(scope: ResourceId): Promise<Fact<readonly Permission[]>>;
  /** Where a machine is protected, in whichever subscription that the caller can see. */
  protection(vmId: ResourceId, location: string): Promise<Fact<ProtectionStatus>>;
  /** The tenant that a subscription is of. */
  tenantOf(subscriptionId: string): Promise<Fact<string>>;
  /** Ids of the subscriptions that the caller can see. */
  subscriptions(): Promise<Fact<readonly string[]>>;
  vaults(subscriptionId: string): Promise<Fact<readonly RecoveryServicesVault[]>>;
  /** All vaults of a subscription; unreadable where the caller may see only some of them. */
  allVaults(subscriptionId: string): Promise<Fact<readonly RecoveryServicesVault[]>>;
  vault(id: ResourceId): Promise<Fact<RecoveryServicesVault>>;
  items(vaultId: ResourceId): Promise<Fact<readonly ProtectedItem[]>>;
  /** The same, to find one among many. */
  itemIndex(vaultId: ResourceId): Promise<Fact<ItemIndex>>;
  policy(vaultId: ResourceId, name: string): Promise<Fact<BackupPolicy>>;
  policies(vaultId: ResourceId): Promise<Fact<readonly BackupPolicy[]>>;
  vaultStorage(vaultId: ResourceId): Promise<Fact<VaultStorage>>;
  vaultSoftDelete(vaultId: ResourceId): Promise<Fact<VaultSoftDelete>>;
  vaultEncryption(vaultId: ResourceId): Promise<Fact<VaultEncryption>>;
  resourceGuards(vaultId: ResourceId): Promise<Fact<readonly ResourceGuard[]>>;
  recoveryPointCount(vaultId: ResourceId, vmId: ResourceId): Promise<Fact<number>>;
  recoveryPoints(vaultId: ResourceId, vmId: ResourceId): Promise<Fact<readonly RecoveryPoint[]>>;
  /** Jobs of a vault that failed, newest first; since an instant, or as far back as a few pages go. */
  failedJobs(vaultId: ResourceId, since?: Instant): Promise<Fact<readonly BackupJob[]>>;
  job(vaultId: ResourceId, jobId: string): Promise<Fact<BackupJob>>;
  /** Backups of a vault that run now. */
  runningBackups(vaultId: ResourceId): Promise<Fact<readonly BackupJob[]>>;
  machine(id: ResourceId): Promise<Fact<VirtualMachine>>;
  /** The machines of a subscription, as its list shows them. */
  listedMachines(subscriptionId: string): Promise<Fact<MachineList>>;
  /** The managed disks of a subscription by `idKey`. */
  listedDisks(subscriptionId: string): Promise<Fact<ReadonlyMap<string, ManagedDisk>>>;
  /** Takes a machine and its disks from the lists, once nothing more is asked of them: of ten thousand they are long. */
  forgetListed(id: ResourceId): void;
  /** The sizes of machines in a region. */
  sizes(subscriptionId: string, location: string): Promise<Fact<readonly MachineSize[]>>;
  locks(subscriptionId: string): Promise<Fact<readonly Lock[]>>;
  /** Locks at a scope and above it; absent where there is no such scope. */
  locksAt(scope: ResourceId): Promise<Fact<readonly Lock[]>>;
}

/** A reader over the services of one command. */
export function createFactReader(services: Services): FactReader {
  const cache = createFactCache(unreadable);
  const items = itemReads(cache, services);
  return {
    disk: (id) =>
      cache.fact(`disk ${idKey(id)}`, async () => (await services.virtualMachines()).disk(id)),
    keyVault: (id) =>
      cache.fact(`key vault ${idKey(id)}`, async () => (await services.keyVaults()).get(id)),
    keyVaultByUrl: (subscriptionId, vaultUrl) =>
      cache.fact(`key vault at ${subscriptionId} ${vaultUrl}`, async () =>
        (await services.keyVaults()).findByUrl(subscriptionId, vaultUrl),
      ),
    key: (vaultUrl, name) =>
      cache.fact(`key ${vaultUrl} ${name.toLowerCase()}`, async () =>
        (await services.keys()).versions(vaultUrl, name),
      ),
    secret: (vaultUrl, name) =>
      cache.fact(`secret ${vaultUrl} ${name.toLowerCase()}`, async () =>
        (await services.secrets()).versions(vaultUrl, name),
      ),
    deletedObjects: (vaultUrl, kind) =>
      cache.fact(`deleted ${kind}s ${vaultUrl}`, async () => {
        const service = kind === 'key' ? services.keys() : services.secrets();
        return (await service).deleted(vaultUrl);
      }),
    principal: (appId) =>
      cache.fact(`principal ${appId}`, async () =>
        (await services.directory()).servicePrincipal(appId),
      ),
    groupsOf: (principalId) =>
      cache.fact(`groups of ${principalId}`, async () =>
        (await services.directory()).groupsOf(principalId),
      ),
    roles: (principalId, scope) => readRoles(cache, services, principalId, scope),
    denials: (scope) =>
      cache.fact(`deny assignments ${idKey(scope)}`, async () =>
        (await services.roles()).denyAssignments(scope),
      ),
    roleDefinition: (id) => readDefinition(cache, services, id),
    callerRoles: (scope) => readCallerRoles(cache, services, scope),
    callerPermissions: (scope) =>
      cache.fact(`caller at ${idKey(scope)}`, async () =>
        (await services.roles()).callerPermissions(scope),
      ),
    ...protectionRead(cache, services, items),
    vaults: (subscriptionId) => readVaults(cache, services, subscriptionId),
    vault: (id) =>
      cache.fact(`vault ${idKey(id)}`, async () => (await services.recoveryVaults()).get(id)),
    ...items,
    policy: (vaultId, name) =>
      cache.fact(`policy ${idKey(vaultId)} ${name.toLowerCase()}`, async () =>
        (await services.backup()).policy(vaultId, name),
      ),
    ...vaultReads(cache, services),
    ...listReads(cache, services),
    machine: (id) =>
      cache.fact(`machine ${idKey(id)}`, async () => (await services.virtualMachines()).get(id)),
    sizes: (subscriptionId, location) =>
      cache.fact(`sizes ${subscriptionId} ${regionKey(location)}`, async () =>
        (await services.virtualMachines()).sizes(subscriptionId, location),
      ),
    tenantOf: (subscriptionId) =>
      cache.fact(
        `tenant of ${subscriptionId.toLowerCase()}`,
        async () => (await (await services.subscriptions()).get(subscriptionId))?.tenantId,
      ),
    locks: (subscriptionId) =>
      cache.fact(`locks ${subscriptionId}`, async () =>
        (await services.subscriptions()).locks(subscriptionId),
      ),
    locksAt: (scope) =>
      cache.fact(`locks at ${idKey(scope)}`, async () =>
        (await services.subscriptions()).locksAt(scope),
      ),
  };
}

function protectionRead(
  cache: FactCache,
  services: Services,
  { itemIndex }: Pick<FactReader, 'itemIndex'>,
): Pick<FactReader, 'protection'> {
  const reads = new Map<string, Promise<Fact<ProtectionStatus>>>();
  const elsewhere: ElsewhereReader = {
    subscriptions: () => readSubscriptions(cache, services),
    allVaults: (subscriptionId) => readAllVaults(cache, services, subscriptionId),
    vaults: (subscriptionId) => readVaults(cache, services, subscriptionId),
    itemIndex,
  };
  const read = async (id: ResourceId, location: string): Promise<Fact<ProtectionStatus>> => {
    const told = await cache.fact(`protection ${idKey(id)}`, async () =>
      (await services.backup()).protectionStatus(id, location),
    );
    return withOtherSubscriptions(elsewhere, told, {
      id,
      location,
      subscriptionId: parseResourceId(id)?.subscriptionId ?? '',
    });
  };
  return {
    protection: (vmId, location) => {
      const key = idKey(vmId);
      const started = reads.get(key) ?? read(vmId, location);
      reads.set(key, started);
      return started;
    },
  };
}

function readSubscriptions(cache: FactCache, services: Services): Promise<Fact<readonly string[]>> {
  return cache.fact('subscriptions', async () =>
    (await (await services.subscriptions()).list()).map(({ id }) => id),
  );
}

function itemReads(cache: FactCache, services: Services): Pick<FactReader, 'items' | 'itemIndex'> {
  const indexes = new Map<string, Promise<Fact<ItemIndex>>>();
  const listed = (vaultId: ResourceId): Promise<Fact<ListedItems>> =>
    cache.fact(`items ${idKey(vaultId)}`, async () =>
      (await services.backup()).listedItems(vaultId),
    );
  return {
    items: async (vaultId) => {
      const fact = await listed(vaultId);
      const [first] = fact.status === 'known' ? fact.value.odd : [];
      if (first !== undefined) {
        throw first.error;
      }
      return fact.status === 'known' ? { status: 'known', value: fact.value.items } : fact;
    },
    itemIndex: (vaultId) => {
      const key = idKey(vaultId);
      const index = indexes.get(key) ?? listed(vaultId).then((fact) => indexItems(fact));
      indexes.set(key, index);
      return index;
    },
  };
}

/** Lists of a whole subscription, which who looks at many machines reads instead of each of them. */
function listReads(
  cache: FactCache,
  services: Services,
): Pick<
  FactReader,
  'subscriptions' | 'allVaults' | 'listedMachines' | 'listedDisks' | 'forgetListed'
> {
  const machines: Map<string, ListedMachine>[] = [];
  const disks: Map<string, ManagedDisk>[] = [];
  return {
    subscriptions: () => readSubscriptions(cache, services),
    allVaults: (subscriptionId) => readAllVaults(cache, services, subscriptionId),
    listedMachines: (subscriptionId) =>
      cache.fact(`listed machines ${subscriptionId}`, async () => {
        const { read, odd } = await (await services.virtualMachines()).models(subscriptionId);
        const byId = new Map(read.map((each) => [idKey(each.machine.id), each]));
        machines.push(byId);
        return { byId, odd };
      }),
    listedDisks: (subscriptionId) =>
      cache.fact(`listed disks ${subscriptionId}`, async () => {
        const all = await (await services.virtualMachines()).allDisks(subscriptionId);
        const byId = new Map(all.map((disk) => [idKey(disk.id), disk]));
        disks.push(byId);
        return byId;
      }),
    forgetListed: (id) => {
      const attached = machines.flatMap((list) => list.get(idKey(id))?.machine.disks ?? []);
      const diskKeys = attached.flatMap(({ source }) =>
        source.kind === 'managed' ? [idKey(source.diskId)] : [],
      );
      for (const list of machines) {
        list.delete(idKey(id));
      }
      for (const list of disks) {
        diskKeys.forEach((key) => list.delete(key));
      }
    },
  };
}

/** Azure allows few reads of jobs; what failed longer ago than these pages go is not worth them. */
const FAILED_PAGES = 5;

type VaultReads =
  | 'policies'
  | 'vaultStorage'
  | 'vaultSoftDelete'
  | 'vaultEncryption'
  | 'resourceGuards'
  | 'recoveryPointCount'
  | 'recoveryPoints'
  | 'failedJobs'
  | 'job'
  | 'runningBackups';

function vaultReads(cache: FactCache, services: Services): Pick<FactReader, VaultReads> {
  const read = <T>(
    what: string,
    vaultId: ResourceId,
    ask: (backup: BackupService) => Promise<T | undefined>,
  ): Promise<Fact<T>> =>
    cache.fact(`${what} ${idKey(vaultId)}`, async () => ask(await services.backup()));
  return {
    policies: (id) => read('policies', id, (backup) => backup.policies(id)),
    vaultStorage: (id) => read('storage', id, ({ settings }) => settings.storage(id)),
    vaultSoftDelete: (id) => read('soft delete', id, ({ settings }) => settings.softDelete(id)),
    vaultEncryption: (id) => read('encryption', id, ({ settings }) => settings.encryption(id)),
    resourceGuards: (id) => read('guards', id, ({ settings }) => settings.resourceGuards(id)),
    recoveryPointCount: (id, vmId) =>
      read(`number of points of ${idKey(vmId)}`, id, (backup) =>
        backup.recoveryPointCount(id, vmId),
      ),
    recoveryPoints: (id, vmId) =>
      read(`points of ${idKey(vmId)}`, id, (backup) => backup.recoveryPoints(id, vmId)),
    failedJobs: (id, since) =>
      read(`failed jobs since ${since ?? 'ever'}`, id, (backup) =>
        backup.jobs(id, {
          status: 'Failed',
          ...(since === undefined ? { mostPages: FAILED_PAGES } : { since }),
        }),
      ),
    job: (id, jobId) => read(`job ${jobId}`, id, (backup) => backup.job(id, jobId)),
    runningBackups: (id) =>
      read('running backups', id, (backup) =>
        backup.jobs(id, { operation: 'Backup', status: 'InProgress' }),
      ),
  };
}

function readAllVaults(
  cache: FactCache,
  services: Services,
  subscriptionId: string,
): Promise<Fact<readonly RecoveryServicesVault[]>> {
  return cache.fact(`all vaults ${subscriptionId.toLowerCase()}`, async () =>
    (await services.recoveryVaults()).listAll(subscriptionId),
  );
}

/** Where all of them can be listed there is one list; else those of the groups that the caller may read. */
function readVaults(
  cache: FactCache,
  services: Services,
  subscriptionId: string,
): Promise<Fact<readonly RecoveryServicesVault[]>> {
  return cache.fact(`vaults ${subscriptionId.toLowerCase()}`, async () => {
    const all = await readAllVaults(cache, services, subscriptionId);
    return all.status === 'known'
      ? all.value
      : (await services.recoveryVaults()).list(subscriptionId);
  });
}

function readRoles(
  cache: FactCache,
  services: Services,
  principalId: string,
  scope: ResourceId,
): Promise<Fact<readonly GrantedRole[]>> {
  return cache.fact(`roles ${principalId} ${idKey(scope)}`, async () => {
    const assignments = await (await services.roles()).assignmentsOf(principalId, scope);
    return Promise.all(
      assignments.map(async (assignment) => ({
        assignment,
        definition: await readDefinition(cache, services, assignment.roleDefinitionId),
      })),
    );
  });
}

async function readCallerRoles(
  cache: FactCache,
  services: Services,
  scope: ResourceId,
): Promise<Fact<readonly GrantedRole[]>> {
  const caller = await cache.fact('caller', async () => (await services.roles()).callerId());
  return caller.status === 'known' ? readRoles(cache, services, caller.value, scope) : caller;
}

function readDefinition(
  cache: FactCache,
  services: Services,
  id: ResourceId,
): Promise<Fact<RoleDefinition>> {
  return cache.fact(`role definition ${idKey(id)}`, async () =>
    (await services.roles()).definition(id),
  );
}

/** Azure's codes for reads that nobody can make at present: some are POSTs, which locks stop too. */
const REFUSED_READS = /^(?:ScopeLocked|MissingSubscriptionRegistration)$/iu;

/** Refusals and outages are facts about one read; anything else ends the command. */
function unreadable(error: unknown): Fact<never> | undefined {
  if (!(error instanceof AzbackupError)) {
    return undefined;
  }
  const { kind, code, message, denied, fix } = error.fields;
  // No right would let a read through a firewall.
  if (code === 'AZB_KEY_VAULT_FIREWALL') {
    const settles = fix === undefined ? {} : { fix };
    return { status: 'unreadable', reason: 'unreachable', code, message, ...settles };
  }
  // Not being signed in at all is no refusal of one read.
  if (kind === 'not-allowed' && code === 'AZB_NOT_ALLOWED') {
    return { status: 'unreadable', reason: 'forbidden', code, message, ...denied };
  }
  if (kind === 'unavailable') {
    const reason = code === 'AZB_UNREACHABLE' ? 'unreachable' : 'unavailable';
    return { status: 'unreadable', reason, code, message };
  }
  return refusedRead(error);
}

/** A read that is refused as long as things are as they are. */
function refusedRead({ fields }: AzbackupError): Fact<never> | undefined {
  const { code, message, azureCode = '', causes, fix } = fields;
  const refused = { status: 'unreadable', reason: 'refused', code } as const;
  if (REFUSED_READS.test(azureCode)) {
    const advice = fix ?? suggestionFor(azureCode)?.fix ?? [];
    return { ...refused, message: causes?.[0] ?? message, fix: advice };
  }
  // Of what lies in another tenant nothing is known; what lies in this one is.
  return code === 'AZB_NO_TOKEN_FOR_TENANT' ? { ...refused, message, fix: fix ?? [] } : undefined;
}
