// What compute refuses when a machine is made or changed. Codes and words that are marked "common errors" are
// those of the documentation page "Understand common error messages when you manage virtual machines in Azure".

import { providerError } from '../../../http/arm-error.js';
import type { OperationResponse } from '../../../http/operation.js';
import { MACHINE_SIZES } from './sizes.js';

/** 400 for a value that does not fit; common errors. */
export function invalidParameter(message: string, target: string): OperationResponse {
  return providerError(400, 'InvalidParameter', message, { target });
}

/** 400 for what a request has to say and does not. */
export function missingParameter(name: string): OperationResponse {
  return invalidParameter(`Required parameter '${name}' is missing (null).`, name);
}

/** 400 for a number that is too small or too large; reported for LUNs (microsoft/lisa, pull request 692). */
export function outOfRange(
  name: string,
  value: number,
  { least, most }: { readonly least: number; readonly most: number },
): OperationResponse {
  return invalidParameter(
    `The value '${value}' of parameter '${name}' is out of range. Value '${value}' must be between '${least}' and '${most}' inclusive.`,
    name,
  );
}

/** 400 for a size that there is none of. Documentation: Resolve errors for SKU not available. */
export function unknownSize(size: string): OperationResponse {
  return invalidParameter(
    `The value ${size} provided for the VM size is not valid. The valid sizes in the current region are: ${MACHINE_SIZES.join(',')}. Find out more on the valid VM sizes in each region at https://aka.ms/azure-regions.`,
    'vmSize',
  );
}

/** 409 for a disk of another machine; common errors. */
export function diskOwned(diskId: string, machineId: string): OperationResponse {
  return providerError(
    409,
    'ConflictingUserInput',
    `Disk '${diskId}' cannot be attached as the disk is already owned by VM '${machineId}'.`,
  );
}

/** 400 for a disk of another zone. Documentation: Unable to mount Azure disk volumes. */
export function diskInOtherZone(
  diskId: string,
  zones: { readonly machine: string; readonly disk: string },
): OperationResponse {
  return providerError(
    400,
    'BadRequest',
    `Disk ${diskId} cannot be attached to the VM because it is not in the same zone as the VM. VM zone: '${zones.machine}'. Disk zone: '${zones.disk}'.`,
  );
}

/**
 * 400 for an OS disk that starts securely in a machine that does not, or the other way round. The sentence is reported
 * (azure-sdk-for-python, issue 30479), for a Trusted Launch disk in a machine without; the rest is an assumption.
 */
export function otherSecurityType(): OperationResponse {
  return providerError(
    400,
    'BadRequest',
    'Security type of VM is not compatible with the security type of attached OS Disk.',
  );
}

/**
 * 400 for an OS disk of a bought image in a machine that does not say so. Code and the first words are reported
 * (azure-cli, issue 5949).
 */
export function planMissing(machineId: string): OperationResponse {
  return providerError(
    400,
    'VMMarketplaceInvalidInput',
    `Creating a virtual machine from Marketplace image or a custom image sourced from a Marketplace image requires Plan information in the request. VM: '${machineId}'.`,
  );
}

/** 400 for what a machine refers to in another region. An assumption. */
export function otherRegion(resourceId: string, location: string): OperationResponse {
  return providerError(
    400,
    'BadRequest',
    `Resource ${resourceId} cannot be used by the VM because it is not in the location '${location}' of the VM.`,
  );
}

/** 404 for a disk or interface that is not there. The wording is an assumption. */
export function referenceNotFound(resourceId: string): OperationResponse {
  return providerError(404, 'NotFound', `Resource ${resourceId} not found.`);
}

/** 400 for an interface of another machine; the code is that of the network's own refusal, here an assumption. */
export function interfaceOwned(interfaceId: string, machineId: string): OperationResponse {
  return providerError(
    400,
    'NicInUse',
    `Network Interface ${interfaceId} is used by existing resource ${machineId}.`,
  );
}

/** 409 for managed and unmanaged disks in one machine; common errors. */
export function mixedDisks(managedFirst: boolean): OperationResponse {
  return operationNotAllowed(
    managedFirst
      ? 'Addition of a blob based disk to VM with managed disks is not supported.'
      : 'Addition of a managed disk to a VM with blob based disks is not supported.',
  );
}

/** 409 for what the state of a machine does not allow; common errors. */
export function operationNotAllowed(
  message: string,
  members: Readonly<Record<string, unknown>> = {},
): OperationResponse {
  return providerError(409, 'OperationNotAllowed', message, members);
}

