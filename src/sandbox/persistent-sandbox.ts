// A sandbox that outlives its process: every request is a transaction on the state file.

import { createSandbox, type Sandbox } from './create-sandbox.js';
import { faultFor } from './faults/request-faults.js';
import { injectFault } from './faults/inject-faults.js';
import type { Exchange } from './http/exchange.js';
import { HostNotFound } from './http/routing/host-not-found.js';
import { settleBackup } from './providers/backup/settle.js';
import { groupTransactions } from './kernel/persistence/grouped-transactions.js';
import { openStateFile } from './kernel/persistence/state-file.js';
import type { WorldState } from './kernel/state.js';
import { summarise, type WorldSummary } from './summary.js';
import { worldClock } from './kernel/time/world-clock.js';

/** Where a sandbox is kept and how it begins. */
export interface PersistentSandboxOptions {
  /** A folder of its own; made when it is missing. */
  readonly directory: string;
  /** Makes the world when the folder holds none yet. */
  readonly world: () => WorldState;
  /** Told of every answered request. */
  readonly onExchange?: (exchange: Exchange) => void;
}

/** Hooks of a transport in which time is not moved by waiting. */
export interface TransportHooks {
  /** Told of the world just before each request is answered, in the same transaction. */
  readonly beforeRequest: (state: WorldState) => void;
  /** Lets the seconds of a response pass that is slow in coming. */
  readonly delay: (seconds: number) => Promise<void>;
}

/** A local Azure that several processes may use at once. */
export interface PersistentSandbox {
  /**
   * Answers one request; see Sandbox.fetch. Throws StateFileError when the file is unusable.
   * @param hooks of the transport that it comes by; left out by callers in this process
   */
  fetch(request: Request, hooks?: TransportHooks): Promise<Response>;
  readonly clock: {
    /** The virtual time as this process last saw it, in milliseconds since the epoch. */
    now(): number;
    /** Moves the virtual time on; one that has passed changes nothing. */
    advanceTo(milliseconds: number): Promise<void>;
  };
  /** What the world is like now. */
  describe(): Promise<WorldSummary>;
  /** Runs a change of the world itself, such as new faults, as a transaction. */
  change<Result>(change: (state: WorldState) => Result): Promise<Result>;
  /** Runs a change and undoes it: the result tells what it would have done. */
  rehearse<Result>(change: (state: WorldState) => Result): Promise<Result>;
  /** The whole world as a JSON document, such as `--world FILE` takes. */
  document(): Promise<string>;
  /** Puts another world in the place of this one. */
  reset(world: WorldState): Promise<void>;
}

/** Opens the sandbox of a folder, making its world if there is none. */
export async function openPersistentSandbox(
  options: PersistentSandboxOptions,
): Promise<PersistentSandbox> {
  const file = await openStateFile(options.directory, options.world);
  const grouped = groupTransactions(file);
  let lastSeen = 0;
  const transact = <Result>(
    change: (state: WorldState) => Result | Promise<Result>,
  ): Promise<Result> =>
    grouped(async (state) => {
      const result = await change(state);
      lastSeen = state.nowMilliseconds;
      return result;
    });
  const sandboxOf = lastOnly((state: WorldState) => sandboxOver(state, options.onExchange));
  const respond = async (
    read: () => Request,
    hooks: TransportHooks | undefined,
  ): Promise<Response> => {
    const result = await transact((state) => {
      hooks?.beforeRequest(state);
      return responseOrUnknownHost(sandboxOf(state), read());
    });
    return responseOf(result);
  };
  const advance = (milliseconds: (now: number) => number): Promise<void> =>
    transact((state) => {
      worldClock(state).advanceTo(milliseconds(state.nowMilliseconds));
    });
  await transact(() => undefined);

  return {
    fetch: async (request, hooks) => {
      const read = await buffered(request);
      const result = await transact(async (state) => {
        hooks?.beforeRequest(state);
        const fault = faultFor(state.faults ?? [], request);
        return fault === undefined
          ? await responseOrUnknownHost(sandboxOf(state), read())
          : { fault };
      });
      // Outside the transaction: a request that hangs must not keep other processes waiting.
      return 'fault' in result
        ? await injectFault(result.fault, read(), {
            fetch: () => respond(read, hooks),
            delay: hooks?.delay ?? ((seconds) => advance((now) => now + seconds * 1000)),
          })
        : responseOf(result);
    },
    clock: { now: () => lastSeen, advanceTo: (milliseconds) => advance(() => milliseconds) },
    describe: () =>
      transact((state) => {
        settleBackup(state, state.nowMilliseconds);
        return summarise(state);
      }),
    change: transact,
    rehearse: (change) => undone(transact, change),
    document: () => transact((state) => JSON.stringify(state)),
    reset: async (world) => {
      await file.reset(world);
      lastSeen = world.nowMilliseconds;
    },
  };
}

/**
 * Puts a world into a folder, whatever the folder held: the way out when a sandbox cannot be opened
 * because its file is unreadable.
 */
export async function resetPersistentSandbox(directory: string, world: WorldState): Promise<void> {
  const file = await openStateFile(directory, () => world);
  await file.reset(world);
}

/** Runs a change in a transaction that fails on purpose. */
async function undone<Result>(
  transact: <Any>(change: (state: WorldState) => Any) => Promise<Any>,
  change: (state: WorldState) => Result,
): Promise<Result> {
  let outcome: { readonly result: Result } | undefined;
  const undo = new Error('a rehearsal');
  await transact((state) => {
    outcome = { result: change(state) };
    throw undo;
  }).catch((error: unknown) => {
    if (error !== undo) {
      throw error;
    }
  });
  if (outcome === undefined) {
    throw undo;
  }
  return outcome.result;
}

/**
 * Reads the request's body, so that a slow sender does not prolong a transaction; the returned function
 * makes the request anew, for a transaction that has to be repeated.
 */
async function buffered(request: Request): Promise<() => Request> {
  const { url, method, headers, signal } = request;
  const body = request.body === null ? undefined : await request.arrayBuffer();
  const init = body === undefined ? {} : { body };
  return () => new Request(url, { method, headers, signal, ...init });
}

/** A host that does not resolve is an ordinary response, and no reason to undo the transaction. */
async function responseOrUnknownHost(
  sandbox: Sandbox,
  request: Request,
): Promise<Response | { readonly unknownHost: HostNotFound }> {
  try {
    return await sandbox.fetch(request);
  } catch (error) {
    if (error instanceof HostNotFound) {
      return { unknownHost: error };
    }
    throw error;
  }
}

function responseOf(result: Response | { readonly unknownHost: HostNotFound }): Response {
  if ('unknownHost' in result) {
    throw result.unknownHost;
  }
  return result;
}

function sandboxOver(state: WorldState, onExchange?: (exchange: Exchange) => void): Sandbox {
  const clock = worldClock(state);
  return createSandbox({ state, clock, ...(onExchange === undefined ? {} : { onExchange }) });
}

/** Remembers the result for the last argument: a state is read anew only when it changed on disk. */
function lastOnly<Argument, Result>(make: (argument: Argument) => Result) {
  let last: { readonly argument: Argument; readonly result: Result } | undefined;
  return (argument: Argument): Result => {
    if (last?.argument !== argument) {
      last = { argument, result: make(argument) };
    }
    return last.result;
  };
}
