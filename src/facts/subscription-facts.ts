// What matters where a machine and its vault may be of two subscriptions.

import { valueOf, type Fact } from '../domain/fact.js';
import { sameName } from '../domain/resource-id.js';
import type { RecoveryServicesVault } from '../domain/vaults/recovery-services.js';
import type { VirtualMachine } from '../domain/virtual-machine.js';
import type { PreflightFacts } from '../preflight/facts.js';
import type { FactReader } from './fact-reader.js';
import type { ItemIndex } from './item-index.js';

/** The vault that a command works with. */
interface Side {
  readonly vault: Fact<RecoveryServicesVault>;
  readonly items: Fact<ItemIndex>;
}

/** The facts; tenants are read only where the subscriptions are two. */
export async function subscriptionFacts(
  reader: FactReader,
  vm: VirtualMachine,
  { vault: read, items }: Side,
): Promise<Pick<PreflightFacts, 'namesake' | 'tenants'>> {
  const vault = valueOf(read);
  const namesake = valueOf(items)?.namesakeOf(vm.id);
  const own = namesake === undefined ? {} : { namesake };
  if (vault === undefined || sameName(vault.subscriptionId, vm.subscriptionId)) {
    return own;
  }
  const [ofVm, ofVault] = await Promise.all([
    reader.tenantOf(vm.subscriptionId),
    reader.tenantOf(vault.subscriptionId),
  ]);
  return { ...own, tenants: { vm: ofVm, vault: ofVault } };
}
