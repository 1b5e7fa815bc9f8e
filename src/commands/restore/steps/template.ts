// The deployment template that a restore of disks leaves behind, and the configuration file beside it. The disks
// that they name are read, wherever they stand; of expressions those that tell names are evaluated.

import { parseJson } from '../../../domain/parse-json.js';
import { z } from 'zod';
import type { ResourceId } from '../../../domain/resource-id.js';
import { osTypeNamed } from '../../../domain/virtual-machine.js';
import { decodeText } from '../../../domain/text/text-encoding.js';
import { valueIn, type TemplateScope } from './template-expression.js';

/** A disk of the template. */
export type TemplateDisk =
  | { readonly kind: 'managed'; readonly diskId: string }
  | { readonly kind: 'unmanaged'; readonly name: string; readonly vhdUri: string };

/** The machine that the template would build. */
export interface RestoredMachine {
  readonly osType: 'Windows' | 'Linux' | undefined;
  readonly size: string | undefined;
  readonly osDisk: TemplateDisk;
  readonly dataDisks: readonly (TemplateDisk & { readonly lun: number })[];
}

const objectSchema = z.record(z.string(), z.unknown());
type WireObject = z.infer<typeof objectSchema>;

/**
 * Undefined where the text is no template with a machine all of whose disks can be told.
 * @param groupId the resource group of the restored disks
 * @param parameters the parameter file beside it, where there is one
 */
export function parseRestoredTemplate(
  bytes: Uint8Array,
  groupId: ResourceId,
  parameters?: Uint8Array,
): RestoredMachine | undefined {
  const root = objectOf(parseJson(decodeText(bytes)));
  const file = parameters === undefined ? {} : objectOf(parseJson(decodeText(parameters)));
  const given = objectOf(member(file, 'parameters'));
  const [found] = machinesIn(root, scopeOf(root, groupId, given));
  const properties = objectOf(member(found?.machine, 'properties'));
  return found === undefined
    ? undefined
    : machineFrom(
        objectOf(member(properties, 'storageProfile')),
        objectOf(member(properties, 'hardwareProfile')),
        (disk) => diskOf(disk, found.scope),
        found.scope,
      );
}

/**
 * The machine of the configuration file, which lies beside the template and writes the path of a property as
 * one name ("Restore Azure VMs by using PowerShell"). Microsoft's recipes take the names of managed disks from it and
 * look them up in the target group; the ids beside may be those of the machine that was backed up.
 * @param groupId the resource group of the restored disks; empty where blobs were restored
 */
export function parseRestoredConfig(
  bytes: Uint8Array,
  groupId: ResourceId,
): RestoredMachine | undefined {
  const root = objectOf(parseJson(decodeText(bytes)));
  const scope = scopeOf({}, groupId, {});
  return machineFrom(
    objectOf(member(root, 'properties.storageProfile')),
    objectOf(member(root, 'properties.hardwareProfile')),
    (disk) => (groupId === '' ? diskOf(disk, scope) : namedDisk(disk, scope)),
    scope,
  );
}

/** The id of the managed disk that a group has by a name. */
function diskIdIn(groupId: ResourceId, name: string): ResourceId {
  return `${groupId}/providers/Microsoft.Compute/disks/${name}`;
}

function namedDisk(disk: WireObject, scope: TemplateScope): TemplateDisk | undefined {
  const found = diskNamed(textOf(disk, 'name', scope), scope) ?? diskOf(disk, scope);
  return found?.kind === 'managed' ? found : undefined;
}

function diskNamed(
  name: string | undefined,
  { groupId }: TemplateScope,
): Extract<TemplateDisk, { readonly kind: 'managed' }> | undefined {
  return name !== undefined && /^[\w.-]+$/u.test(name)
    ? { kind: 'managed', diskId: diskIdIn(groupId, name) }
    : undefined;
}

