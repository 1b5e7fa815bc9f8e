// What the program knows of the process that runs it. Tests give one of their own; nothing but cli.ts
// touches the real one.

import type { Clock } from '../clock.js';
import type { Installation } from '../commands/context.js';
import type { AnyDocument } from '../commands/results/result-document.js';
import type { ErrorEnvelope } from '../errors/error-envelope.js';
import type { OutputStream } from '../output/io.js';
import type { Settings } from './settings.js';
import type { Schedule } from '../output/progress/progress-renderer.js';
import type { Probes } from '../commands/doctor/surroundings.js';
import type { Fetch } from '../services/arm/transport/fetch-http-client.js';
import type { StateFiles } from '../steps/intents/journal.js';
import type { PersistentSandbox } from '../sandbox/persistent-sandbox.js';

/** Signals that end a command early. */
export type EndingSignal = 'SIGINT' | 'SIGTERM';

/** This process among those of its computer. */
export interface Processes {
  readonly own: number;
  /** Name of the computer. */
  readonly computer: string;
  /** False where no process has the number. */
  readonly isRunning: (pid: number) => boolean;
}

/** Who runs a command for others, such as a step of a pipeline or a server for agents. */
export interface RunObserver {
  result(document: AnyDocument): void;
  error(envelope: ErrorEnvelope): void;
}

/** Takes arguments, without node and script, to an exit code. */
export type Program = (argv: readonly string[], host: Host) => Promise<number>;

/**
 * An agent that calls in the place of a person. It may name no files, its yes is nobody's yes, and what the command came
 * to is written nowhere: the observer has it.
 */
export interface AgentCaller {
  /** True where the person behind it can be asked. */
  readonly canAsk: boolean;
  /** Those of the server: neither the environment nor a file says anything else to its calls. */
  readonly settings: Settings;
  /** Takes the result as a person would read it. */
  read(lines: readonly string[]): void;
}

/** The process, as far as a command may see it. */
export interface Host {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** What runs the program, and which code of it. */
  readonly installation: Omit<Installation, 'version'>;
  readonly homeDirectory: string;
  readonly processes: Processes;
  /** The user's number, on systems that have such. */
  readonly userId?: number | undefined;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly stdin: { readonly isTTY?: boolean | undefined };
  /** Settles when all that was written to stdout has gone out, or could not; absent where writing is at once. */
  flushed?(): Promise<void>;
  readonly clock: Clock;
  readonly schedule: Schedule;
  /** Called once many machines are worked on: memory then counts for more than CPU time. */
  readonly keepHeapSmall?: () => void;
  /** A new random guid. */
  newGuid(): string;
  /** From 0 up to, not including, 1. */
  random(): number;
  /** Calls back on each signal; the returned function stops that. */
  onSignal(listener: (signal: EndingSignal) => void): () => void;
  /** Calls back with what was thrown where nobody catches it, as in a timer; absent where that is not ours to know. */
  onUncaught?(listener: (thrown: unknown) => void): void;
  /** Asks a person who is at the terminal; called only where there is one. */
  ask(question: string, consequence: string): Promise<boolean>;
  /** Has a person type something; undefined when the question was turned away. As `ask` otherwise. */
  askText(question: string, consequence: string): Promise<string | undefined>;
  /** All of standard input. */
  readStdin(): Promise<Uint8Array>;
  /** Standard input as it comes, for a command that is talked to. */
  stdinChunks(): AsyncIterable<Uint8Array>;
  /** Set where an agent calls and not a person. */
  readonly agent?: AgentCaller;
  /** IANA name; the machine's own zone when left out. */
  readonly timeZone?: string;
  /** Sees what the command came to, besides what is written; for who hands that on. */
  readonly observer?: RunObserver;
  /** The files of a folder for state; replaced by tests that keep them in memory. */
  readonly openStateFiles?: (directory: string) => StateFiles;
  /** What the doctor asks machine and network; replaced by tests that plant what it is to find. */
  readonly probes?: Probes;
  /** How requests to Azure are sent; replaced by tests that have the sandbox answer in Azure's place. */
  readonly fetch?: Fetch;
  /** Opens the sandbox of a folder; replaced by tests that keep their world in memory. */
  readonly openSandbox?: (directory: string) => Promise<PersistentSandbox>;
}
