// A script of the user's, run in the restored VM. Of what it writes only the end is kept, and nothing that looks secret.

import type { DrillCheck } from '../../../domain/drill/verdict.js';
import type { ResourceId } from '../../../domain/resource-id.js';
import { withoutUnsafe } from '../../../domain/unsafe-characters.js';
import { AzbackupError } from '../../../errors/azbackup-error.js';
import type { ScriptRun } from '../../../services/drill-services.js';
import { repeatUntil } from '../../../steps/waiting/repeat-until.js';
import type { CommandContext } from '../../context.js';

const SCRIPT_NAME = 'azbackup-drill';
const LOOK_INTERVAL_SECONDS = 15;
/** Azure is to end a script that hangs before the window does: then it is known to hang. */
const SPARE_SECONDS = 60;
const MAX_OUTPUT = 500;

/** What is run, where, and until when. */
export interface GuestScript {
  readonly vmId: ResourceId;
  readonly location: string;
  readonly text: string;
  /** Milliseconds since the epoch. */
  readonly deadlineMilliseconds: number;
}

/** Runs it, and says how it ended. */
export async function runScript(
  context: CommandContext,
  { vmId, location, text, deadlineMilliseconds }: GuestScript,
): Promise<DrillCheck> {
  const left = Math.floor((deadlineMilliseconds - context.clock.now()) / 1000);
  const timeoutSeconds = left - SPARE_SECONDS;
  if (timeoutSeconds <= 0) {
    return inconclusive('the validation window is too short for it');
  }
  try {
    const machines = await context.services.virtualMachines();
    await machines.startScript(vmId, { name: SCRIPT_NAME, location, text, timeoutSeconds });
    const run = await repeatUntil(context, () => machines.script(vmId, SCRIPT_NAME), {
      every: LOOK_INTERVAL_SECONDS,
      deadlineMilliseconds,
      settles: (seen) => seen !== undefined && ENDED.has(seen.state),
    });
    return checkOf(run);
  } catch (error) {
    if (error instanceof AzbackupError) {
      return inconclusive(error.message);
    }
    throw error;
  }
}

/** ExecutionState, OpenAPI of Microsoft.Compute. */
const ENDED: ReadonlySet<string> = new Set(['Succeeded', 'Failed', 'TimedOut', 'Canceled']);

/** The check that a run of a script comes to. */
export function checkOf(run: ScriptRun | undefined): DrillCheck {
  if (run === undefined) {
    return inconclusive('Azure has not run it');
  }
  const { state, exitCode } = run;
  if (state === 'TimedOut') {
    return {
      check: 'script',
      outcome: 'failed',
      observed: 'it did not end in the validation window',
    };
  }
  if (!ENDED.has(state)) {
    return inconclusive(`it had not ended when the validation window did: ${state}`);
  }
  if (exitCode === undefined || state === 'Canceled') {
    return inconclusive(run.message === '' ? `Azure says ${state} and no exit code` : run.message);
  }
  const good = exitCode === 0 && state === 'Succeeded';
  const said = endOf(good ? run.output : `${run.output}\n${run.error}`);
  return {
    check: 'script',
    outcome: good ? 'passed' : 'failed',
    observed: `exit code ${exitCode}${said === '' ? '' : `: ${said}`}`,
  };
}

function inconclusive(observed: string): DrillCheck {
  return { check: 'script', outcome: 'inconclusive', observed };
}

/** The last of it, on one line. */
function endOf(text: string): string {
  const line = withoutUnsafe(text).replaceAll(/\s+/gu, ' ').trim();
  return line.length > MAX_OUTPUT ? `… ${line.slice(-MAX_OUTPUT)}` : line;
}
