// What a script does that is run on a machine. Nothing is executed: a world says how each ends.

import { z } from 'zod';
import { globExpression } from '../../../faults/matching.js';
import type { WorldState } from '../../../kernel/state.js';

const scriptSchema = z.strictObject({
  /** Glob over names of machines; any machine when absent. */
  machine: z.string().optional(),
  /** Text that the script holds; any script when absent. */
  contains: z.string().optional(),
  exitCode: z.int().optional(),
  /** What it writes to its output. */
  output: z.string().optional(),
  /** What it writes to its error stream. */
  error: z.string().optional(),
  /** How long it runs. */
  seconds: z.number().nonnegative().optional(),
  /** It never ends of itself. */
  hangs: z.boolean().optional(),
});

/** Rules in the order in which they are asked. */
export const scriptsSchema = z.array(scriptSchema);

/** How a script goes. */
export interface ScriptRun {
  readonly exitCode: number;
  readonly output: string;
  readonly error: string;
  /** Undefined when it never ends. */
  readonly milliseconds: number | undefined;
}

/** Of a script that the world says nothing of; an assumption. */
const USUAL_SECONDS = 10;

/** How a script goes on a machine: as the first rule says that is about both. */
export function runOf(state: WorldState, machineName: string, script: string): ScriptRun {
  const rule = (state.scripts ?? []).find(
    ({ machine = '*', contains = '' }) =>
      globExpression(machine).test(machineName) && script.includes(contains),
  );
  const { exitCode = 0, output = '', error = '', seconds = USUAL_SECONDS, hangs } = rule ?? {};
  return { exitCode, output, error, milliseconds: hangs === true ? undefined : seconds * 1000 };
}
