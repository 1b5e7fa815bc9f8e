// `--resume`: the command line of a run that was stopped, with the machines that are left of it.

import { isDeepStrictEqual } from 'node:util';
import path from 'node:path';
import { fullName } from '../../commands/command.js';
import { CALL_OPTIONS, SELECTING_OPTIONS } from '../../commands/options/fleet-options.js';
import { GLOBAL_OPTIONS, longName } from '../../commands/options/global-options.js';
import { parseResourceId } from '../../domain/resource-id.js';
import { usageError } from '../../errors/azbackup-error.js';
import { machinesLeft, stateOf, type MachineState } from '../../steps/runs/run-state.js';
import type { RunHead } from '../../steps/runs/run-lines.js';
import type { Host } from '../host.js';
import type { Invocation } from '../program.js';
import type { Settings } from '../settings.js';
import { lockRun, type RunLock } from './run-lock.js';
import { readLastRun, readNamedRun, readRun, type KnownRun } from './run-folder.js';

/** Global options that say what a command changes; the rest is how it is called. */
const RECORDED_GLOBALS = ['subscription', 'vault'] as const;

/** A run that goes on. */
export interface ResumedRun extends KnownRun {
  readonly state: Map<string, MachineState>;
  readonly lock: RunLock;
  /** The command line that goes on with it. */
  readonly invocation: Invocation;
}

/** What of a command line is recorded: what has to be the same for the machines that are left. */
export function recordedOptions(
  { definition, given }: Invocation,
  settings: Settings,
): Record<string, unknown> {
  const own = Object.keys(definition.options).filter((key) => !CALL_OPTIONS.has(key));
  const globals = RECORDED_GLOBALS.filter((key) => definition.globalOptions.includes(key));
  const entries = [
    ...own.map((key) => [key, given[key]] as const),
    ...globals.map((key) => [key, settings[key]] as const),
    ['resourceGroup', given['resourceGroup']] as const,
  ];
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/**
 * The run that `--resume` names, and the command line with which it goes on.
 * @throws AzbackupError `AZB_RUN_NOT_FOUND` (3), `AZB_RUN_FILE_INVALID`, `AZB_RUN_DIFFERS`, `AZB_RUN_DONE`,
 * `AZB_RUN_IN_USE` (2)
 */
export async function resumeRun(
  host: Host,
  invocation: Invocation,
  place: Pick<RunHead, 'cloud' | 'sandbox'>,
): Promise<ResumedRun> {
  const name = String(invocation.given['resume']);
  const command = fullName(invocation.definition);
  const { file, run } =
    name === 'last'
      ? await readLastRun(host, { command, sandbox: place.sandbox })
      : await readNamedRun(host, name);
  const { head } = run;
  refuseOther(invocation, head, place);
  const lock = await lockRun(file, host);
  // Whoever had it until now may have gone on with it since it was read.
  const known = await readRun(file);
  const state = new Map(stateOf(known.run));
  const left = machinesLeft(state);
  if (left.length === 0) {
    await lock.release();
    throw usageError('AZB_RUN_DONE', `nothing is left of run ${head.id}`, {
      target: head.id,
      causes: ['each of its VMs is done'],
    });
  }
  return { ...known, state, lock, invocation: withMachines(invocation, head, left) };
}

/** What was recorded may be repeated, and nothing else be asked for in its place. */
function refuseOther(
  { definition, given }: Invocation,
  { id, command, options, cloud, sandbox }: RunHead,
  place: Pick<RunHead, 'cloud' | 'sandbox'>,
): void {
  const differs = (what: string, was: string): never => {
    throw usageError('AZB_RUN_DIFFERS', `run ${id} was ${was}, not ${what}`, {
      target: id,
      fix: [`azbackup ${command} --resume ${id}`],
    });
  };
  const name = fullName(definition);
  if (name !== command) {
    differs(name, command);
  }
  if (place.sandbox !== sandbox || place.cloud !== cloud) {
    differs(placeWords(place), `in ${placeWords({ cloud, sandbox })}`);
  }
  const keys = [...Object.keys(definition.options), ...RECORDED_GLOBALS, 'resourceGroup'];
  const other = keys.find(
    (key) =>
      !CALL_OPTIONS.has(key) &&
      given[key] !== undefined &&
      !isDeepStrictEqual(given[key], options[key]),
  );
  if (other !== undefined) {
    const option = `--${longName(flagsOf(definition, other))}`;
    throw usageError('AZB_RUN_DIFFERS', `${option} is not as in run ${id}`, {
      target: id,
      causes: ['a resumed run has the VMs and the options that it was started with'],
      fix: [`azbackup ${command} --resume ${id}`],
    });
  }
}

/** As they are declared, by the command or for all. */
function flagsOf({ options }: Invocation['definition'], key: string): string {
  return (options[key] ?? GLOBAL_OPTIONS.find((each) => each.key === key))?.flags ?? '';
}

function placeWords({ cloud, sandbox }: Pick<RunHead, 'cloud' | 'sandbox'>): string {
  return sandbox === null ? cloud : `the sandbox ${path.normalize(sandbox)}`;
}

/** What a file may say of the command line: no consent, and nothing of where requests go. */
function isRecorded({ definition }: Invocation, key: string): boolean {
  const own = Object.hasOwn(definition.options, key) && !CALL_OPTIONS.has(key);
  return (own && !SELECTING_OPTIONS.has(key)) || RECORDED_GLOBALS.some((each) => each === key);
}

/** Machines are named by id: what selected them may select others by now. They may be in several subscriptions. */
function withMachines(
  invocation: Invocation,
  { options }: RunHead,
  left: readonly MachineState[],
): Invocation {
  const recorded = Object.entries(options).filter(([key]) => isRecorded(invocation, key));
  const typed = Object.entries(invocation.given).filter(([key]) => !SELECTING_OPTIONS.has(key));
  const vm = left.map((machine) => machine.vm);
  const subscriptions = vm.map((id) => parseResourceId(id)?.subscriptionId);
  const places = { subscriptions: [...new Set(subscriptions)].filter((id) => id !== undefined) };
  return { ...invocation, given: { ...Object.fromEntries([...recorded, ...typed]), vm }, places };
}
