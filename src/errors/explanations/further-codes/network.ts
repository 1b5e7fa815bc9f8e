// Codes of networks and of resource groups that are made and deleted around a restored machine.

import { PUBLIC_REPORTS } from '../pages.js';
import { known } from './further-code.js';
import type { CodeExplanation } from '../explanation.js';

/** Networks, security groups, resource groups. */
export const NETWORK_CODES: readonly CodeExplanation[] = [
  known({
    codes: ['ResourceGroupBeingDeleted'],
    meaning: 'the resource group is being deleted, so nothing can be created or changed in it',
    prove: ['az group show -n GROUP --query properties.provisioningState'],
    fix: ['wait until it is gone, or use another resource group'],
    retry: 'after-fix',
    evidence: [PUBLIC_REPORTS],
  }),
  known({
    codes: ['ResourceGroupDeletionBlocked'],
    meaning: 'the resource group could not be deleted, because something in it could not be',
    likely: 'a lock, or a resource that something outside the group uses; the message names it',
    prove: ['az lock list -g GROUP -o table', 'az resource list -g GROUP -o table'],
    fix: ['remove what the message names, then delete the group again'],
    retry: 'after-fix',
    evidence: [PUBLIC_REPORTS],
  }),
  known({
    codes: ['InUseNetworkSecurityGroupCannotBeDeleted'],
    meaning: 'the network security group is associated with a subnet or a network interface',
    prove: [
      'az network nsg show -g GROUP -n NAME --query "{subnets:subnets, interfaces:networkInterfaces}"',
    ],
    fix: ['delete what uses it first'],
    retry: 'after-fix',
    evidence: [PUBLIC_REPORTS],
  }),
  known({
    codes: ['InUseSubnetCannotBeDeleted'],
    meaning: 'the subnet, or its network, cannot be deleted while something is in it',
    prove: [
      'az network vnet subnet show -g GROUP --vnet-name NETWORK -n SUBNET --query ipConfigurations',
    ],
    fix: ['delete the network interfaces in it first'],
    retry: 'after-fix',
    evidence: [PUBLIC_REPORTS],
  }),
  known({
    codes: ['InUsePrefixCannotBeDeleted'],
    meaning: 'the address range of a subnet cannot be changed while something is in it',
    fix: ['move or delete the network interfaces in it first'],
    retry: 'after-fix',
    evidence: [PUBLIC_REPORTS],
  }),
  known({
    codes: ['NetcfgInvalidSubnet'],
    meaning: 'the range of the subnet is not within that of the virtual network',
    fix: ['choose a range within the network'],
    retry: 'after-fix',
    evidence: [PUBLIC_REPORTS],
  }),
  known({
    codes: ['NetcfgSubnetRangesOverlap'],
    meaning: 'two subnets of the virtual network share addresses',
    fix: ['choose a range that no other subnet has'],
    retry: 'after-fix',
    evidence: [PUBLIC_REPORTS],
  }),
  known({
    codes: ['SecurityRuleInvalidPriority'],
    meaning: 'the priority of a security rule is not between 100 and 4096',
    fix: ['choose a priority from 100 to 4096'],
    retry: 'after-fix',
    evidence: [PUBLIC_REPORTS],
  }),
  known({
    codes: ['SecurityRuleConflict'],
    meaning: 'two security rules have the same priority and direction',
    fix: ['give each rule of a direction a priority of its own'],
    retry: 'after-fix',
    evidence: [PUBLIC_REPORTS],
  }),
];
