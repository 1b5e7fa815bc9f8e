// Managed run commands of machines: list, get, put, delete.

import { resourceNotFound } from '../../../http/arm-error.js';
import {
  defineOperation,
  type OperationRequest,
  type OperationResponse,
  type SandboxOperation,
} from '../../../http/operation.js';
import { findResource, listResources } from '../../../kernel/resource.js';
import { expandsInstanceView } from '../expand.js';
import { acceptedByCompute, startComputeOperation } from '../operations.js';
import { machineOfRequest, MACHINE_API_VERSIONS, MACHINE_PATH } from '../request.js';
import { putRunCommand, runCommandBodySchema, runCommandIdOf } from './put.js';
import { renderRunCommand, RUN_COMMAND_TYPE } from './run-command.js';

/** Not recorded; an assumption. */
const DELETE_MILLISECONDS = 10_000;

const PATH = `${MACHINE_PATH}/runCommands/{runCommandName}`;

function getRunCommand(request: OperationRequest): OperationResponse {
  machineOfRequest(request);
  const id = runCommandIdOf(request);
  const found = findResource(request.state, id);
  return found === undefined
    ? resourceNotFound(id)
    : {
        status: 200,
        body: renderRunCommand(found, request.clock.now(), expandsInstanceView(request)),
      };
}

function listRunCommands(request: OperationRequest): OperationResponse {
  const { state, clock } = request;
  const { resource } = machineOfRequest(request);
  const expand = expandsInstanceView(request);
  const value = listResources(state, resource.id, RUN_COMMAND_TYPE).map((found) =>
    renderRunCommand(found, clock.now(), expand),
  );
  return { status: 200, body: { value } };
}

function deleteRunCommand(request: OperationRequest): OperationResponse {
  const { resource } = machineOfRequest(request);
  const found = findResource(request.state, runCommandIdOf(request));
  if (found === undefined) {
    return { status: 204 };
  }
  const operation = startComputeOperation(
    request,
    'run-command-delete',
    found.id,
    DELETE_MILLISECONDS,
  );
  found.properties['pending'] = operation.id;
  found.properties['provisioningState'] = 'Deleting';
  return acceptedByCompute(request, operation, resource.location ?? '');
}

/** What all operations of run commands have in common. */
const common = {
  provider: 'compute',
  host: 'arm',
  apiVersions: MACHINE_API_VERSIONS,
} as const;

/** The operations of run commands. */
export const runCommandRoutes: readonly SandboxOperation[] = [
  defineOperation({
    ...common,
    id: 'VirtualMachineRunCommands_ListByVirtualMachine',
    method: 'GET',
    path: `${MACHINE_PATH}/runCommands`,
    query: ['$expand'],
    action: `${RUN_COMMAND_TYPE}/read`,
    evidence: [
      {
        kind: 'documentation',
        page: 'Virtual Machine Run Commands - List By Virtual Machine',
      },
    ],
    fidelity: 'modelled',
    handle: listRunCommands,
  }),
  defineOperation({
    ...common,
    id: 'VirtualMachineRunCommands_GetByVirtualMachine',
    method: 'GET',
    path: PATH,
    query: ['$expand'],
    action: `${RUN_COMMAND_TYPE}/read`,
    evidence: [
      {
        kind: 'documentation',
        page: 'Virtual Machine Run Commands - Get By Virtual Machine',
      },
      { kind: 'assumption', note: 'the words of execution messages' },
    ],
    fidelity: 'modelled',
    handle: getRunCommand,
  }),
  defineOperation({
    ...common,
    id: 'VirtualMachineRunCommands_CreateOrUpdate',
    method: 'PUT',
    path: PATH,
    body: runCommandBodySchema,
    action: `${RUN_COMMAND_TYPE}/write`,
    evidence: [
      { kind: 'documentation', page: 'Virtual Machine Run Commands - Create Or Update' },
      {
        kind: 'documentation',
        page: 'Run scripts in your VM by using managed Run Commands',
      },
      {
        kind: 'assumption',
        note: 'output comes back over the channel of the agent, whatever the rules of the network; five seconds until a script starts, fifteen minutes until a silent agent is given up; the same request again runs nothing; code and words of a failure that is to count',
      },
    ],
    fidelity: 'simplified',
    simplification:
      'nothing is executed: the world says how scripts end; no blobs, identities, other users and scripts at an address',
    handle: putRunCommand,
  }),
  defineOperation({
    ...common,
    id: 'VirtualMachineRunCommands_Delete',
    method: 'DELETE',
    path: PATH,
    action: `${RUN_COMMAND_TYPE}/delete`,
    evidence: [
      { kind: 'documentation', page: 'Virtual Machine Run Commands - Delete' },
      { kind: 'assumption', note: 'how long it takes' },
    ],
    fidelity: 'modelled',
    handle: deleteRunCommand,
  }),
];
