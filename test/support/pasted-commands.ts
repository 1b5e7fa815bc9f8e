// Pastes what a run printed: whatever a test looks at, a suggestion in its output must be understood, and must not
// end in the error that it was suggested for.

import { hasToBeFilledIn, printedCommands, staysOn } from './printed-commands.js';
import type { CliRun, RunOptions } from './run-cli.js';
import { shellWords } from './shell-blocks.js';

/** Pasted once for all tests that share this process: the same command is printed by hundreds. */
const pasted = new Set<string>();
const ERROR_CODE = /\bAZB_[A-Z_]+/u;

/**
 * Runs what was printed.
 * @throws Error naming the command and how it ended
 */
export async function pastePrinted(
  run: CliRun,
  argv: readonly string[],
  options: RunOptions,
  runOnce: (argv: readonly string[], options: RunOptions) => Promise<CliRun>,
): Promise<void> {
  if (argv[0] === 'mcp') {
    // Its stdout is a protocol's; what its tools answer is what the commands print, which their own tests paste.
    return;
  }
  if (argv.includes('--help') || argv[0] === 'help') {
    // The definitions' own test holds every example against the parser; to run them all takes minutes.
    return;
  }
  const ownError = ERROR_CODE.exec(run.stderr)?.[0];
  for (const command of [run.stdout, run.stderr].flatMap((text) => printedCommands(text))) {
    const key = `${ownError} ${command}`;
    if (pasted.has(key) || staysOn(command)) {
      continue;
    }
    pasted.add(key);
    const again = await runOnce(shellWords(command).slice(1), inCopy(run, options));
    const error = ERROR_CODE.exec(again.stderr)?.[0];
    const isMisunderstood = error === 'AZB_USAGE' && !hasToBeFilledIn(command);
    // The same command again is meant for later, once something else was done.
    const isAgain = shellWords(command).slice(1).join(' ') === argv.join(' ');
    const isSame = error !== undefined && error === ownError;
    const isNoFix = isSame && !isAgain && !hasToBeFilledIn(command);
    if (isMisunderstood || isNoFix) {
      throw new Error(`printed, and of no use when pasted: ${command}\n${again.stderr}`);
    }
  }
}

/** As for whoever pastes it: the same shell and the same Azure, of which this is a copy; no mishap is repeated. */
function inCopy({ world }: CliRun, { env, cwd, azure, stdin }: RunOptions): RunOptions {
  return {
    world: structuredClone(world),
    ...(env === undefined ? {} : { env }),
    ...(cwd === undefined ? {} : { cwd }),
    ...(azure === undefined ? {} : { azure }),
    ...(stdin === undefined ? {} : { stdin }),
  };
}
