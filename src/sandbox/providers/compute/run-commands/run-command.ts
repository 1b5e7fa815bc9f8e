// Managed run commands: how they are kept, how they stand at an instant, and how ARM shows them.
// Documentation: Virtual Machine Run Commands; Run scripts in your VM by using managed Run Commands.

import { z } from 'zod';
import type { ArmResource } from '../../../kernel/resource.js';
import { offsetInstant } from '../request.js';

/** ARM type of a run command. */
export const RUN_COMMAND_TYPE = 'Microsoft.Compute/virtualMachines/runCommands';

/** What the platform knows of the script's run. */
export const runCommandRuntimeSchema = z.object({
  /** When the agent starts it; undefined when no agent will. */
  startsMilliseconds: z.number().optional(),
  /** When it ends, of itself or by its timeout. */
  endsMilliseconds: z.number(),
  timedOut: z.boolean(),
  exitCode: z.number(),
  output: z.string(),
  error: z.string(),
});

export type RunCommandRuntime = z.infer<typeof runCommandRuntimeSchema>;

/** Documented: only the last 4 KB are kept. */
const OUTPUT_BYTES = 4096;

/** The end of a text, as far as the platform keeps it; a character that is cut through goes. */
export function keptOutput(text: string): string {
  const bytes = Buffer.from(text, 'utf8');
  return bytes.length <= OUTPUT_BYTES
    ? text
    : bytes
        .subarray(-OUTPUT_BYTES)
        .toString('utf8')
        .replace(/^\uFFFD+/u, '');
}

/** A run command; protected parameters are never kept. */
export function renderRunCommand(
  { name, id, type, location, tags, properties }: ArmResource,
  nowMilliseconds: number,
  withInstanceView: boolean,
): Record<string, unknown> {
  const { runtime, pending: _, ...shown } = properties;
  return {
    name,
    id,
    type,
    location,
    tags: tags ?? {},
    properties: {
      ...shown,
      ...(withInstanceView
        ? { instanceView: runCommandView(runCommandRuntimeSchema.parse(runtime), nowMilliseconds) }
        : {}),
    },
  };
}

function runCommandView(
  runtime: RunCommandRuntime,
  nowMilliseconds: number,
): Record<string, unknown> {
  const { startsMilliseconds, endsMilliseconds, exitCode, output, error, timedOut } = runtime;
  if (startsMilliseconds === undefined) {
    return { executionState: 'Unknown', executionMessage: '', exitCode: 0, statuses: [] };
  }
  if (nowMilliseconds < startsMilliseconds) {
    return { executionState: 'Pending', executionMessage: '', exitCode: 0, statuses: [] };
  }
  const startTime = offsetInstant(startsMilliseconds);
  if (nowMilliseconds < endsMilliseconds) {
    const executionMessage = 'Execution in progress.';
    return { executionState: 'Running', executionMessage, exitCode: 0, startTime, statuses: [] };
  }
  return {
    ...endOf(exitCode, timedOut),
    output,
    error,
    startTime,
    endTime: offsetInstant(endsMilliseconds),
    statuses: [],
  };
}

function endOf(exitCode: number, timedOut: boolean): Record<string, unknown> {
  if (timedOut) {
    return { executionState: 'TimedOut', executionMessage: TIMED_OUT, exitCode: 0 };
  }
  return exitCode === 0
    ? { executionState: 'Succeeded', executionMessage: 'Execution completed.', exitCode }
    : { executionState: 'Failed', executionMessage: failedMessage(exitCode), exitCode };
}

/** The message of a script that its timeout ended; an assumption. */
export const TIMED_OUT = 'Execution timed out.';

/** Wording of the handler of run commands for Linux (azure-cli, custom-script-extension-linux issue 107); assumed of Windows. */
export function failedMessage(exitCode: number): string {
  return `Execution failed: failed to execute command: command terminated with exit status=${exitCode}`;
}
