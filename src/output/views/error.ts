// The view of an error, on stderr: what happened, why, what settles it, and the codes to look up.

import type { ErrorReport } from '../../errors/error-envelope.js';
import { isJson, type OutputFormat } from '../output-format.js';
import { flow, stripControls, wrapIndented } from '../text-width.js';
import type { View } from '../view.js';
import { formatFixBlock, isCommand } from './fix-lines.js';

/** An error for stderr: one JSON object when the result is JSON, prose otherwise. */
export function formatError(report: ErrorReport, format: OutputFormat, view: View): string {
  return isJson(format)
    ? `${JSON.stringify(report.envelope)}\n`
    : stripControls(`${proseLines(report, view).join('\n')}\n`);
}

function proseLines(report: ErrorReport, view: View): string[] {
  const { envelope } = report;
  return [
    wrapIndented(`${view.theme.fail('error:')} ${envelope.message}`, view.width, 0, 2),
    ...report.causes.map((cause) => wrapIndented(cause, view.width, 2, 4)),
    ...fixLines(report, view),
    ...flow(codes(report), view.width - 2).map((line) => view.theme.muted(`  ${line}`)),
    ...(envelope.stack === undefined ? [] : [envelope.stack]),
  ];
}

function fixLines(report: ErrorReport, view: View): string[] {
  const lead =
    report.needsOtherRights && report.envelope.fix.some(isCommand)
      ? 'someone with this permission can run:'
      : 'try:';
  return formatFixBlock(report.envelope.fix, lead, view);
}

function codes({ envelope }: ErrorReport): string[] {
  return [
    `code ${envelope.code}`,
    ...(envelope.azureCode === null ? [] : [`Azure's code ${envelope.azureCode}`]),
    ...(envelope.requestId === null ? [] : [`request ${envelope.requestId}`]),
    `exit ${envelope.exitCode}`,
  ];
}