function machineFrom(
  storage: WireObject,
  hardware: WireObject,
  read: (disk: WireObject) => TemplateDisk | undefined,
  scope: TemplateScope,
): RestoredMachine | undefined {
  const osDisk = objectOf(member(storage, 'osDisk'));
  const boot = read(osDisk);
  const listed = dataDisksOf(storage, scope);
  if (boot === undefined || listed === undefined) {
    return undefined;
  }
  const dataDisks = listed.flatMap((each) => {
    const disk = read(objectOf(each));
    const lun = Number(valueIn(scope, member(objectOf(each), 'lun')) ?? Number.NaN);
    return disk === undefined || !Number.isInteger(lun) ? [] : [{ ...disk, lun }];
  });
  return dataDisks.length < listed.length
    ? undefined
    : {
        osType: osTypeNamed(textOf(osDisk, 'osType', scope)),
        size: textOf(hardware, 'vmSize', scope),
        osDisk: boot,
        dataDisks,
      };
}

/** Undefined where a loop or an expression makes them: a machine without its data disks is none. */
function dataDisksOf(storage: WireObject, scope: TemplateScope): readonly unknown[] | undefined {
  if (member(storage, 'copy') !== undefined) {
    return undefined;
  }
  const stated = member(storage, 'dataDisks');
  const value = valueIn(scope, stated);
  if (stated === undefined || stated === null) {
    return [];
  }
  return typeof value === 'object' && value !== null ? listOf(value) : undefined;
}

interface FoundMachine {
  readonly machine: WireObject;
  readonly scope: TemplateScope;
}

/** All machines, those within other resources and within nested deployments included. */
function machinesIn(value: unknown, scope: TemplateScope): readonly FoundMachine[] {
  return listOf(member(objectOf(value), 'resources')).flatMap((each) => {
    const resource = objectOf(each);
    const type = textOf(resource, 'type', scope)?.toLowerCase();
    const properties = objectOf(member(resource, 'properties'));
    const nested = objectOf(member(properties, 'template'));
    const given = objectOf(member(properties, 'parameters'));
    return [
      ...(type === 'microsoft.compute/virtualmachines' ? [{ machine: resource, scope }] : []),
      ...machinesIn(resource, scope),
      ...machinesIn(nested, scopeOf(nested, scope.groupId, given, scope)),
    ];
  });
}

/** What the expressions of a template refer to; values given by an outer one are told by that one's scope. */
function scopeOf(
  template: WireObject,
  groupId: ResourceId,
  given: WireObject,
  outer?: TemplateScope,
): TemplateScope {
  const declared = objectOf(member(template, 'parameters'));
  const variables = objectOf(member(template, 'variables'));
  return {
    groupId,
    parameter: (name) => {
      const value = member(objectOf(member(given, name)), 'value');
      return value === undefined
        ? member(objectOf(member(declared, name)), 'defaultValue')
        : outer === undefined
          ? value
          : valueIn(outer, value);
    },
    variable: (name) => member(variables, name),
  };
}

function diskOf(disk: WireObject, scope: TemplateScope): TemplateDisk | undefined {
  const managed = member(disk, 'managedDisk');
  const diskId = textOf(objectOf(managed), 'id', scope);
  if (diskId !== undefined) {
    return { kind: 'managed', diskId };
  }
  if (managed !== undefined && scope.groupId !== '') {
    return diskNamed(textOf(disk, 'name', scope), scope);
  }
  const vhdUri = textOf(objectOf(member(disk, 'vhd')), 'uri', scope);
  const name =
    textOf(disk, 'name', scope) ??
    vhdUri
      ?.split('/')
      .at(-1)
      ?.replace(/\.vhd$/iu, '');
  return vhdUri === undefined || name === undefined
    ? undefined
    : { kind: 'unmanaged', name, vhdUri };
}

function member(object: WireObject | undefined, name: string): unknown {
  return Object.entries(object ?? {}).find(
    ([key]) => key.toLowerCase() === name.toLowerCase(),
  )?.[1];
}

function textOf(object: WireObject, name: string, scope: TemplateScope): string | undefined {
  const value = valueIn(scope, member(object, name));
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function objectOf(value: unknown): WireObject {
  return objectSchema.safeParse(value).data ?? {};
}

/** A list; also the members of an object, as templates of newer language versions name resources. */
function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : Object.values(objectOf(value));
}
