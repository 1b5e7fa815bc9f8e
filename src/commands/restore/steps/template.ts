// The deployment template that a restore of disks leaves behind, and the configuration file beside it. What
// they name literally is read, wherever it stands; expressions are not evaluated.

import { z } from 'zod';
import { decodeText } from '../../../domain/text-encoding.js';

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

/** Undefined where the text is no template with a machine whose disks are named literally. */
export function parseRestoredTemplate(bytes: Uint8Array): RestoredMachine | undefined {
  const root = parseJson(decodeText(bytes));
  const machine = resourcesIn(root).find(
    (each) => textOf(each, 'type')?.toLowerCase() === 'microsoft.compute/virtualmachines',
  );
  const properties = objectOf(member(machine, 'properties'));
  return machineFrom(
    objectOf(member(properties, 'storageProfile')),
    objectOf(member(properties, 'hardwareProfile')),
  );
}

/**
 * The machine of the configuration file, which lies beside the template and writes the path of a property as
 * one name ("Restore Azure VMs by using PowerShell"). Managed disks alone are taken from it: for those it may
 * also name the blobs that they were copied from.
 */
export function parseRestoredConfig(bytes: Uint8Array): RestoredMachine | undefined {
  const root = objectOf(parseJson(decodeText(bytes)));
  const found = machineFrom(
    objectOf(member(root, 'properties.storageProfile')),
    objectOf(member(root, 'properties.hardwareProfile')),
  );
  const disks = found === undefined ? [] : [found.osDisk, ...found.dataDisks];
  return disks.every(({ kind }) => kind === 'managed') ? found : undefined;
}

function machineFrom(storage: WireObject, hardware: WireObject): RestoredMachine | undefined {
  const osDisk = objectOf(member(storage, 'osDisk'));
  const boot = diskOf(osDisk);
  if (boot === undefined) {
    return undefined;
  }
  const listed = listOf(member(storage, 'dataDisks'));
  const dataDisks = listed.flatMap((each) => {
    const disk = diskOf(objectOf(each));
    const lun = Number(member(objectOf(each), 'lun'));
    return disk === undefined || !Number.isInteger(lun) ? [] : [{ ...disk, lun }];
  });
  return dataDisks.length < listed.length
    ? undefined
    : {
        osType: osTypeOf(textOf(osDisk, 'osType')),
        size: literal(textOf(hardware, 'vmSize')),
        osDisk: boot,
        dataDisks,
      };
}

/** All resources, those within others and within nested deployments included. */
function resourcesIn(value: unknown): readonly WireObject[] {
  const listed = listOf(member(objectOf(value), 'resources'));
  return listed.flatMap((each) => {
    const nested = member(objectOf(member(objectOf(each), 'properties')), 'template');
    return [objectOf(each), ...resourcesIn(each), ...resourcesIn(nested)];
  });
}

function diskOf(disk: WireObject): TemplateDisk | undefined {
  const diskId = literal(textOf(objectOf(member(disk, 'managedDisk')), 'id'));
  if (diskId !== undefined) {
    return { kind: 'managed', diskId };
  }
  const vhdUri = literal(textOf(objectOf(member(disk, 'vhd')), 'uri'));
  const name =
    literal(textOf(disk, 'name')) ??
    vhdUri
      ?.split('/')
      .at(-1)
      ?.replace(/\.vhd$/iu, '');
  return vhdUri === undefined || name === undefined
    ? undefined
    : { kind: 'unmanaged', name, vhdUri };
}

function osTypeOf(text: string | undefined): RestoredMachine['osType'] {
  return (['Windows', 'Linux'] as const).find((each) => each.toLowerCase() === text?.toLowerCase());
}

/** Texts in brackets are expressions. */
function literal(text: string | undefined): string | undefined {
  return text === undefined || text === '' || text.startsWith('[') ? undefined : text;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function member(object: WireObject | undefined, name: string): unknown {
  return Object.entries(object ?? {}).find(
    ([key]) => key.toLowerCase() === name.toLowerCase(),
  )?.[1];
}

function textOf(object: WireObject, name: string): string | undefined {
  const value = member(object, name);
  return typeof value === 'string' ? value : undefined;
}

function objectOf(value: unknown): WireObject {
  return objectSchema.safeParse(value).data ?? {};
}

/** A list; also the members of an object, as templates of newer language versions name resources. */
function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : Object.values(objectOf(value));
}
