// Whether a machine comes up: the platform fetches the key that the machine's own model or its OS disk names
// and hands it to the guest. Documentation: Restore encrypted Azure virtual machines; Azure Disk Encryption.

import { parseResourceId } from '../../../kernel/resource-id.js';
import type { ArmResource } from '../../../kernel/resource.js';
import type { WorldState } from '../../../kernel/state.js';
import { findVaultById } from '../../key-vault/vaults/find-vault.js';
import { networkRefusal } from '../../key-vault-data/vault-network.js';
import { keyNotFetched, type ComputeFailure } from '../disk-encryption/disk-key-errors.js';
import { fetchDiskKey, parseObjectUrl, tryDiskKey } from '../disk-encryption/disk-key.js';
import type { DiskKeySettings } from '../disk-encryption/settings.js';
import { machineDisks, type MachineDisk, type VirtualMachine } from './state.js';

/**
 * How a start ends. `locked`: the platform knows of no encryption and starts the machine, whose guest then
 * waits for a key at its boot screen (Documentation: troubleshoot BitLocker boot errors on an Azure VM; that
 * Linux does the same is an assumption).
 */
export type MachineStart =
  | { readonly outcome: 'boots' }
  | { readonly outcome: 'locked' }
  | { readonly outcome: 'fails'; readonly failure: ComputeFailure };

/** Where Azure Disk Encryption's own service comes from; an address of RFC 5737 that no firewall rule names. */
const SERVICE_ADDRESS = '198.51.100.21';

/** What a start comes to at an instant (milliseconds since the epoch). */
export function checkStart(
  state: WorldState,
  machine: VirtualMachine,
  nowMilliseconds: number,
): MachineStart {
  const [osDisk, ...dataDisks] = machineDisks(state, machine);
  const settings = osDisk === undefined ? undefined : settingsOf(osDisk);
  const ask = { state, machine, nowMilliseconds };
  const failure =
    settings === undefined ? undefined : whyKeyIsOutOfReach(ask, settings, osDisk?.lock);
  if (failure !== undefined) {
    return { outcome: 'fails', failure };
  }
  for (const disk of opensDataLater(machine) ? [] : dataDisks) {
    const why = whyDataDiskStaysClosed(ask, disk, settings);
    if (why !== undefined) {
      return { outcome: 'fails', failure: why };
    }
  }
  const locked = osDisk?.lock !== undefined && settings === undefined;
  return { outcome: locked ? 'locked' : 'boots' };
}

/**
 * The recipe for lost keys brings back the secret of the OS disk alone, and tells the OS disk alone where it is
 * ("Restore encrypted Azure virtual machines"): so the volumes of data disks, which have secrets of their own on
 * Windows, cannot stop a start.
 */
function opensDataLater({ properties }: VirtualMachine): boolean {
  return properties.storageProfile.osDisk.osType === 'Windows';
}

interface Asking {
  readonly state: WorldState;
  readonly machine: VirtualMachine;
  readonly nowMilliseconds: number;
}

/** The machine's key opens its data disks too; only where it does not, what they say themselves counts. */
function whyDataDiskStaysClosed(
  ask: Asking,
  disk: MachineDisk,
  ofMachine: DiskKeySettings | undefined,
): ComputeFailure | undefined {
  const own = settingsOf(disk);
  if (disk.lock === undefined || own === undefined) {
    return undefined;
  }
  const opened = ofMachine !== undefined && tryDiskKey(ask.state, ofMachine, disk.lock).opens;
  return opened ? undefined : whyKeyIsOutOfReach(ask, own, disk.lock);
}

/** Why a key does not reach a machine, or does not open the disk that has the lock; undefined where it does. */
export function whyKeyIsOutOfReach(
  ask: Asking,
  settings: DiskKeySettings,
  lock: string | undefined,
): ComputeFailure | undefined {
  const { diskEncryptionKey: secret, keyEncryptionKey: key } = settings;
  const reason =
    whyVaultIsClosed(ask, secret.sourceVault.id, secret.secretUrl) ??
    (key === undefined ? undefined : whyVaultIsClosed(ask, key.sourceVault.id, key.keyUrl));
  if (reason !== undefined) {
    return keyNotFetched(reason);
  }
  const { state } = ask;
  if (lock === undefined) {
    const fetched = fetchDiskKey(state, settings);
    return 'failure' in fetched ? fetched.failure : undefined;
  }
  const trial = tryDiskKey(state, settings, lock);
  return trial.opens ? undefined : trial.failure;
}

/** The rules for key vaults of disks. Documentation: Create and configure a key vault for Azure Disk Encryption. */
function whyVaultIsClosed(
  { state, machine }: Asking,
  vaultId: string,
  url: string,
): string | undefined {
  const vault = findVaultById(state, vaultId);
  if (vault === undefined) {
    return `there is no key vault ${vaultId}`;
  }
  if (!URL.canParse(url) || parseObjectUrl(url).vaultName !== vault.name.toLowerCase()) {
    return `${url} is not in the key vault ${vaultId}`;
  }
  if (vault.properties['enabledForDiskEncryption'] !== true) {
    return `the key vault ${vaultId} is not enabled for disk encryption`;
  }
  if (!sharesPlace(vault, machine.resource)) {
    return `the key vault ${vaultId} is not in the region and subscription of the virtual machine`;
  }
  const caller = { address: SERVICE_ADDRESS, trustedService: true };
  return networkRefusal(vault.properties, caller) === undefined
    ? undefined
    : `the key vault ${vaultId} does not let trusted services through its firewall`;
}

/** Whether two resources are in the same region and subscription. */
export function sharesPlace(left: ArmResource, right: ArmResource): boolean {
  return (
    left.location?.toLowerCase() === right.location?.toLowerCase() &&
    subscriptionOf(left) === subscriptionOf(right)
  );
}

function subscriptionOf({ id }: ArmResource): string | undefined {
  return parseResourceId(id).subscriptionId?.toLowerCase();
}

function settingsOf({ encryption }: MachineDisk): DiskKeySettings | undefined {
  return encryption?.enabled === true ? encryption.encryptionSettings?.[0] : undefined;
}
