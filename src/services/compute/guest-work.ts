// Scripts in a VM by managed run commands, which unlike the older action say how a script ended; and the quotas of a region
// (@azure/arm-compute). Only the first request is the SDK's, as in machine-building.ts.

import type { ComputeManagementClient } from '@azure/arm-compute';
import type { ResourceId } from '../../domain/resource-id.js';
import { captureHeaders } from '../arm/capture-headers.js';
import { partsOf } from '../arm/addressed-client.js';
import { callAzure, callOrAbsent } from '../arm/errors.js';
import { operationOf } from '../arm/operation.js';
import type { RawClient } from '../arm/transport/raw-client.js';
import { redact } from '../arm/transport/redaction.js';
import { required } from '../arm/unexpected-response.js';
import type { GuestWork, Usage } from '../drill-services.js';

/** The half of the service of virtual machines that works in guests. */
export function guestWork(
  clientOf: (subscriptionId: string) => ComputeManagementClient,
  poller: RawClient,
): GuestWork {
  const commandsOf = (vmId: ResourceId): ComputeManagementClient['virtualMachineRunCommands'] =>
    clientOf(partsOf(vmId).subscriptionId).virtualMachineRunCommands;
  return {
    // VirtualMachineRunCommands_CreateOrUpdate.
    startScript: async (vmId, { name, location, text, timeoutSeconds }) => {
      const { resourceGroup, name: vmName } = partsOf(vmId);
      const what = `the script ${name} in ${vmName}`;
      const accepted = await captureHeaders({ doing: `run ${what}`, target: vmId }, (capture) =>
        commandsOf(vmId)
          .createOrUpdate(
            resourceGroup,
            vmName,
            name,
            {
              location,
              source: { script: text },
              // Its end is looked for: the request would go on for as long as the script does.
              asyncExecution: true,
              timeoutInSeconds: timeoutSeconds,
            },
            capture,
          )
          .submitted(),
      );
      return operationOf(accepted, poller, what);
    },
    // VirtualMachineRunCommands_GetByVirtualMachine.
    script: async (vmId, name) => {
      const { resourceGroup, name: vmName } = partsOf(vmId);
      const call = { doing: `read the script ${name} of ${vmName}`, target: vmId };
      const found = await callOrAbsent(call, () =>
        commandsOf(vmId).getByVirtualMachine(resourceGroup, vmName, name, {
          expand: 'instanceView',
        }),
      );
      const view = found?.instanceView;
      return found === undefined
        ? undefined
        : {
            state: view?.executionState ?? 'Unknown',
            exitCode: view?.exitCode,
            output: redact(view?.output ?? ''),
            error: redact(view?.error ?? ''),
            message: redact(view?.executionMessage ?? ''),
          };
    },
    // Usage_List.
    usages: (subscriptionId, location) =>
      callAzure({ doing: `list the quotas of ${location}`, target: subscriptionId }, async () => {
        const found: Usage[] = [];
        for await (const { name, currentValue, limit } of clientOf(subscriptionId).usage.list(
          location,
        )) {
          found.push({
            name: required(name?.value, 'name.value', 'a quota'),
            current: required(currentValue, 'currentValue', 'a quota'),
            limit: required(limit, 'limit', 'a quota'),
          });
        }
        return found;
      }),
  };
}
