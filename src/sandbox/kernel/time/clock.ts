// The sandbox's only notion of time. Everything that lasts in Azure (jobs, operations, soft delete,
// propagation) is computed from this value, so nothing in the sandbox ever waits.

/** Where the sandbox reads the time. */
export interface SandboxClock {
  /** The current instant in milliseconds since the Unix epoch, UTC. */
  now(): number;
}

/**
 * Waits in the machine's own time. Only for what other processes do in that time, such as holding
 * the lock of the state file; whatever Azure takes time for is read off the SandboxClock.
 */
export function pauseReal(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}

/** The time of the machine, which clients of a served sandbox live in. */
export interface RealClock {
  /** Milliseconds since the Unix epoch, UTC. */
  now(): number;
  /** Waits some seconds; rejects with the signal's reason when it is aborted first. */
  sleep(seconds: number, signal?: AbortSignal): Promise<void>;
}
