// Virtual machines: list, get, put, instance view, start, stop.

import {
  defineOperation,
  type OperationRequest,
  type OperationResponse,
  type SandboxOperation,
} from '../../../http/operation.js';
import { listPage, PAGE_QUERY } from '../../../http/list-page.js';
import { listResourceKeys, resourcesOfType } from '../../../kernel/resource.js';
import { DENY_TYPE } from '../../authorization/deny-assignments/deny-assignments.js';
import { actionDenial } from '../../authorization/evaluate.js';
import {
  GROUP_PATH,
  listScope,
  machineOfRequest,
  MACHINE_API_VERSIONS,
  MACHINE_PATH,
  SUBSCRIPTION_PATH,
} from '../request.js';
import { expandsInstanceView } from '../expand.js';
import { instanceView } from './instance-view.js';
import { machineBodySchema } from './body.js';
import { deleteMachine } from './delete.js';
import { patchMachine } from './changes/patch.js';
import { machinePatchSchema } from './changes/patch-body.js';
import { changePower, type PowerVerb } from './power.js';
import { putMachine } from './put.js';
import { renderMachine } from './render.js';
import { findVirtualMachine, VIRTUAL_MACHINE_TYPE } from './state.js';

/** Nobody documents how many; an assumption. */
const MACHINES_PER_PAGE = 300;

const MACHINE_ACTION = 'Microsoft.Compute/virtualMachines';

function getMachine(request: OperationRequest): OperationResponse {
  const machine = machineOfRequest(request);
  const body = renderMachine(request.state, machine, {
    nowMilliseconds: request.clock.now(),
    withInstanceView: expandsInstanceView(request),
    extensions: 'complete',
  });
  return { status: 200, body };
}

function listMachines(request: OperationRequest): OperationResponse {
  const { state, clock } = request;
  const view = {
    nowMilliseconds: clock.now(),
    withInstanceView: expandsInstanceView(request),
    extensions: 'ids',
  } as const;
  const ids = listResourceKeys(state, listScope(request), VIRTUAL_MACHINE_TYPE);
  return listPage(request, withoutDenied(request, ids), MACHINES_PER_PAGE, (id) => {
    const machine = findVirtualMachine(state, id);
    return machine === undefined ? { id } : renderMachine(state, machine, view);
  });
}

/** Machines that a deny assignment keeps the caller from reading are not in lists either, which is assumed. */
function withoutDenied(
  { state, caller }: OperationRequest,
  ids: readonly string[],
): readonly string[] {
  const denies = resourcesOfType(state, DENY_TYPE).length > 0;
  return ids.filter(
    (id) =>
      !denies ||
      actionDenial(state, caller?.objectId ?? '', `${MACHINE_ACTION}/read`, id) === undefined,
  );
}

function getInstanceView(request: OperationRequest): OperationResponse {
  const machine = machineOfRequest(request);
  return { status: 200, body: instanceView(request.state, machine, request.clock.now()) };
}

/** What all operations of machines have in common. */
const common = {
  provider: 'compute',
  host: 'arm',
  apiVersions: MACHINE_API_VERSIONS,
} as const;

function powerRoute(
  name: string,
  verb: PowerVerb,
  query: readonly string[] = [],
): SandboxOperation {
  return defineOperation({
    ...common,
    query,
    id: `VirtualMachines_${name}`,
    method: 'POST',
    path: `${MACHINE_PATH}/${verb}`,
    action: `${MACHINE_ACTION}/${verb}/action`,
    evidence: [
      { kind: 'openapi', operationId: `VirtualMachines_${name}` },
      { kind: 'assumption', note: 'how long it takes, and how a missing disk key is told' },
    ],
    fidelity: 'simplified',
    simplification: 'always takes 30 seconds, and another change does not stop it',
    handle: changePower(verb),
  });
}

