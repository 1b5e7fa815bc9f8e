// What a machine belongs to, where that decides how it is made anew.

import type { VirtualMachine } from '../virtual-machine.js';
import type { MachineKind } from './way-out.js';

/** A host pool by its id, as tags of session hosts have it. */
const HOST_POOL = /\/providers\/microsoft\.desktopvirtualization\/hostpools\//iu;
/** Where the extension that registers a session host has its script from. */
const REGISTRATION = /wvdportalstorageblob/iu;

/** The kind; undefined for a machine that stands for itself, or of which nothing shows what it belongs to. */
export function machineKind({
  scaleSetId,
  tags = {},
  extensions,
}: Pick<VirtualMachine, 'scaleSetId' | 'tags' | 'extensions'>): MachineKind | undefined {
  if (scaleSetId !== undefined) {
    return 'scale-set-instance';
  }
  const isTagged = Object.values(tags).some((value) => HOST_POOL.test(value));
  const isRegistered = extensions.some(
    ({ type, settings }) => type.toLowerCase() === 'dsc' && mentions(settings, REGISTRATION),
  );
  return isTagged || isRegistered ? 'avd-host' : undefined;
}

function mentions(settings: Readonly<Record<string, unknown>>, what: RegExp): boolean {
  return Object.values(settings).some((value) => typeof value === 'string' && what.test(value));
}
