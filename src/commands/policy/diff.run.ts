// `azbackup policy diff A [B]`: where two policies differ, or a policy and a file.

import { policyDifferences } from '../../domain/backup-policy/differences.js';
import type { PolicyTerms } from '../../domain/backup-policy/policy.js';
import type { PolicyDiffDocument } from './result.js';
import type { CommandContext, CommandResult } from '../context.js';
import { findPolicy, namedPolicy, type PolicyPlace } from './choose.js';
import { fileWords, termsFromFile } from './change/input.js';
import { untilAborted } from '../../facts/until-aborted.js';
import { rule, type OptionRule } from '../options/option.js';
import type { PolicyDiffOptions } from './diff.command.js';

/** How the options go together. */
export const rules: readonly OptionRule<PolicyDiffOptions>[] = [
  rule(
    ({ right, file }) => (right === undefined) !== (file === undefined),
    'specify a second policy or --file, not both',
  ),
];

/** Runs the command. */
export async function run(
  context: CommandContext,
  options: PolicyDiffOptions,
): Promise<CommandResult<PolicyDiffDocument>> {
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
    context.itemFinished(item);
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
  { right, file }: PolicyDiffOptions,
  place: PolicyPlace,
): Promise<Side> {
  return file === undefined
    ? sideOf(context, right ?? '', place)
    : { what: fileWords(file), terms: await termsFromFile(context, file) };
}
