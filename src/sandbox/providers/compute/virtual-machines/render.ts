// Machines, extensions and disks as ARM shows them; what only the platform knows is left out.

import type { ArmResource } from '../../../kernel/resource.js';
import type { WorldState } from '../../../kernel/state.js';
import { machineExtensions } from '../extensions/disk-encryption-extension.js';
import { extensionInstanceView, instanceView } from './instance-view.js';
import type { VirtualMachine } from './state.js';

/** How a machine is to be shown. */
export interface MachineView {
  readonly nowMilliseconds: number;
  readonly withInstanceView: boolean;
  /** Lists name the extensions only by id. */
  readonly extensions: 'complete' | 'ids';
}

/** A machine; `timeCreated` comes last in its properties. Recordings vm-get.*. */
export function renderMachine(
  state: WorldState,
  machine: VirtualMachine,
  view: MachineView,
): Record<string, unknown> {
  const { timeCreated, ...properties } = shownProperties(machine.resource);
  const extensions = machineExtensions(state, machine);
  const resources = extensions.map((extension) =>
    view.extensions === 'ids' ? { id: extension.id } : renderExtension(extension, false),
  );
  return {
    ...envelope(machine.resource),
    properties: {
      ...properties,
      ...(view.withInstanceView
        ? { instanceView: instanceView(state, machine, view.nowMilliseconds) }
        : {}),
      timeCreated,
    },
    ...(resources.length === 0 ? {} : { resources }),
  };
}

/** An extension; protected settings are never kept. Recording ade-enable.poll-sequence. */
export function renderExtension(
  extension: ArmResource,
  withInstanceView: boolean,
): Record<string, unknown> {
  const { autoUpgradeMinorVersion, provisioningState, ...properties } = shownProperties(extension);
  return {
    name: extension.name,
    id: extension.id,
    type: extension.type,
    location: extension.location,
    properties: {
      autoUpgradeMinorVersion,
      provisioningState,
      ...(withInstanceView ? { instanceView: extensionInstanceView(extension) } : {}),
      ...properties,
    },
  };
}

/** A disk or a disk encryption set. OpenAPI Disks_Get, DiskEncryptionSets_Get. */
export function renderResource(
  resource: ArmResource,
): Record<string, unknown> & { readonly properties: Record<string, unknown> } {
  return { ...envelope(resource), properties: shownProperties(resource) };
}

function envelope({ name, id, type, location, tags, extra }: ArmResource): Record<string, unknown> {
  return { name, id, type, location, tags: tags ?? {}, ...extra };
}

function shownProperties({ properties }: ArmResource): Record<string, unknown> {
  const { runtime: _, pending: _pending, ...shown } = properties;
  return shown;
}
