// What a command gets from its surroundings. Built by src/cli/context.ts; nothing in here says whether
// Azure or the sandbox answers.

import type { CloudAccess } from './cloud/access.js';
import type { Clock } from '../clock.js';
import type { KeyMaterial } from '../domain/keys/key-material.js';
import type { Emit } from '../steps/events.js';
import type { CommandDefinition } from './command.js';
import type { ExitKind } from '../errors/exit-code.js';
import type { SandboxShowDocument } from './sandbox/result.js';
import type { StepChange } from '../steps/change.js';
import type { StepFamily } from '../steps/family.js';
import type { IntentJournal, StateFiles } from '../steps/intents/journal.js';
import type { Plan, Step } from '../steps/plan.js';
import type { PlannedMachine, RunText } from '../steps/runs/run-lines.js';
import type { MachineState } from '../steps/runs/run-state.js';
import type { ResourceId } from '../domain/resource-id.js';
import type { RunDocument } from './results/parts.js';
import type { ProgramCalls } from './mcp/program-calls.js';
import type { Services } from '../services/services.js';
import type { Surroundings } from './doctor/surroundings.js';
import type { SandboxAccess } from './sandbox/access.js';

/** How strict a world is about the number of requests. */
export interface SandboxLimits {
  /** Azure's limits are counted, and refuse. */
  readonly enforced: boolean;
  /** The share of requests, from 0 to 1, that are answered 429 or 503 by chance. */
  readonly busyShare: number;
}

/** What commands on the sandbox itself may do with it. */
export interface SandboxControl {
  /** What is in it now. */
  show(): Promise<SandboxShowDocument>;
  /**
   * Puts a world in the place of this one, and shows it.
   * @throws AzbackupError `AZB_WORLD_UNKNOWN` (2)
   */
  reset(world: string, limits?: SandboxLimits): Promise<SandboxShowDocument>;
  /** What `reset` would put there; changes nothing. */
  preview(world: string): Promise<SandboxShowDocument>;
  /**
   * Writes all of it into a JSON file that `reset` takes.
   * @throws AzbackupError `AZB_SANDBOX_STATE` (2) when it cannot be written
   */
  exportTo(file: string): Promise<void>;
  /** The sandbox itself, for commands on its clock, its faults and its server. */
  readonly access: SandboxAccess;
}

/** Makes the same guid of the same text, always. */
export type GuidOf = (text: string) => string;

/** What runs here. */
export interface Installation {
  readonly version: string;
  readonly node: string;
  /** System and processor. */
  readonly platform: string;
  /** Tells the code of two installations apart. */
  build(): Promise<string>;
}

/** What is kept of a command on many machines while it runs, so that it can be resumed. */
export interface RunRecord {
  /**
   * Writes what is planned, before anything is sent; what happens from then on is written by itself. Writes nothing of a
   * single machine, unless a file was named.
   * @throws AzbackupError `AZB_FILE_UNWRITABLE`, `AZB_RUN_FILE_EXISTS` (2) for a file that the user named
   */
  start(machines: readonly PlannedMachine[]): Promise<void>;
  /** A machine that an earlier call has started and not seen to its end; undefined for any other. */
  openMachine(vmId: ResourceId): MachineState | undefined;
  /** What documents hold of the run; null where none is kept. */
  document(): RunDocument | null;
}

/** A recorded run with its file. */
export interface StoredRun {
  readonly file: string;
  readonly run: RunText;
}

/** What is recorded of earlier commands on many machines. */
export interface RunHistory {
  /** Newest first; a file that cannot be read is an entry, too. */
  list(): Promise<
    readonly (
      | ({ readonly status: 'read' } & StoredRun)
      | {
          readonly status: 'unreadable';
          readonly id: string;
          readonly file: string;
          readonly problem: string;
        }
    )[]
  >;
  /**
   * The run that an id or a file names.
   * @throws AzbackupError `AZB_RUN_NOT_FOUND` (3), `AZB_RUN_FILE_INVALID` (2)
   */
  find(name: string): Promise<StoredRun>;
  /** Deletes a run of this user's folder. */
  remove(id: string): Promise<void>;
}

