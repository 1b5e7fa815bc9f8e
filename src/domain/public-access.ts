// How far a key vault or a storage account is open to networks outside.

/**
 * `publicNetworkAccess` of Azure. A network security perimeter in enforced mode overrides the resource's own firewall,
 * its exception for trusted services included (network security perimeter: transition, 2025-05-16).
 */
export const PUBLIC_ACCESS = ['Enabled', 'Disabled', 'SecuredByPerimeter'] as const;

/** One of them. */
export type PublicAccess = (typeof PUBLIC_ACCESS)[number];
