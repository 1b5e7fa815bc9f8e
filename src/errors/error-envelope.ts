// What the process's edge needs of whatever was thrown: the envelope for programs, the exit code, and
// the little more that prose shows.

import { AzbackupError, type AzbackupErrorFields, bugError } from './azbackup-error.js';
import { EXIT_CODES } from './exit-code.js';
import { adviceFor } from './explanations/azure-explanations.js';
import type { SuggestionNames } from './suggestions.js';

/** The error as one JSON object. Every key is always there; `stack` only with `--debug`. */
export interface ErrorEnvelope {
  readonly type: 'error';
  readonly code: string;
  readonly exitCode: number;
  readonly azureCode: string | null;
  readonly message: string;
  readonly target: string | null;
  /** Why; several causes are separated by `; `. */
  readonly cause: string | null;
  readonly fix: readonly string[];
  readonly docs: string | null;
  readonly requestId: string | null;
  readonly correlationId: string | null;
  readonly stack?: string;
}

/** All keys, in the order in which they are printed. */
const EMPTY_ENVELOPE: ErrorEnvelope = {
  type: 'error',
  code: 'AZB_BUG',
  exitCode: EXIT_CODES.bug,
  azureCode: null,
  message: '',
  target: null,
  cause: null,
  fix: [],
  docs: null,
  requestId: null,
  correlationId: null,
};

/** An error ready to be shown. */
export interface ErrorReport {
  readonly envelope: ErrorEnvelope;
  /** The causes one by one, as prose shows them. */
  readonly causes: readonly string[];
  /** True when somebody with more rights could run the fix. */
  readonly needsOtherRights: boolean;
}

/** What the report may draw on besides the error. */
export interface ErrorReportOptions {
  readonly debug: boolean;
  /** The machine and vault at hand, for the fixes of Azure's codes. */
  readonly names?: SuggestionNames;
}

/**
 * Describes anything that was thrown. An AzbackupError is shown as it is, completed by what is known
 * about Azure's code; everything else is a bug of azbackup.
 */
export function describeError(thrown: unknown, options: ErrorReportOptions): ErrorReport {
  return thrown instanceof AzbackupError
    ? describeExpected(thrown, options)
    : describeBug(thrown, options.debug);
}

function describeExpected(error: AzbackupError, options: ErrorReportOptions): ErrorReport {
  const { fields } = error;
  const known = adviceFor(fields.azureCode ?? '', options.names);
  const causes = causesOf(fields, known?.meaning);
  const ownFix = fields.fix ?? [];
  const envelope: ErrorEnvelope = {
    ...EMPTY_ENVELOPE,
    ...idsOf(fields),
    code: fields.code,
    exitCode: EXIT_CODES[fields.kind],
    message: fields.message,
    target: fields.target ?? null,
    cause: causes.length === 0 ? null : causes.join('; '),
    fix: ownFix.length > 0 ? ownFix : (known?.fix ?? []),
    docs: fields.docs ?? known?.docs ?? null,
    ...stackOf(error, options.debug),
  };
  return { envelope, causes, needsOtherRights: fields.denied !== undefined };
}

/** What Azure calls it, for those who look it up. */
function idsOf(
  fields: AzbackupErrorFields,
): Pick<ErrorEnvelope, 'azureCode' | 'requestId' | 'correlationId'> {
  return {
    azureCode: fields.azureCode ?? null,
    requestId: fields.requestId ?? null,
    correlationId: fields.correlationId ?? null,
  };
}

/** The error's own causes and the missing permission; else what Azure's code means. */
function causesOf(fields: AzbackupErrorFields, meaning: string | undefined): readonly string[] {
  const own = fields.causes ?? [];
  const causes = [...own, ...lacking(fields, own)];
  return causes.length === 0 && meaning !== undefined ? [meaning] : causes;
}

/** The missing permission as a cause, unless the causes name it. */
function lacking(fields: AzbackupErrorFields, causes: readonly string[]): readonly string[] {
  const { denied } = fields;
  return denied === undefined || causes.some((cause) => cause.includes(denied.action))
    ? []
    : [`needs ${denied.action} at ${denied.scope}`];
}

function describeBug(thrown: unknown, debug: boolean): ErrorReport {
  const { message, causes = [], fix = [] } = bugError(thrown).fields;
  const envelope: ErrorEnvelope = {
    ...EMPTY_ENVELOPE,
    message,
    cause: causes.join('; '),
    fix: [...fix],
    ...stackOf(thrown, debug),
  };
  return { envelope, causes, needsOtherRights: false };
}

function stackOf(thrown: unknown, debug: boolean): { readonly stack?: string } {
  return debug && thrown instanceof Error && thrown.stack !== undefined
    ? { stack: thrown.stack }
    : {};
}
