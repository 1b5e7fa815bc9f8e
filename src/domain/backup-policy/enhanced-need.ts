// What makes a machine need an Enhanced policy ("Back up an Azure VM using Enhanced policy", 2025-06-11).

import type { Fact } from '../fact.js';
import type { AttachedDisk, ManagedDisk, VirtualMachine } from '../virtual-machine.js';

/** The disks of a machine with what was read of them. */
export type ReadDisks = readonly {
  readonly attached: AttachedDisk;
  readonly disk: Fact<ManagedDisk>;
}[];

/** Storage types that a Standard policy does not support, lower-cased, as people call them. */
const ENHANCED_TYPES: ReadonlyMap<string, string> = new Map([
  ['ultrassd_lrs', 'Ultra Disk'],
  ['premiumv2_lrs', 'Premium SSD v2'],
]);

/** The disks that need an Enhanced policy, each with its type. */
export function disksThatNeedEnhanced(
  disks: ReadDisks,
): readonly { readonly name: string; readonly type: string }[] {
  return disks.flatMap(({ attached, disk }) => {
    const sku = disk.status === 'known' ? disk.value.sku : undefined;
    const type = ENHANCED_TYPES.get(sku?.toLowerCase() ?? '');
    return type === undefined ? [] : [{ name: attached.name, type }];
  });
}

/**
 * The policy that a machine gets when none is asked for. Trusted Launch and confidential machines need an Enhanced one
 * with the API version that this program speaks.
 */
export function defaultPolicyName(vm: VirtualMachine, disks: ReadDisks): string {
  return vm.securityType === 'Standard' && disksThatNeedEnhanced(disks).length === 0
    ? 'DefaultPolicy'
    : 'EnhancedPolicy';
}