/** 409 for a machine that is being deleted; common errors. */
export function markedForDeletion(operation: string, machine: string): OperationResponse {
  return operationNotAllowed(
    `Operation '${operation}' is not allowed on VM '${machine}' since the VM is marked for deletion. You can only retry the Delete operation (or wait for an ongoing one to complete).`,
  );
}

/** 409 for a disk that its machine has not let go yet; common errors. */
export function diskBeingDetached(disk: string, machine: string): OperationResponse {
  return providerError(
    409,
    'AttachDiskWhileBeingDetached',
    `Cannot attach data disk '${disk}' to VM '${machine}' because the disk is currently being detached. Please wait until the disk is completely detached and then try again.`,
    { target: 'dataDisks' },
  );
}

/** Why an operation fails that was to make a disk which is there already. Public reports. */
export function diskAlreadyExists(
  disk: string,
  resourceGroup: string,
): { readonly code: string; readonly message: string } {
  return {
    code: 'ConflictingUserInput',
    message: `Disk ${disk} already exists in resource group ${resourceGroup.toUpperCase()}. Only CreateOption.Attach is supported.`,
  };
}

/** 409 for more data disks than the size of a machine has places for; common errors. */
export function tooManyDisks(most: number): OperationResponse {
  return operationNotAllowed(
    `The maximum number of data disks allowed to be attached to a VM of this size is ${most}.`,
    { target: 'dataDisks' },
  );
}

/** 409 for another size of a disk of a machine that is allocated; common errors. */
export function resizedWhileAllocated(): OperationResponse {
  return providerError(
    409,
    'Conflict',
    'Disk resizing is allowed only when creating a VM or when the VM is deallocated.',
    { target: 'disk.diskSizeGB' },
  );
}

/** 409 for a managed disk that is resized by way of its machine. Public reports; the status is an assumption. */
export function resizedByMachine(machine: string, diskId: string): OperationResponse {
  return providerError(
    409,
    'ResizeDiskError',
    `Managed disk resize via Virtual Machine '${machine}' is not allowed. Please resize disk resource at ${diskId}.`,
    { target: 'disk.diskSizeGB' },
  );
}

/** 409 for a size with a local disk where there is none, or the other way round. Documentation: Azure VM sizes with no local temporary disk. */
export function otherLocalDisk(): OperationResponse {
  return operationNotAllowed(
    'Unable to resize the VM since changing from resource disk to non-resource disk VM size and vice-versa is not allowed. Please refer to https://aka.ms/AAah4sj for more details.',
  );
}

/** 409 for a property that stays what it is. Documentation: Resolve common Azure deployment errors. */
export function propertyChangeNotAllowed(property: string): OperationResponse {
  return providerError(
    409,
    'PropertyChangeNotAllowed',
    `Changing property '${property}' is not allowed.`,
    { target: property },
  );
}

/** Refusals of disks that are blobs; common errors, all of them 400 or 404 by assumption. */
export const blobDisk = {
  accountNotFound: (account: string): OperationResponse =>
    providerError(
      404,
      'StorageAccountNotFound',
      `Storage account ${account} not found. Ensure storage account is not deleted and belongs to the same Azure location as the VM.`,
    ),
  accountElsewhere: (account: string): OperationResponse =>
    providerError(
      400,
      'StorageAccountLocationMismatch',
      `Could not resolve storage account ${account}. Please ensure it was created through the Storage Resource Provider in the same location as the compute resource.`,
    ),
  otherSubscription: (account: string, subscriptionId: string): OperationResponse =>
    providerError(
      400,
      'StorageAccountSubscriptionMismatch',
      `Storage account ${account} doesn't belong to subscription ${subscriptionId}.`,
    ),
  notFound: (uri: string, disk: string): OperationResponse =>
    providerError(
      404,
      'DiskBlobNotFound',
      `Unable to find VHD blob with URI ${uri} for disk '${disk}'.`,
    ),
  wrongType: (uri: string, disk: string): OperationResponse =>
    providerError(
      400,
      'IncorrectDiskBlobType',
      `Disk blobs can only be of type page blob. Blob ${uri} for disk '${disk}' is of type block blob.`,
    ),
  inUse: (uri: string, machine: string): OperationResponse =>
    providerError(
      409,
      'DiskBlobAlreadyInUseByAnotherDisk',
      `Blob ${uri} is already in use by another disk belonging to VM '${machine}'. You can examine the blob metadata for the disk reference information.`,
    ),
};
