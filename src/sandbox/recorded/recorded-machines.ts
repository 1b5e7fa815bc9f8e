// Makes the machines of a recording's world what the answers show: their model, disks and extensions. What
// they look like from within, the instance view, the sandbox still works out itself.

import { z } from 'zod';
import { findResource, putResource, removeResource, resourceKey } from '../kernel/resource.js';
import type { WorldState } from '../kernel/state.js';
import { parseInstant } from '../kernel/time/instant.js';
import {
  DISK_ENCRYPTION_PUBLISHER,
  type ExtensionRuntime,
} from '../providers/compute/extensions/disk-encryption-extension.js';
import {
  EXTENSION_TYPE,
  findVirtualMachine,
  VIRTUAL_MACHINE_TYPE,
} from '../providers/compute/virtual-machines/state.js';
import type { ShownResource } from './shown-resources.js';

const statusSchema = z.looseObject({
  code: z.string(),
  displayStatus: z.string().optional(),
  message: z.string().optional(),
  time: z.string().optional(),
});

const viewSchema = z.looseObject({
  computerName: z.string().optional(),
  osName: z.string().optional(),
  osVersion: z.string().optional(),
  hyperVGeneration: z.enum(['V1', 'V2']).optional(),
  vmAgent: z
    .looseObject({
      vmAgentVersion: z.string().optional(),
      statuses: z.array(statusSchema).optional(),
    })
    .optional(),
  disks: z
    .array(
      z.looseObject({
        name: z.string(),
        encryptionSettings: z.array(z.record(z.string(), z.unknown())).optional(),
        statuses: z.array(statusSchema).optional(),
      }),
    )
    .optional(),
  extensions: z
    .array(
      z.looseObject({
        name: z.string(),
        typeHandlerVersion: z.string().optional(),
        substatuses: z.array(statusSchema).optional(),
        statuses: z.array(statusSchema).optional(),
      }),
    )
    .optional(),
  statuses: z.array(statusSchema).optional(),
});

type View = z.infer<typeof viewSchema>;

/** Gives every machine that answers show its recorded form. */
export function seedRecordedMachines(
  state: WorldState,
  shown: ReadonlyMap<string, ShownResource>,
): void {
  for (const resource of shown.values()) {
    const seeded = findVirtualMachine(state, resource.id);
    if (seeded !== undefined) {
      seedMachine(state, resource, shown);
    }
  }
}

function seedMachine(
  state: WorldState,
  resource: ShownResource,
  shown: ReadonlyMap<string, ShownResource>,
): void {
  const before = structuredClone(findResource(state, resource.id));
  const runtime = before?.properties['runtime'];
  const { instanceView, ...model } = resource.properties;
  const view = viewSchema.safeParse(instanceView).data;
  const {
    id,
    name = '',
    location,
    tags,
    type: _type,
    properties: _,
    resources,
    ...extra
  } = resource;
  putResource(state, {
    id,
    name,
    type: VIRTUAL_MACHINE_TYPE,
    ...(location === undefined ? {} : { location }),
    tags: tags ?? {},
    extra,
    properties: {
      ...model,
      runtime: { ...(typeof runtime === 'object' ? runtime : {}), ...runtimeOf(view) },
    },
  });
  if (before !== undefined && !isMachine(state, id)) {
    // Nothing that the sandbox could work with: the plain machine stays.
    putResource(state, before);
    return;
  }
  removeSeededDisks(state, before?.properties);
  seedDisks(state, resource, view, shown);
  seedExtensions(state, resources, view);
}

function isMachine(state: WorldState, id: string): boolean {
  try {
    return findVirtualMachine(state, id) !== undefined;
  } catch {
    return false;
  }
}

function runtimeOf(view: View | undefined): Record<string, unknown> {
  if (view === undefined) {
    return {};
  }
  const entries = {
    powerState: powerStateOf(view),
    ...agentOf(view),
    computerName: view.computerName,
    osName: view.osName,
    osVersion: view.osVersion,
    hyperVGeneration: view.hyperVGeneration,
    changedMilliseconds: changeOf(view),
  };
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined));
}

function powerStateOf({ statuses = [] }: View): string | undefined {
  const state = statuses.find(({ code }) => code.startsWith('PowerState/'))?.code.slice(11);
  return ['running', 'stopped', 'deallocated'].includes(state ?? '') ? state : undefined;
}

function agentOf({ vmAgent }: View): Record<string, unknown> {
  const status = vmAgent?.statuses?.[0]?.displayStatus;
  if (status === undefined) {
    return {};
  }
  return status === 'Ready'
    ? { agentReady: true, agentVersion: vmAgent?.vmAgentVersion }
    : { agentReady: false };
}

