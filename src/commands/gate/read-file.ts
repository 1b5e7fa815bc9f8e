// Reads the gate file that somebody named.

import { commandLine } from '../../domain/command-line.js';
import { AzbackupError, hasCode } from '../../errors/azbackup-error.js';
import type { CommandContext } from '../context.js';
import { parseGateFile, type GateFile } from './file.js';

/** A gate file, and how it is called in messages. */
export interface NamedGateFile {
  readonly name: string;
  readonly file: GateFile;
}

/**
 * The file. Who has none yet is shown what writes one.
 * @throws AzbackupError `AZB_FILE_UNREADABLE`, `AZB_GATE_FILE_INVALID` (2)
 */
export async function readGateFile(
  context: Pick<CommandContext, 'readInput'>,
  file: string,
): Promise<NamedGateFile> {
  const name = file === '-' ? 'standard input' : file;
  try {
    return { name, file: await parseGateFile(await context.readInput(file), name) };
  } catch (error) {
    if (!hasCode(error, 'AZB_FILE_UNREADABLE') || file === '-') {
      throw error;
    }
    throw new AzbackupError({
      ...error.fields,
      fix: [`to write a first one: azbackup gate init -f ${commandLine(file)}`],
    });
  }
}
