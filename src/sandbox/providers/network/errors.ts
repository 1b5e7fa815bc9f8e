// What Microsoft.Network refuses, in its words where they are known.

import { providerError } from '../../http/arm-error.js';
import type { OperationResponse } from '../../http/operation.js';

/** 400 for what is referred to and not there or not in the region (PaloAltoNetworks/ReferenceArchitectures issue 9). */
export function referenceNotFound(referredId: string, userId: string): OperationResponse {
  return networkError(
    'InvalidResourceReference',
    `Resource ${referredId} referenced by resource ${userId} was not found. Please make sure that the referenced resource exists, and that both resources are in the same region.`,
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

/** 400 for a security group that cannot go while something uses it (Azure/sap-hana, pull request 211). */
export function securityGroupInUse(groupId: string, users: readonly string[]): OperationResponse {
  return networkError(
    'InUseNetworkSecurityGroupCannotBeDeleted',
    `Network security group ${groupId} cannot be deleted because it is in use by the following resources: ${users.join(', ')}. In order to delete the Network security group, remove the association with the resource(s). To learn how to do this, see aka.ms/deletensg.`,
  );
}

/** 400 for a subnet that cannot go while something is in it. Public reports. */
export function subnetInUse(name: string, userId: string): OperationResponse {
  return networkError(
    'InUseSubnetCannotBeDeleted',
    `Subnet ${name} is in use by ${userId} and cannot be deleted. In order to delete the subnet, delete all the resources within the subnet. See aka.ms/deletesubnet.`,
  );
}

/** 400 for another range of a subnet that something is in. Public reports. */
export function prefixInUse(prefix: string, name: string): OperationResponse {
  return networkError(
    'InUsePrefixCannotBeDeleted',
    `IpPrefix ${prefix} on Subnet ${name} has active allocations and cannot be deleted.`,
  );
}

/** 400 for a subnet that is not within its network. Public reports. */
export function subnetOutside(name: string, network: string): OperationResponse {
  return networkError(
    'NetcfgInvalidSubnet',
    `Subnet '${name}' is not valid because its IP address range is outside the IP address range of virtual network '${network}'.`,
  );
}

/** 400 for two subnets that share addresses. Public reports. */
export function subnetsOverlap(name: string, other: string): OperationResponse {
  return networkError(
    'NetcfgSubnetRangesOverlap',
    `Subnet '${name}' is not valid because its IP address range overlaps with that of an existing subnet '${other}'.`,
  );
}

/** 400 for a priority that rules cannot have. The wording is an assumption. */
export function rulePriority(priority: number): OperationResponse {
  return networkError(
    'SecurityRuleInvalidPriority',
    `Security rule has invalid Priority. Value provided: ${priority} Allowed range 100-4096.`,
  );
}

/** 400 for an address of a rule that is none, nor the tag of a service (public reports of deployments). */
export function rulePrefix(prefix: string): OperationResponse {
  return networkError(
    'SecurityRuleInvalidAddressPrefix',
    `Security rule has invalid Address prefix. Value provided: ${prefix}`,
  );
}

/** 400 for two rules of one priority and direction. Public reports. */
export function rulesConflict(name: string, other: string): OperationResponse {
  return networkError(
    'SecurityRuleConflict',
    `Security rule ${name} conflicts with rule ${other}. Rules cannot have the same Priority and Direction.`,
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
