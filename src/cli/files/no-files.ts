// Files for a caller that may name none: an agent would read what its user can read, and write where they can write.

import type { CommandContext } from '../../commands/context.js';
import { usageError, type AzbackupError } from '../../errors/azbackup-error.js';

/** What commands do with named files, each refused. */
export function noFiles(): Pick<
  CommandContext,
  'readInput' | 'readInputBytes' | 'namesIn' | 'writeOutput' | 'prepareOutput'
> {
  return {
    readInput: refuse,
    readInputBytes: refuse,
    namesIn: refuse,
    writeOutput: refuse,
    prepareOutput: refuse,
  };
}

function refuse(file: string): Promise<never> {
  return Promise.reject(refusal(file));
}

function refusal(file: string): AzbackupError {
  return usageError('AZB_AGENT_FILE', `an agent may name no file: ${file}`, {
    target: file,
    causes: ['tools of azbackup mcp read and write no files of this machine'],
    fix: ['name the VMs themselves, or run the command in a terminal'],
  });
}
