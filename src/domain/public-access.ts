// How far a key vault or a storage account is open to networks outside.

/**
 * `publicNetworkAccess` of Azure. A network security perimeter in enforced mode overrides the resource's own firewall,
 * its exception for trusted services included (network security perimeter: transition, 2025-05-16).
 */
export const PUBLIC_ACCESS = ['Enabled', 'Disabled', 'SecuredByPerimeter'] as const;

/** One of them. */
export type PublicAccess = (typeof PUBLIC_ACCESS)[number];

/** What a resource's network settings say, as far as trusted services are concerned. */
export interface NetworkSettings {
  readonly publicAccess: PublicAccess;
  readonly defaultAction: string;
  /** True where trusted Microsoft services pass the firewall. */
  readonly trustedServicesBypass: boolean;
}

/** What keeps trusted Microsoft services, Azure Backup among them, out; undefined when nothing does. */
export function barrierToTrustedServices({
  publicAccess,
  defaultAction,
  trustedServicesBypass,
}: NetworkSettings): 'perimeter' | 'firewall' | undefined {
  if (publicAccess === 'SecuredByPerimeter') {
    return 'perimeter';
  }
  const open = publicAccess === 'Enabled' && defaultAction !== 'Deny';
  return trustedServicesBypass || open ? undefined : 'firewall';
}
