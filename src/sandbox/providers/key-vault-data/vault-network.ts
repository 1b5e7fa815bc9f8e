// Whether a key vault's network settings let a caller through.

import { z } from 'zod';
import { BlockList } from 'node:net';

const networkSchema = z.object({
  publicNetworkAccess: z.string().optional(),
  networkAcls: z
    .object({
      bypass: z.string().optional(),
      defaultAction: z.string().optional(),
      ipRules: z.array(z.object({ value: z.string() })).optional(),
    })
    .optional(),
});

type NetworkSettings = z.infer<typeof networkSchema>;

/** How a caller is kept out by the network, as `innererror.code` tells it apart. */
export type NetworkRefusal = 'firewall' | 'connection';

/**
 * The refusal of a caller at an address, undefined when it may pass. A trusted service passes
 * where `bypass` says so, which is the default, even with public access disabled; a network
 * security perimeter overrides that (Documentation: Virtual network service endpoints for Azure
 * Key Vault).
 */
export function networkRefusal(
  vaultProperties: Readonly<Record<string, unknown>>,
  caller: { readonly address: string; readonly trustedService: boolean },
): NetworkRefusal | undefined {
  const network = networkSchema.parse(vaultProperties);
  const access = network.publicNetworkAccess?.toLowerCase() ?? 'enabled';
  if (access === 'securedbyperimeter') {
    return 'connection';
  }
  if (caller.trustedService && letsTrustedServicesThrough(network)) {
    return undefined;
  }
  if (access === 'disabled') {
    return 'connection';
  }
  return admits(network, caller.address) ? undefined : 'firewall';
}

function letsTrustedServicesThrough({ networkAcls }: NetworkSettings): boolean {
  return (networkAcls?.bypass ?? 'AzureServices').toLowerCase() === 'azureservices';
}

function admits({ networkAcls }: NetworkSettings, address: string): boolean {
  if (networkAcls?.defaultAction?.toLowerCase() !== 'deny') {
    return true;
  }
  return networkAcls.ipRules?.some(({ value }) => covers(value, address)) === true;
}

/** Whether an address or CIDR range, IPv4 as Key Vault takes it, holds an address. */
function covers(rule: string, address: string): boolean {
  const [network = '', bits] = rule.split('/');
  const list = new BlockList();
  list.addSubnet(network, bits === undefined ? 32 : Number(bits));
  return list.check(address);
}
