// Up to where a restore of disks puts ADE's settings back on them: "Restore encrypted Azure virtual machines".

/** Of machines with more disks than this, the OS disk included, the settings do not come back. */
export const ADE_MAX_DISKS = 16;
/** Of machines with a disk larger than this, in GB, they do not either. */
export const ADE_LARGEST_GB = 4097;

/** True where restored disks come without their encryption settings. */
export function comesWithoutSettings(sizesGb: readonly (number | undefined)[]): boolean {
  return (
    sizesGb.length > ADE_MAX_DISKS ||
    sizesGb.some((size) => size !== undefined && size > ADE_LARGEST_GB)
  );
}
