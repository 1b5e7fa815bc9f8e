// `azbackup policy diff A [B]`: where two policies differ, or a policy and a file.

import { z } from 'zod';
import { policyDifferences } from '../../domain/backup-policy/differences.js';
import type { PolicyTerms } from '../../domain/backup-policy/policy.js';
import type { PolicyDiffDocument } from './result.js';
import type { CommandContext, CommandResult } from '../context.js';
import { placeFields } from '../options/option-schemas.js';
import { findPolicy, namedPolicy, type PolicyPlace } from './choose.js';
import { fileWords, termsFromFile } from './change/input.js';
import { untilAborted } from '../../facts/until-aborted.js';

/** The options of `policy diff`. */
export const optionsSchema = z
  .strictObject({
    left: z.string().trim().min(1, 'the name of a policy is missing'),
    right: z.string().trim().min(1, 'the name of the second policy is missing').optional(),
    file: z.string().min(1, '--file needs a file, or - for standard input').optional(),
    detailedExitcode: z.boolean().default(false),
    ...placeFields,
  })
  .refine(({ right, file }) => (right === undefined) !== (file === undefined), {
    error: 'name a second policy, or a file with --file, and not both',
  });

type DiffOptions = z.infer<typeof optionsSchema>;

/** Runs the command. */
export async function run(context: CommandContext, options: DiffOptions): Promise<CommandResult> {
  const { subscription, resourceGroup, vault } = options;
  const place = { subscription, resourceGroup, vault };
  const [left, right] = await untilAborted(
    context.signal,
    Promise.all([sideOf(context, options.left, place), rightSide(context, options, place)]),
  );
  const items = policyDifferences(left.terms, right.terms).map((each) => ({ ...each }));
  const document: PolicyDiffDocument = {
    kind: 'policy-diff',
    schemaVersion: 1,
    same: items.length === 0,
    left: left.what,
    right: right.what,
    items,
    summary: { differences: items.length },
  };
  for (const item of items) {
    context.itemFinished(document.kind, item);
  }
  const differ = items.length > 0 && options.detailedExitcode;
  return { document, exit: differ ? 'changes-pending' : 'done' };
}

interface Side {
  /** A policy's id, or a file. */
  readonly what: string;
  readonly terms: PolicyTerms;
}

async function sideOf(context: CommandContext, name: string, place: PolicyPlace): Promise<Side> {
  const { policy } = await findPolicy(context, namedPolicy(name, place));
  return { what: policy.id, terms: policy };
}

async function rightSide(
  context: CommandContext,
  { right, file }: DiffOptions,
  place: PolicyPlace,
): Promise<Side> {
  return file === undefined
    ? sideOf(context, right ?? '', place)
    : { what: fileWords(file), terms: await termsFromFile(context, file) };
}