/** The surroundings of one command. */
export interface CommandContext {
  /** What earlier commands recorded. */
  readonly runs: RunHistory;
  /** The records of drills. */
  readonly drillFiles: StateFiles;
  readonly installation: Installation;
  /** All commands of the program. */
  readonly commands: readonly CommandDefinition[];
  readonly clock: Clock;
  /** Groups all requests of the command in Azure's logs. */
  readonly correlationId: string;
  readonly services: Services;
  /** Machines, and requests, under way at once, where the user says. */
  readonly maxConcurrency: number | undefined;
  /** The first-party application of Azure Backup in the cloud that the command talks to. */
  readonly backupApplication: { readonly appId: string | undefined; readonly displayName: string };
  /** The clouds that there are, whichever the command talks to. */
  readonly clouds: CloudAccess;
  readonly emit: Emit;
  /** What was asked of Azure and has not been seen to its end, by this run and earlier ones. */
  readonly journal: IntentJournal;
  /** Aborted by Ctrl-C; a command then starts nothing more and says what goes on. */
  readonly signal: AbortSignal;
  readonly guidOf: GuidOf;
  /** From 0 up to, not including, 1: keeps runs side by side from asking Azure in step. */
  random(): number;
  /** Subscription that the environment or az's own sign-in names; undefined when neither does. */
  defaultSubscription(): Promise<string | undefined>;
  /** The secret of the application that dual-pass ADE runs as, from `AZBACKUP_ADE_CLIENT_SECRET`. */
  adeClientSecret(): KeyMaterial | undefined;
  /**
   * Shows a plan to a person before it is carried out.
   * @param names of the principals in it, by object id
   */
  showPlan<S extends Step, C extends StepChange>(
    plan: Plan<S>,
    family: StepFamily<S, C>,
    names?: Readonly<Record<string, string>>,
  ): Promise<void>;
  /** Says something on stderr that is no result: a warning or a hint. */
  warn(message: string): void;
  /** What a command is given whose callers call others. */
  programCalls(): Promise<ProgramCalls>;
  /** Warns that some of what was asked for is not in the result; a command that else is done then ends with 6. */
  leftOut(message: string): void;
  /**
   * Asks a person. Throws a usage error naming `--yes` where nobody can be asked.
   * @param consequence what will be lost, one sentence
   * @param instead what alone says yes on the command line, such as `add --accept-retention-loss`; `--yes` does
   * where it is left out
   */
  confirm(question: string, consequence: string, instead?: string): Promise<boolean>;
  /** True with `--yes`. */
  readonly agreedByFlag: boolean;
  /**
   * Has a person who sits before the terminal agree to a plan that was shown. True without asking where nobody does, with
   * `--yes` and `--no-input`, and in CI: a plan that loses nothing needs no consent.
   * @param consequence what a yes brings about, one sentence
   */
  confirmPlan(question: string, consequence: string): Promise<boolean>;
  /**
   * Has a person type something, which `--yes` cannot do in their place. Throws a usage error naming
   * `instead` where nobody can be asked.
   * @param instead what to give on the command line, such as `add --confirm VM001`
   * @returns undefined when the question was turned away
   */
  askText(question: string, consequence: string, instead: string): Promise<string | undefined>;
  /**
   * The text of a file that the user named, `-` being standard input.
   * @throws AzbackupError `AZB_FILE_UNREADABLE` (2)
   */
  readInput(file: string): Promise<string>;
  /** The same as bytes, for files whose encoding is not known. */
  readInputBytes(file: string): Promise<Uint8Array>;
  /** The names in a folder that the user named; undefined where it is no folder that can be read. */
  namesIn(folder: string): Promise<readonly string[] | undefined>;
  /**
   * Writes a file that the user named, as a whole or not at all.
   * @param isNew true where a file of that name must not be there yet
   * @throws AzbackupError `AZB_FILE_UNWRITABLE` (2)
   */
  writeOutput(file: string, text: string, isNew?: boolean): Promise<void>;
  /**
   * What a file that is to be written holds now; undefined where there is none. To be asked before anything else is: whoever
   * waits for Azure first and then finds the folder read-only has waited for nothing.
   * @throws AzbackupError `AZB_FILE_UNREADABLE`, `AZB_FILE_UNWRITABLE` (2)
   */
  prepareOutput(file: string): Promise<string | undefined>;
  /** The document with its suggested commands as they work where it was made, for one that a command writes itself. */
  inPlace<T>(document: T): T;
  /** Present when the command works on the sandbox. */
  readonly sandbox?: SandboxControl;
  /** What the command stands on, for the one that looks for faults there. */
  surroundings(): Promise<Surroundings>;
  /**
   * Hands over an item as soon as it is final, for streaming formats and for the record of a run.
   * @param exit of the command, if it were about this item by itself
   */
  itemFinished(item: object, exit?: ExitKind): void;
  /** The record of a command that changes many machines. */
  readonly run: RunRecord;
}

/** What every command returns: the document for stdout and how the command ended. */
export interface CommandResult<Document> {
  readonly document: Document;
  readonly exit: ExitKind;
  /** What goes to stdout in the place of the document, in whichever format. */
  readonly text?: string;
  /** Settles when the command ends, for one that goes on after its document is out. */
  readonly untilEnd?: () => Promise<void>;
}
