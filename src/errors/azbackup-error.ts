// The one error class of the program: expected trouble that ends a command. It is thrown where the
// cause is known and rendered once, at the process's edge.

import type { ExitKind } from './exit-code.js';

/** Everything an error may carry; each field is safe to print. */
export interface AzbackupErrorFields {
  /** Stable code, `AZB_…`. */
  readonly code: string;
  readonly kind: Exclude<ExitKind, 'done'>;
  /** What happened, one sentence that names the thing; no full stop. */
  readonly message: string;
  /** The resource, option or file it is about. */
  readonly target?: string;
  /** Why, one idea a line. */
  readonly causes?: readonly string[];
  /** Commands or actions that settle it, best first. */
  readonly fix?: readonly string[];
  /** Azure's own error code. */
  readonly azureCode?: string;
  /** Address of the documentation. */
  readonly docs?: string;
  readonly requestId?: string;
  readonly correlationId?: string;
  /** What the caller lacks, when Azure named it. */
  readonly denied?: {
    readonly action: string;
    readonly scope: string;
    /** The caller's object id, where the message has it. */
    readonly caller?: string;
  };
  /** Seconds after which Azure wants to be asked again. */
  readonly retryAfterSeconds?: number;
  /** The error underneath, for `--debug` alone. */
  readonly underlying?: unknown;
}

/** Expected trouble: shown to the user as it is, and mapped to an exit code by its kind. */
export class AzbackupError extends Error {
  override readonly name = 'AzbackupError';
  readonly fields: AzbackupErrorFields;

  constructor(fields: AzbackupErrorFields) {
    super(fields.message, { cause: fields.underlying });
    this.fields = fields;
  }
}

/** What was thrown and is not expected. */
export function bugError(error: unknown): AzbackupError {
  return new AzbackupError({
    code: 'AZB_BUG',
    kind: 'bug',
    message: `unexpected: ${error instanceof Error ? error.message : String(error)}`,
    causes: ['this is a bug in azbackup'],
    fix: ['report it with the output of the same command with --debug'],
    underlying: error,
  });
}

/** Bad or missing input: exit code 2. */
export function usageError(
  code: string,
  message: string,
  more: Omit<AzbackupErrorFields, 'code' | 'kind' | 'message'> = {},
): AzbackupError {
  return new AzbackupError({ ...more, code, kind: 'usage', message });
}

/** True for an error of ours with this code. */
export function hasCode(error: unknown, code: string): error is AzbackupError {
  return error instanceof AzbackupError && error.fields.code === code;
}
