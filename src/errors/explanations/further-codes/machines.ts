// Codes of virtual machines, disks, network interfaces and extensions, met when a VM is created from a restore.

import { assumption, PUBLIC_REPORTS, report } from '../pages.js';
import { known } from './further-code.js';
import type { CodeExplanation } from '../explanation.js';

const DEPLOYMENT =
  'https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/common-deployment-errors';
const VM_ERRORS = 'https://learn.microsoft.com/azure/virtual-machines/error-messages';
const EXTENSIONS = 'az vm extension list -g RG --vm-name {vm} --query "[].instanceView"';
const DISK = 'az disk show -g RG -n DISK --query "{state:diskState, owner:managedBy, zones:zones}"';

/** VMs and what they are made of. */
export const CREATION_CODES: readonly CodeExplanation[] = [
  known({
    codes: ['AttachDiskWhileBeingDetached'],
    meaning: 'the disk is still being detached, from this VM or from another one',
    prove: [DISK],
    fix: ['wait until it is detached, and attach it again'],
    retry: 'yes',
    docs: VM_ERRORS,
  }),
  known({
    codes: ['ResizeDiskError'],
    meaning: 'a managed disk cannot become smaller, and is resized as a disk, not through its VM',
    prove: ['az disk show -g RG -n DISK --query diskSizeGB'],
    fix: ['az disk update -g RG -n DISK --size-gb SIZE'],
    retry: 'after-fix',
    evidence: [PUBLIC_REPORTS],
  }),
  known({
    codes: ['ConflictingUserInput'],
    meaning: 'a disk belongs to another VM, or does not fit the others',
    prove: [DISK],
    fix: ['detach the disk from its VM, or restore the disks again'],
    retry: 'after-fix',
    docs: VM_ERRORS,
  }),
  known({
    codes: ['OperationNotAllowed'],
    meaning: 'the state, the size or a quota of the VM does not allow this; the message says which',
    prove: ['az vm list-usage -l REGION -o table', 'azbackup status --vm {vm}'],
    fix: ['do what the message asks for, or request more quota'],
    retry: 'after-fix',
    docs: DEPLOYMENT,
  }),
  known({
    codes: ['PropertyChangeNotAllowed'],
    meaning: 'a property of an existing resource cannot be changed',
    likely: 'a VM of that name exists with other disks, zones or security type',
    fix: ['choose another name for the VM'],
    retry: 'after-fix',
    docs: DEPLOYMENT,
  }),
  known({
    codes: ['NicInUse'],
    meaning: 'the network interface belongs to another VM',
    prove: ['az network nic show -g RG -n NIC --query virtualMachine.id'],
    fix: ['choose another network interface, or detach it first'],
    retry: 'after-fix',
    evidence: [report('hashicorp/terraform', 18127)],
  }),
  known({
    codes: ['SkuNotAvailable', 'NotAvailableForSubscription'],
    meaning: 'the size is not available in the region or zone for this subscription',
    prove: ['az vm list-skus -l REGION --size SIZE --all -o table'],
    fix: ['choose another size with --size, or another zone'],
    retry: 'after-fix',
    docs: DEPLOYMENT,
  }),
  known({
    codes: ['PrivateIPAddressNotInSubnet', 'PrivateIPAddressInReservedRange'],
    meaning: 'the private address is outside the subnet, or one that Azure reserves',
    prove: ['az network vnet subnet show -g RG --vnet-name VNET -n SUBNET --query addressPrefix'],
    fix: ['choose a free address of the subnet; Azure keeps its first four and the last'],
    retry: 'after-fix',
    docs: DEPLOYMENT,
  }),
  known({
    codes: ['PrivateIPAddressIsAllocated'],
    meaning: 'another network interface has the private address',
    likely: 'the source VM of the restore still exists and keeps its address',
    prove: ['az network vnet check-ip-address -g RG -n VNET --ip-address ADDRESS'],
    fix: ['choose a free address, or let Azure choose one'],
    retry: 'after-fix',
    evidence: [PUBLIC_REPORTS],
  }),
  known({
    codes: ['SubnetIsFull'],
    meaning: 'the subnet has no free address',
    prove: ['az network vnet subnet list-available-ips -g RG --vnet-name VNET -n SUBNET'],
    fix: ['choose another subnet, or free an address'],
    retry: 'after-fix',
    docs: DEPLOYMENT,
  }),
  known({
    codes: ['StorageAccountNotFound'],
    meaning: 'the storage account of an unmanaged disk does not exist, or not for this account',
    prove: ['az storage account list -o table'],
    fix: ['check the name of the storage account and the subscription'],
    retry: 'after-fix',
    docs: DEPLOYMENT,
  }),
  known({
    codes: ['StorageAccountLocationMismatch', 'StorageAccountSubscriptionMismatch'],
    meaning: 'the storage account of a disk is in another region or subscription than the VM',
    prove: ['az storage account show -n ACCOUNT --query "{id:id, location:location}"'],
    fix: ['restore to a storage account in the region and subscription of the VM'],
    retry: 'after-fix',
    docs: VM_ERRORS,
  }),
  known({
    codes: ['DiskBlobNotFound', 'IncorrectDiskBlobType', 'DiskBlobAlreadyInUseByAnotherDisk'],
    meaning: 'the blob of an unmanaged disk does not exist, is no page blob, or is in use',
    prove: ['az storage blob show --account-name ACCOUNT -c CONTAINER -n BLOB --auth-mode login'],
    fix: ['check the address of the blob'],
    retry: 'after-fix',
    docs: VM_ERRORS,
  }),
  known({
    codes: ['VMExtensionProvisioningError'],
    meaning: 'an extension of the VM failed; its status says why',
    likely: 'Azure Disk Encryption could not read its key vault, or the agent did not answer',
    prove: [EXTENSIONS],
    fix: ['azbackup preflight --vm {vm}', 'fix what its status names, then apply it again'],
    retry: 'after-fix',
    docs: VM_ERRORS,
  }),
  known({
    codes: ['VMAgentStatusCommunicationError'],
    meaning: 'the VM agent did not report its status in time',
    prove: ['az vm get-instance-view -g RG -n {vm} --query instanceView.vmAgent'],
    fix: ['start {vm}, and restart or update its agent'],
    retry: 'after-fix',
    docs: VM_ERRORS,
  }),
  known({
    codes: ['DiskEncryptionKeySecretMissingTags'],
    meaning: 'the secret of an encrypted disk lacks the tags by which ADE reads it',
    likely: 'the secret was restored by hand, without its tags',
    prove: ['az keyvault secret show --vault-name KEYVAULT -n NAME --query tags'],
    fix: ['azbackup restore-keys --vm {vm}'],
    retry: 'after-fix',
    docs: VM_ERRORS,
    evidence: [assumption('where in a restore it is reported')],
  }),
];
