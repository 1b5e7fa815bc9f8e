// `azbackup export policy`: definitions of Azure Policy, and the built-in that protects machines.

import { policyFiles } from '../../domain/export/policy/files.js';
import type { TagValue } from '../../domain/export/policy/initiative.js';
import { regionKey } from '../../domain/region.js';
import type { CommandContext, CommandResult } from '../context.js';
import type { ExportPolicyOptions } from './policy.command.js';
import type { ExportDocument } from './result.js';
import { exportFiles } from './write-files.js';

const EFFECTS = { deny: 'Deny', audit: 'Audit', disabled: 'Disabled' } as const;

/** Runs the command. */
export function run(
  context: CommandContext,
  options: ExportPolicyOptions,
): Promise<CommandResult<ExportDocument>> {
  const { backupPolicy, location, newVault, scope, part, out } = options;
  const exclude = valuesOf(options.excludeTag);
  return exportFiles(context, {
    kind: 'policy',
    files: policyFiles({
      scope,
      extensionEffect: EFFECTS[options.extensionEffect],
      exclude,
      builtIn:
        backupPolicy === undefined && !newVault
          ? undefined
          : {
              backupPolicyId: backupPolicy,
              location: location === undefined ? undefined : regionKey(location),
              include: valuesOf(options.tag),
              exclude,
            },
    }),
    names: part,
    out,
    shown: 'first',
  });
}

function valuesOf(
  tags: readonly { readonly name: string; readonly value: string }[],
): TagValue | undefined {
  const [first] = tags;
  return first === undefined
    ? undefined
    : { name: first.name, values: tags.map(({ value }) => value) };
}