function changeOf({ disks, statuses }: View): number | undefined {
  const time = disks?.[0]?.statuses?.[0]?.time ?? statuses?.[0]?.time;
  return time === undefined ? undefined : parseInstant(time);
}

const profileSchema = z.looseObject({
  osDisk: z.looseObject({
    name: z.string(),
    managedDisk: z.looseObject({ id: z.string() }).optional(),
  }),
  dataDisks: z
    .array(
      z.looseObject({
        name: z.string(),
        managedDisk: z.looseObject({ id: z.string() }).optional(),
      }),
    )
    .default([]),
});

function disksOf(properties: Readonly<Record<string, unknown>> | undefined) {
  const profile = profileSchema.safeParse(properties?.['storageProfile']).data;
  return profile === undefined ? [] : [profile.osDisk, ...profile.dataDisks];
}

function removeSeededDisks(
  state: WorldState,
  properties: Readonly<Record<string, unknown>> | undefined,
): void {
  for (const { managedDisk } of disksOf(properties)) {
    if (managedDisk !== undefined) {
      removeResource(state, managedDisk.id);
    }
  }
}

/** A disk as it was shown, or as the machine's own view tells of it. */
function seedDisks(
  state: WorldState,
  machine: ShownResource,
  view: View | undefined,
  shown: ReadonlyMap<string, ShownResource>,
): void {
  for (const disk of disksOf(machine.properties)) {
    const id = disk.managedDisk?.id;
    if (id === undefined) {
      continue;
    }
    const own = shown.get(resourceKey(id));
    const settings = view?.disks?.find(({ name }) => name === disk.name)?.encryptionSettings;
    const {
      name: _n,
      id: _i,
      location,
      tags,
      type: _t,
      properties,
      ...extra
    } = own ?? { id, properties: {} };
    const encryption =
      settings === undefined || settings.length === 0
        ? {}
        : {
            encryptionSettingsCollection: {
              enabled: true,
              encryptionSettings: settings.map(({ enabled: _enabled, ...setting }) => setting),
              encryptionSettingsVersion: '1.1',
            },
          };
    const all = { ...encryption, ...properties };
    putResource(state, {
      id,
      name: disk.name,
      type: 'Microsoft.Compute/disks',
      ...(location === undefined ? {} : { location }),
      tags: tags ?? {},
      extra: own === undefined ? { managedBy: machine.id } : extra,
      properties: {
        ...all,
        ...('encryptionSettingsCollection' in all ? { runtime: { lock: 'recorded' } } : {}),
      },
    });
  }
}

const extensionSchema = z.looseObject({
  id: z.string(),
  name: z.string(),
  location: z.string().optional(),
  properties: z.record(z.string(), z.unknown()),
});

/** What a list tells of an extension; nearly all that encrypt disks are named after their type. */
function fromId(each: unknown): z.infer<typeof extensionSchema> | undefined {
  const id = z.object({ id: z.string() }).safeParse(each).data?.id;
  const name = id?.split('/').at(-1) ?? '';
  const properties = {
    autoUpgradeMinorVersion: true,
    provisioningState: 'Succeeded',
    publisher: DISK_ENCRYPTION_PUBLISHER,
    type: name,
    typeHandlerVersion: '1.1',
  };
  return id === undefined ? undefined : { id, name, properties };
}

function seedExtensions(state: WorldState, resources: unknown, view: View | undefined): void {
  for (const each of z.array(z.unknown()).safeParse(resources).data ?? []) {
    const extension = extensionSchema.safeParse(each).data ?? fromId(each);
    if (extension === undefined) {
      continue;
    }
    const { id, name, location, properties } = extension;
    putResource(state, {
      id,
      name,
      type: EXTENSION_TYPE,
      ...(location === undefined ? {} : { location }),
      properties: { ...properties, runtime: extensionRuntime(name, properties, view) },
    });
  }
}

function extensionRuntime(
  name: string,
  properties: Readonly<Record<string, unknown>>,
  view: View | undefined,
): ExtensionRuntime {
  const { extensions = [] } = view ?? {};
  const seen = extensions.find((each) => each.name === name);
  const { statuses: [status] = [], substatuses: [substatus] = [] } = seen ?? {};
  return {
    handlerVersion: seen?.typeHandlerVersion ?? String(properties['typeHandlerVersion']),
    outcome: status?.code.includes('failed') === true ? 'failed' : 'succeeded',
    message: status?.message ?? '',
    ...(substatus?.message === undefined ? {} : { substatus: substatus.message }),
  };
}
