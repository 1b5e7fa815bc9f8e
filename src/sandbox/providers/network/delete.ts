// Deleting networks, security groups and interfaces: not while something uses them, and else at once.

import type { OperationRequest, OperationResponse } from '../../http/operation.js';
import { findResource, removeResource, type ArmResource } from '../../kernel/resource.js';
import type { WorldState } from '../../kernel/state.js';
import { interfaceInUse, securityGroupInUse, subnetInUse } from './errors.js';
import { configurationsIn, machineOfInterface } from './interfaces/network-interface.js';
import { networkHeaders, startNetworkOperation, type NetworkOperationKind } from './operations.js';
import {
  idOfRequest,
  NETWORK_INTERFACE_TYPE,
  SECURITY_GROUP_TYPE,
  VIRTUAL_NETWORK_TYPE,
} from './request.js';
import { usersOfGroup } from './security-groups/security-group.js';
import { subnetsOf } from './virtual-networks/virtual-network.js';

type WhyNot = (state: WorldState, resource: ArmResource) => OperationResponse | undefined;

/** 202 for one that is there, which is gone at once; 204 for one that is not. */
function deleting(type: string, kind: NetworkOperationKind, whyNot: WhyNot) {
  return (request: OperationRequest): OperationResponse => {
    const found = findResource(request.state, idOfRequest(request, type));
    if (found === undefined) {
      return { status: 204 };
    }
    const refused = whyNot(request.state, found);
    if (refused !== undefined) {
      return refused;
    }
    removeResource(request.state, found.id);
    const operation = startNetworkOperation(request, kind, found.id);
    return { status: 202, headers: networkHeaders(request, operation, found.location ?? '', true) };
  };
}

/** An interface goes unless a machine has it. */
export const deleteInterface = deleting(
  NETWORK_INTERFACE_TYPE,
  'interface-delete',
  (state, { id }) => {
    const machine = machineOfInterface(state, id);
    return machine === undefined ? undefined : interfaceInUse(id, machine);
  },
);

/** A network goes unless an interface is in one of its subnets. */
export const deleteNetwork = deleting(VIRTUAL_NETWORK_TYPE, 'network-delete', (state, network) => {
  const used = subnetsOf(network)
    .map(({ id, name }) => ({ name, user: configurationsIn(state, id)[0] }))
    .find(({ user }) => user !== undefined);
  return used?.user === undefined ? undefined : subnetInUse(used.name, used.user.id);
});

/** A security group goes unless a subnet or an interface uses it. */
export const deleteSecurityGroup = deleting(
  SECURITY_GROUP_TYPE,
  'security-group-delete',
  (state, { id }) => {
    const { subnets, interfaces } = usersOfGroup(state, id);
    const users = [...interfaces, ...subnets];
    return users.length === 0 ? undefined : securityGroupInUse(id, users);
  },
);
