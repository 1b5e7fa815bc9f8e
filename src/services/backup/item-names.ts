// The names that Azure Backup gives to a VM: nobody types them, everybody needs them.
// Recorded: groups and VMs in lower case, the constant parts as the service itself lists them.

import type { ResourceId } from '../../domain/resource-id.js';
import { partsOf } from '../arm/addressed-client.js';

/** The only fabric there is for Azure VMs. */
export const FABRIC_NAME = 'Azure';

/** Container of a VM, such as `IaasVMContainer;iaasvmcontainerv2;rg;vm`. Throws on a bad id. */
export function containerNameOf(vmId: ResourceId): string {
  return `IaasVMContainer;${stemOf(vmId)}`;
}

/** Protected item of a VM, such as `VM;iaasvmcontainerv2;rg;vm`. Throws on a bad id. */
export function itemNameOf(vmId: ResourceId): string {
  return `VM;${stemOf(vmId)}`;
}

function stemOf(vmId: ResourceId): string {
  const { resourceGroup, name } = partsOf(vmId);
  return `iaasvmcontainerv2;${resourceGroup};${name}`.toLowerCase();
}

/** The name of a VM in a `containerName`, whichever of its spellings; undefined for other containers. */
export function vmNameInContainer(containerName: string | undefined): string | undefined {
  return partAfterKind(containerName, 2);
}

/** The group of a VM in a `containerName`, in lower case; undefined for other containers. */
export function resourceGroupInContainer(containerName: string | undefined): string | undefined {
  return partAfterKind(containerName, 1)?.toLowerCase();
}

function partAfterKind(containerName: string | undefined, offset: number): string | undefined {
  const parts = (containerName ?? '').split(';');
  const start = parts.findIndex((part) => part.toLowerCase() === 'iaasvmcontainerv2');
  return start < 0 ? undefined : parts[start + offset];
}
