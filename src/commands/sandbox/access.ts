// The embedded sandbox as the commands on its clock, its faults and its server see it.

import type { Clock } from '../../clock.js';
import type { PersistentSandbox } from '../../sandbox/persistent-sandbox.js';
import type { WorldState } from '../../sandbox/kernel/state.js';

/** The sandbox, where it is kept, and what surrounds it. */
export interface SandboxAccess {
  readonly sandbox: PersistentSandbox;
  /** Full path of its folder. */
  readonly directory: string;
  /** Paths that a user gives are meant from here. */
  readonly workingDirectory: string;
  /** Real time; the context's own clock is the sandbox's. */
  readonly realClock: Clock;
  /** The principal as whom commands work. */
  readonly signIn: {
    readonly tenantId: string;
    readonly clientId: string;
    readonly clientSecret: string;
  };
  /** The user's login shell, such as /bin/zsh, as the environment names it. */
  readonly shell: string | undefined;
}

/** Changes the world, or on a dry run a copy of it; either way the result tells how it would be. */
export function changeWorld<Result>(
  { sandbox }: Pick<SandboxAccess, 'sandbox'>,
  dryRun: boolean,
  change: (state: WorldState) => Result,
): Promise<Result> {
  return dryRun ? sandbox.rehearse(change) : sandbox.change(change);
}
