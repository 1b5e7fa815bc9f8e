// From which networks the data of a disk can be read. OpenAPI Disks_Get, networkAccessPolicy.

/** The members of a disk: through a disk access resource alone, or from everywhere. */
export function networkAccess(diskAccessId: string | undefined): Record<string, string> {
  return diskAccessId === undefined
    ? { networkAccessPolicy: 'AllowAll', publicNetworkAccess: 'Enabled' }
    : { networkAccessPolicy: 'AllowPrivate', publicNetworkAccess: 'Disabled', diskAccessId };
}
