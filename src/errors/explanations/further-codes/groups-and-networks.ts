// Codes of resource groups that are being deleted, and of networks and their security groups.

import { assumption, PUBLIC_REPORTS, report } from '../pages.js';
import { known } from './further-code.js';
import type { CodeExplanation } from '../explanation.js';

const GROUP_STATE = 'az group show -n RG --query properties.provisioningState';

/** Groups, networks, and what uses them. */
export const GROUP_AND_NETWORK_CODES: readonly CodeExplanation[] = [
  known({
    codes: ['ResourceGroupBeingDeleted'],
    meaning: 'the resource group is being deleted, and takes no changes',
    prove: [GROUP_STATE],
    fix: ['choose another resource group, or wait until it is gone and make it again'],
    retry: 'after-fix',
    evidence: [report('Azure/azure-cli', 21_121), report('Azure/azure-cli', 28_679)],
  }),
  known({
    codes: ['ResourceGroupDeletionBlocked'],
    meaning:
      'resources of the group could not be deleted, so that the group is left with them; the others are gone',
    likely: 'something in another group uses them, they are locked, or a vault has backups',
    prove: ['az resource list -g RG -o table', 'az lock list -g RG -o table'],
    fix: [
      'look up the inner codes of the details: azbackup explain CODE',
      'remove what uses the resources that are named, then delete the group again',
    ],
    retry: 'after-fix',
    evidence: [report('MicrosoftDocs/azure-docs', 52_282)],
  }),
  known({
    codes: ['InUseNetworkSecurityGroupCannotBeDeleted'],
    meaning: 'a subnet or a network interface uses the network security group',
    prove: ['az network nsg show -g RG -n NSG --query "[subnets, networkInterfaces]"'],
    fix: ['take it away from what the message names, or delete that first'],
    retry: 'after-fix',
    evidence: [report('pulumi/pulumi-azure-native', 3051)],
  }),
  known({
    codes: ['InUseSubnetCannotBeDeleted', 'InUsePrefixCannotBeDeleted'],
    meaning: 'network interfaces are in the subnet, which keeps it and its range as they are',
    prove: [
      'az network vnet subnet show -g RG --vnet-name VNET -n SUBNET --query ipConfigurations',
    ],
    fix: ['delete what is in the subnet, or move it to another one'],
    retry: 'after-fix',
    evidence: [PUBLIC_REPORTS],
  }),
  known({
    codes: ['NetcfgInvalidSubnet', 'NetcfgSubnetRangesOverlap'],
    meaning:
      'the range of the subnet is not in its network, or shares addresses with another subnet',
    prove: ['az network vnet show -g RG -n VNET --query "[addressSpace, subnets[].addressPrefix]"'],
    fix: ['choose a range that is free in the network'],
    retry: 'after-fix',
    evidence: [PUBLIC_REPORTS],
  }),
  known({
    codes: ['SecurityRuleConflict'],
    meaning: 'two rules of a network security group have the same priority and direction',
    prove: ['az network nsg rule list -g RG --nsg-name NSG -o table'],
    fix: ['give one of them another priority'],
    retry: 'after-fix',
    evidence: [PUBLIC_REPORTS],
  }),
  known({
    codes: ['SecurityRuleInvalidAddressPrefix'],
    meaning:
      'an address of a security rule is neither an IPv4 range nor a service tag; some services have no tag by region',
    prove: ['az network list-service-tags --location LOCATION --query "values[].name"'],
    fix: ['give a range, or the tag of a service that is listed for the region'],
    retry: 'after-fix',
    evidence: [PUBLIC_REPORTS],
  }),
  known({
    codes: ['SecurityRuleInvalidPriority'],
    meaning: 'the priority of a security rule is not between 100 and 4096',
    fix: ['choose a priority from 100 to 4096'],
    retry: 'after-fix',
    evidence: [assumption('the name of the code')],
  }),
];