/** The operations of machines. */
export const machineRoutes: readonly SandboxOperation[] = [
  defineOperation({
    ...common,
    id: 'VirtualMachines_Get',
    method: 'GET',
    path: MACHINE_PATH,
    query: ['$expand'],
    action: `${MACHINE_ACTION}/read`,
    evidence: [
      { kind: 'recording', file: 'vm-get.plain-windows.json' },
      { kind: 'recording', file: 'vm-get.ade-encrypted-windows.json' },
      { kind: 'recording', file: 'vm-get-instanceview.ade-encrypted-windows.json' },
      { kind: 'recording', file: 'vm-get-instanceview.agent-not-ready.json' },
    ],
    fidelity: 'modelled',
    handle: getMachine,
  }),
  defineOperation({
    ...common,
    id: 'VirtualMachines_List',
    method: 'GET',
    path: `${GROUP_PATH}/providers/Microsoft.Compute/virtualMachines`,
    query: ['$expand', PAGE_QUERY],
    action: `${MACHINE_ACTION}/read`,
    evidence: [
      { kind: 'openapi', operationId: 'VirtualMachines_List' },
      { kind: 'assumption', note: 'lists name extensions only by id, 300 machines on a page' },
    ],
    fidelity: 'modelled',
    handle: listMachines,
  }),
  defineOperation({
    ...common,
    id: 'VirtualMachines_ListAll',
    method: 'GET',
    path: `${SUBSCRIPTION_PATH}/providers/Microsoft.Compute/virtualMachines`,
    query: ['$expand', PAGE_QUERY],
    action: `${MACHINE_ACTION}/read`,
    evidence: [
      { kind: 'openapi', operationId: 'VirtualMachines_ListAll' },
      { kind: 'assumption', note: 'lists name extensions only by id, 300 machines on a page' },
    ],
    fidelity: 'modelled',
    handle: listMachines,
  }),
  defineOperation({
    ...common,
    id: 'VirtualMachines_InstanceView',
    method: 'GET',
    path: `${MACHINE_PATH}/instanceView`,
    action: `${MACHINE_ACTION}/instanceView/read`,
    evidence: [{ kind: 'openapi', operationId: 'VirtualMachines_InstanceView' }],
    fidelity: 'modelled',
    handle: getInstanceView,
  }),
  defineOperation({
    ...common,
    id: 'VirtualMachines_CreateOrUpdate',
    method: 'PUT',
    path: MACHINE_PATH,
    body: machineBodySchema,
    action: `${MACHINE_ACTION}/write`,
    evidence: [
      { kind: 'openapi', operationId: 'VirtualMachines_CreateOrUpdate' },
      {
        kind: 'documentation',
        page: 'Understand common error messages when you manage virtual machines in Azure',
      },
      { kind: 'documentation', page: 'Restore encrypted Azure virtual machines' },
      { kind: 'documentation', page: 'Expand virtual hard disks; Change the size of a VM' },
      { kind: 'assumption', note: 'how long it takes, and the words of some refusals' },
    ],
    fidelity: 'simplified',
    simplification:
      'machines are made only from existing disks; of those that are there, tags, size, license, data disks and encryption settings change',
    handle: putMachine,
  }),
  defineOperation({
    ...common,
    id: 'VirtualMachines_Update',
    method: 'PATCH',
    path: MACHINE_PATH,
    body: machinePatchSchema,
    action: `${MACHINE_ACTION}/write`,
    evidence: [
      { kind: 'openapi', operationId: 'VirtualMachines_Update' },
      { kind: 'assumption', note: 'how long it takes; lists are replaced as a whole' },
    ],
    fidelity: 'simplified',
    simplification: 'tags, size, license and data disks; the rest is refused by name',
    handle: patchMachine,
  }),
  defineOperation({
    ...common,
    id: 'VirtualMachines_Delete',
    method: 'DELETE',
    path: MACHINE_PATH,
    query: ['forcedeletion'],
    action: `${MACHINE_ACTION}/delete`,
    evidence: [
      { kind: 'openapi', operationId: 'VirtualMachines_Delete' },
      { kind: 'documentation', page: 'Delete a VM and attached resources' },
      { kind: 'assumption', note: 'how long it takes' },
    ],
    fidelity: 'simplified',
    simplification: 'takes 30 seconds, also by force',
    handle: deleteMachine,
  }),
  powerRoute('Start', 'start'),
  powerRoute('Restart', 'restart'),
  powerRoute('Deallocate', 'deallocate'),
  // Whether the guest is shut down first or not, here it takes the same time.
  powerRoute('PowerOff', 'powerOff', ['skipshutdown']),
];
