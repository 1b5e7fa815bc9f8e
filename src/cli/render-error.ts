// What went wrong to stderr, as prose or as JSON, and to an exit code.

import { instantOf } from '../domain/time/instant.js';
import { AzbackupError } from '../errors/azbackup-error.js';
import { EXIT_CODES } from '../errors/exit-code.js';
import { describeError } from '../errors/error-envelope.js';
import { isJson, type OutputFormat } from '../output/output-format.js';
import { ANYWHERE, placeFixes } from '../output/suggested-commands.js';
import { createView } from '../output/view.js';
import { formatError } from '../output/views/error.js';
import type { Run } from './run.js';

/** Shows what was thrown, or hands it to an agent; returns the exit code. */
export function renderError(run: Run, thrown: unknown): number {
  const error = run.signal.aborted.aborted ? interruption(run, thrown) : thrown;
  const names = { vm: run.vm };
  const report = describeError(error, { debug: run.settings?.debug ?? false, names });
  const now = instantOf(run.host.clock.now());
  const commandPlace = run.commandPlace ?? ANYWHERE;
  // What needs other rights is for somebody else to run.
  const place = report.needsOtherRights ? { ...commandPlace, principal: '' } : commandPlace;
  placeFixes(report, place);
  if (run.host.agent === undefined) {
    const view = createView(run.io, 'err', { now, commandPlace: place });
    run.io.writeErr(formatError(report, outputFormat(run), view));
  }
  run.host.observer?.error(report.envelope);
  return report.envelope.exitCode;
}

/** Exits that say that all went well; a failure keeps its own code, which says more than that its words are lost. */
const GOOD_ENDINGS: ReadonlySet<number> = new Set([
  EXIT_CODES.done,
  EXIT_CODES.warnings,
  EXIT_CODES['changes-pending'],
]);

/** Says in one line that the result is lost, or not as it was asked for; returns the exit code. */
export function renderUnwritten(run: Run, message: string, exitCode: number): number {
  const error = new AzbackupError({
    code: 'AZB_RESULT_UNWRITTEN',
    kind: 'unwritten',
    message,
    causes: [`what the command did is not undone; it ended with exit code ${exitCode}`],
  });
  const exit = GOOD_ENDINGS.has(exitCode) ? EXIT_CODES.unwritten : exitCode;
  const { envelope } = describeError(error, { debug: false });
  run.io.writeErr(
    isJson(outputFormat(run))
      ? `${JSON.stringify({ ...envelope, exitCode: exit })}\n`
      : `error: ${envelope.message}; ${envelope.cause ?? ''}\n`,
  );
  return exit;
}

/** Whatever a command throws after Ctrl-C, Ctrl-C is why; thrown means that no change was under way. */
function interruption(run: Run, thrown: unknown): AzbackupError {
  return new AzbackupError({
    code: 'AZB_INTERRUPTED',
    kind: run.signal.received() === 'SIGTERM' ? 'terminated' : 'interrupted',
    message: 'stopped before anything was changed',
    underlying: thrown,
  });
}

/** The format asked for, as far as it is known when arguments or settings are what is wrong. */
function outputFormat(run: Run): OutputFormat {
  if (run.settings !== undefined) {
    return run.settings.output;
  }
  const text = run.argv.join(' ');
  const [, asked] =
    /(?:^| )(?:-o ?|--output[ =])(?<format>jsonl?)(?: |$)/u.exec(text) ??
    /^(?<format>jsonl?)$/u.exec(run.host.env['AZBACKUP_OUTPUT'] ?? '') ??
    [];
  return asked === 'json' || asked === 'jsonl' ? asked : 'table';
}
