// What a step hands on to later ones: the fields of the result document that they ask for first, and where the files are.

import { z } from 'zod';
import type { AnyDocument } from '../../commands/results/result-document.js';
import { itemErrorSchema, runSchema } from '../../commands/results/parts.js';
import { EXIT_CODES, type ExitKind } from '../../errors/exit-code.js';
import type { ErrorEnvelope } from '../../errors/error-envelope.js';
import type { StepOutputs } from './runner.js';

/** What a step came to. */
export interface StepEnding {
  readonly code: number;
  /** The result document; undefined where the command came to none. */
  readonly document: AnyDocument | undefined;
  /** The error that the command ended with. */
  readonly error: ErrorEnvelope | undefined;
  readonly files: StepFiles;
}

/** Paths of the files that were written. */
export interface StepFiles {
  /** The result document as JSON. */
  readonly result?: string | undefined;
  readonly sarif?: string | undefined;
  readonly junit?: string | undefined;
  readonly markdown?: string | undefined;
}

/** The outputs, in the order of the docs. Each is always there; what does not apply is empty. */
export const STEP_OUTPUTS = {
  'exit-code': 'exit code of azbackup; the step fails where it is not 0',
  ending: 'the same in a word, such as `done`, `unmet` or `still-running`',
  ok: '`true` where the exit code is 0, else `false`',
  kind: 'kind of the result document, such as `gate`',
  verdict: 'its verdict, for commands that have one: `met`, `not-met` or `unknown` of `gate`',
  total: 'number of its items, such as VMs or jobs',
  outcomes: 'items by outcome, as JSON',
  summary: 'its summary, as JSON',
  'run-id': 'id of the run that is recorded, for `--resume`',
  'job-ids': 'ids of the jobs in it, as a JSON array; empty where there are more than 1,000',
  next: 'commands that go on from here, likewise',
  'error-code': 'code of the error, `AZB_...`',
  'error-message': 'its message',
  result: 'path of the result document as JSON',
  sarif: 'path of the SARIF file of `gate`',
  junit: 'path of the JUnit file of `gate`, or of the evidence of `drill run`',
  markdown: 'path of the Markdown file of `gate`',
} as const;

type OutputName = keyof typeof STEP_OUTPUTS;

const OUTPUT_NAMES = Object.keys(STEP_OUTPUTS).filter((name): name is OutputName =>
  Object.hasOwn(STEP_OUTPUTS, name),
);

/** GitHub takes no more than a megabyte of outputs from a job. */
const MAX_LISTED = 1000;

/** Outputs become environment variables of later steps, of which Linux takes none of 128 KiB. */
const MAX_BYTES = 100_000;

const itemSchema = z.object({
  jobId: z.string().nullish().catch(undefined),
  vm: z.object({ name: z.string() }).optional().catch(undefined),
  error: itemErrorSchema.nullish().catch(undefined),
  next: z.array(z.string()).optional().catch(undefined),
});

const documentSchema = z.object({
  kind: z.string(),
  verdict: z.string().optional().catch(undefined),
  items: z.array(itemSchema),
  summary: z.looseObject({
    outcomes: z.record(z.string(), z.number()).optional().catch(undefined),
  }),
  run: runSchema.nullish().catch(undefined),
});

/** What documents have in common, and what only some of them have. */
export type KnownParts = z.infer<typeof documentSchema>;

/** Those parts of a document. */
export function knownParts(document: AnyDocument): KnownParts {
  return documentSchema.parse(document);
}

/** The word for an exit code. */
export function endingOf(code: number): ExitKind {
  return (
    Object.entries(EXIT_CODES)
      .filter((entry): entry is [ExitKind, number] => entry[1] === code)
      .map(([kind]) => kind)[0] ?? 'bug'
  );
}

/** The outputs of a step. */
export function stepOutputs({ code, document, error, files }: StepEnding): StepOutputs {
  const values: Readonly<Partial<Record<OutputName, string | undefined>>> = {
    'exit-code': String(code),
    ending: endingOf(code),
    ok: String(code === EXIT_CODES.done),
    ...(document === undefined ? {} : ofDocument(document)),
    'error-code': error?.code,
    'error-message': error?.message,
    ...files,
  };
  return Object.fromEntries(OUTPUT_NAMES.map((name) => [name, shortOrNone(values[name] ?? '')]));
}

function shortOrNone(text: string): string {
  return Buffer.byteLength(text) > MAX_BYTES ? '' : text;
}

function ofDocument(
  document: AnyDocument,
): Readonly<Partial<Record<OutputName, string | undefined>>> {
  const { kind, verdict, summary, run, items } = knownParts(document);
  const jobIds = items.flatMap(({ jobId }) => jobId ?? []);
  const next = [...(run?.next ?? []), ...items.flatMap((item) => item.next ?? [])];
  return {
    kind,
    verdict,
    total: String(items.length),
    outcomes: summary.outcomes === undefined ? undefined : JSON.stringify(summary.outcomes),
    summary: JSON.stringify(document.summary),
    'run-id': run?.id,
    'job-ids': listOf(jobIds),
    next: listOf(next),
  };
}

/** Each once; nothing where there are too many. */
function listOf(texts: readonly string[]): string | undefined {
  const different = [...new Set(texts)];
  return different.length > MAX_LISTED ? undefined : JSON.stringify(different);
}
