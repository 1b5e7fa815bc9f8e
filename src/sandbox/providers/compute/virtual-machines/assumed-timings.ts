// What nobody has recorded of a machine that is made from disks which exist: how long it takes. Everything
// here is an assumption, kept in one place so that it can be replaced by what somebody records.

/** From the request to the end of its operation. */
export const CREATE_MILLISECONDS = 45_000;

/** Changing a machine's tags; attaching a disk was recorded with ten seconds. */
export const UPDATE_MILLISECONDS = 10_000;

/** Starting, stopping and restarting. */
export const POWER_MILLISECONDS = 30_000;

/** Another size of a machine that runs: it is restarted. */
export const RESIZE_MILLISECONDS = 60_000;

/** From the start of a new machine until its agent answers. */
export const AGENT_MILLISECONDS = 60_000;

/** Changing a disk's tags or settings. */
export const DISK_UPDATE_MILLISECONDS = 2000;

/** Deleting a machine. */
export const DELETE_MILLISECONDS = 30_000;

/** Deleting a disk. */
export const DISK_DELETE_MILLISECONDS = 5000;
