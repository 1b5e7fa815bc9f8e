// What Microsoft.Network refuses, in its words where they are known.

import { providerError } from '../../http/arm-error.js';
import type { OperationResponse } from '../../http/operation.js';

/** 400 for a subnet that is not there or not in the region (PaloAltoNetworks/ReferenceArchitectures issue 9). */
export function subnetNotFound(subnetId: string, interfaceId: string): OperationResponse {
  return networkError(
    'InvalidResourceReference',
    `Resource ${subnetId} referenced by resource ${interfaceId} was not found. Please make sure that the referenced resource exists, and that both resources are in the same region.`,
  );
}

/** 400 for an address outside of the subnet. Documentation: Resolve common Azure deployment errors. */
export function addressNotInSubnet(address: string, prefix: string): OperationResponse {
  return networkError(
    'PrivateIPAddressNotInSubnet',
    `Private static IP address ${address} does not belong to the range of subnet prefix ${prefix}.`,
  );
}

/** 400 for an address that Azure keeps. Documentation: the same page; the wording is an assumption. */
export function addressReserved(address: string, prefix: string): OperationResponse {
  return networkError(
    'PrivateIPAddressInReservedRange',
    `Private static IP address ${address} falls within reserved IP range of subnet prefix ${prefix}.`,
  );
}

/** 400 for an address that another interface has. Documentation: Private endpoints of Azure Database for PostgreSQL. */
export function addressTaken(
  configurationId: string,
  address: string,
  ownerId: string,
): OperationResponse {
  return networkError(
    'PrivateIPAddressIsAllocated',
    `IP configuration ${configurationId} is using the private IP address ${address} which is already allocated to resource ${ownerId}.`,
  );
}

/** 400 when a subnet has no address left. That and how it is told are assumptions. */
export function subnetFull(subnetId: string, prefix: string): OperationResponse {
  return networkError(
    'SubnetIsFull',
    `Subnet ${subnetId} with address prefix ${prefix} does not have enough capacity for 1 IP addresses.`,
  );
}

/** 400 for an interface that cannot go while a machine has it (hashicorp/terraform issue 18127). */
export function interfaceInUse(interfaceId: string, machineId: string): OperationResponse {
  return networkError(
    'NicInUse',
    `Network Interface ${interfaceId} is used by existing resource ${machineId}. In order to delete the network interface, it must be dissociated from the resource. To learn more, see aka.ms/deletenic.`,
  );
}

/** 400 for a request whose parts do not fit together. The wording is an assumption. */
export function invalidFormat(message: string): OperationResponse {
  return networkError('InvalidRequestFormat', message);
}

/** Microsoft.Network's errors always have an empty list of details. */
function networkError(code: string, message: string): OperationResponse {
  return providerError(400, code, message, { details: [] });
}
