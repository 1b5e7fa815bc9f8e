// Which disks of a VM its backups leave out. Documentation: "Selective disk backup and restore for Azure virtual machines".

/** What an item says of the data disks of its VM; the OS disk is always backed up. */
export interface DiskSelection {
  /** Whether its backups have only these data disks, or all but these. */
  readonly kind: 'include' | 'exclude';
  /** Logical unit numbers. */
  readonly luns: readonly number[];
}

/** A disk as backups know it. */
export interface BackedUpDisk {
  readonly role: 'os' | 'data';
  readonly lun: number;
  readonly name: string;
}

/** The disks that backups leave out, in the order of the VM's; those that were attached since are judged as the others. */
export function excludedDisks<Disk extends BackedUpDisk>(
  disks: readonly Disk[],
  selection: DiskSelection | undefined,
): readonly Disk[] {
  return selection === undefined
    ? []
    : disks.filter(
        ({ role, lun }) =>
          role === 'data' && selection.luns.includes(lun) === (selection.kind === 'exclude'),
      );
}
