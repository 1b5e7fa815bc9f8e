// Reads a JSON result of `azbackup report`, as far as a comparison needs it; later versions may have more keys.

import { z } from 'zod';
import { parseJson } from '../../domain/parse-json.js';
import { usageError, type AzbackupError } from '../../errors/azbackup-error.js';
import type { CommandContext } from '../context.js';

const vm = z.object({ id: z.string(), name: z.string() });
const day = z.iso.date();

const fileSchema = z.object({
  kind: z.literal('report'),
  schemaVersion: z.literal(1),
  time: z.iso.datetime(),
  complete: z.boolean(),
  headline: z.string(),
  items: z.array(
    z.object({
      vm,
      outcome: z.enum(['safe', 'not-safe', 'unknown']),
      pointsAfterDeadline: z.number().nullable(),
    }),
  ),
  status: z.object({
    items: z.array(
      z.object({
        vm,
        outcome: z.string(),
        keyHealth: z.string().nullable(),
        keyAccess: z.string().nullable(),
      }),
    ),
  }),
  calendar: z.object({
    from: day,
    to: day,
    items: z.array(z.object({ vm, missed: z.array(day), unread: z.string().nullable() })),
  }),
  gate: z
    .object({
      items: z.array(
        z.object({
          vm,
          results: z.array(
            z.object({ rule: z.string(), outcome: z.string(), fingerprint: z.string() }),
          ),
        }),
      ),
    })
    .nullable(),
  inventory: z.object({ deadline: z.string() }),
  keys: z.object({
    items: z.array(
      z.object({
        url: z.string(),
        object: z.enum(['secret', 'key']),
        outcome: z.string(),
        deleteFrom: day.nullable(),
      }),
    ),
  }),
});

/** What of a report is compared. */
export type ReportFile = z.output<typeof fileSchema>;

/** Any result of this program. */
const resultSchema = z.object({ kind: z.string(), schemaVersion: z.number() });

/**
 * The report in a file.
 * @throws AzbackupError `AZB_FILE_UNREADABLE`, `AZB_REPORT_INVALID` (2)
 */
export async function readReport(
  context: Pick<CommandContext, 'readInput'>,
  file: string,
): Promise<ReportFile> {
  const name = file === '-' ? 'standard input' : file;
  const value = parseJson(await context.readInput(file));
  const parsed = fileSchema.safeParse(value);
  if (parsed.success) {
    return parsed.data;
  }
  const [issue] = parsed.error.issues;
  const where = issue === undefined ? '' : `${issue.path.join('.')}: ${issue.message}`;
  throw invalid(name, foreign(value) ?? where);
}

/** What a file is that has no report. */
function foreign(value: unknown): string | undefined {
  if (value === undefined) {
    return 'it is not JSON';
  }
  const result = resultSchema.safeParse(value);
  if (!result.success) {
    return 'it is not a result of azbackup';
  }
  const { kind, schemaVersion } = result.data;
  if (kind !== 'report') {
    return `it is a result of another command: its kind is ${kind}`;
  }
  return schemaVersion === 1
    ? undefined
    : `its schemaVersion is ${schemaVersion}, and this version of azbackup knows 1`;
}

function invalid(name: string, cause: string): AzbackupError {
  return usageError('AZB_REPORT_INVALID', `${name} is not a JSON result of azbackup report`, {
    target: name,
    causes: [cause],
    fix: ['azbackup report --all -o json'],
  });
}

/** The error of two reports in the wrong order. */
export function laterFirst(old: string, newer: string): AzbackupError {
  return usageError('AZB_REPORT_ORDER', `${old} is of a later time than ${newer}`, {
    target: old,
    fix: ['give the earlier report first'],
  });
}
