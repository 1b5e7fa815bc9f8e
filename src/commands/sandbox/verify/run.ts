// `azbackup sandbox verify`: plays a recording of Azure to the sandbox and compares the answers.

import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { usageError } from '../../../errors/azbackup-error.js';
import type { CommandContext, CommandResult } from '../../context.js';
import type { Exchange } from '../../../sandbox/recorded/recording.js';
import { controlledSandbox } from '../control.js';
import type { SandboxVerifyOptions } from './command.js';
import { verifyDocument, type VerifiedFile } from './report.js';
import type { SandboxVerifyDocument } from './result.js';

/**
 * Runs the command. Nothing of the sandbox itself is changed: the world of a recording lives as long as the
 * command.
 */
export async function run(
  context: CommandContext,
  { folder }: SandboxVerifyOptions,
): Promise<CommandResult<SandboxVerifyDocument>> {
  const directory = path.resolve(controlledSandbox(context).access.workingDirectory, folder);
  const files = await readRecording(directory);
  const [{ verifyRecording }, { assumptions }] = await Promise.all([
    import('../../../sandbox/recorded/verify-recording.js'),
    import('../../../sandbox/assumptions.js'),
  ]);
  const answered = files.filter(({ exchange }) => exchange !== undefined);
  const verified = await verifyRecording({
    file: directory,
    exchanges: answered.flatMap(({ exchange }) => exchange ?? []),
  });
  const verdicts = [...verified];
  const exchanges = files.map(({ file, exchange }): VerifiedFile => {
    const verdict = exchange === undefined ? undefined : verdicts.shift();
    return { ...(verdict ?? UNANSWERED), file };
  });
  const document = verifyDocument(directory, exchanges, assumptions);
  for (const item of document.items) {
    context.itemFinished(item);
  }
  const { agree, differ } = document.summary;
  return { document, exit: differ === 0 && agree > 0 ? 'done' : 'blocked' };
}

const UNANSWERED = {
  index: 0,
  operationId: undefined,
  outcome: 'not-compared',
  reason: 'no answer came when it was recorded',
  differences: [],
  ofTheWorld: 0,
} as const;

const headersSchema = z.record(z.string(), z.string()).default({});

/** As `--record` and `sandbox serve --record` write it. */
const fileSchema = z.object({
  request: z.object({
    method: z.string(),
    url: z.url(),
    headers: headersSchema,
    body: z.unknown().optional(),
  }),
  /** Null where none came. */
  response: z
    .object({ status: z.number().int(), headers: headersSchema, body: z.unknown().optional() })
    .nullable(),
});

interface RecordedFile {
  readonly file: string;
  /** Undefined where no answer came. */
  readonly exchange: Exchange | undefined;
}

/** Throws AzbackupError `AZB_RECORDING_UNREADABLE` (2) for a folder that is no recording. */
async function readRecording(directory: string): Promise<readonly RecordedFile[]> {
  const names = await readdir(directory).catch((error: unknown) => {
    throw unreadable(directory, error);
  });
  const files = names.filter((name) => /^\d+\.json$/u.test(name)).toSorted();
  if (files.length === 0) {
    throw unreadable(directory, new Error('there are no exchanges in it, such as 000001.json'));
  }
  return Promise.all(files.map((file) => readExchange(directory, file)));
}

async function readExchange(directory: string, file: string): Promise<RecordedFile> {
  try {
    const text = await readFile(path.join(directory, file), 'utf8');
    const { request, response } = fileSchema.parse(JSON.parse(text));
    return { file, exchange: response === null ? undefined : { request, response } };
  } catch (error) {
    throw unreadable(path.join(directory, file), error);
  }
}

function unreadable(target: string, error: unknown): Error {
  const causes =
    error instanceof z.ZodError
      ? error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
      : [error instanceof Error ? error.message : String(error)];
  return usageError('AZB_RECORDING_UNREADABLE', `${target} is not a recording`, {
    target,
    causes,
    fix: ['name a folder that --record has written'],
    underlying: error,
  });
}
