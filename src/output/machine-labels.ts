// How machines are called where several are shown: with their group, where the name alone may mean another one.

import { idKey, parseResourceId } from '../domain/resource-id.js';

/** A machine as documents have it. */
interface NamedMachine {
  readonly id: string;
  readonly name: string;
}

/** `VM005`, or `VM005 (rg-dr)` where machines of several groups have the name. */
export function machineLabels(machines: readonly NamedMachine[]): (vm: NamedMachine) => string {
  const ids = new Map<string, Set<string>>();
  for (const { id, name } of machines) {
    const key = name.toLowerCase();
    ids.set(key, (ids.get(key) ?? new Set()).add(idKey(id)));
  }
  return ({ id, name }) => {
    const shared = (ids.get(name.toLowerCase())?.size ?? 0) > 1;
    return shared ? labelWithGroup(name, parseResourceId(id)?.resourceGroup) : name;
  };
}

/** A name with its group. */
export function labelWithGroup(name: string, resourceGroup: string | null | undefined): string {
  return `${name} (${resourceGroup ?? 'unknown group'})`;
}
