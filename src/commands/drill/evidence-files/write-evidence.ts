// The evidence of drills as files: what auditors keep.

import { fileIn } from '../../file-in.js';
import { AzbackupError } from '../../../errors/azbackup-error.js';
import type { CommandContext } from '../../context.js';
import type { Drill } from '../evidence.js';
import { evidenceHash } from './hash.js';
import { drillsJunit } from './junit.js';
import { drillMarkdown } from './markdown.js';
import type { DrillEvidence, DrillStatement } from './schema.js';

type Surroundings = Pick<
  CommandContext,
  'writeOutput' | 'installation' | 'correlationId' | 'sandbox'
>;

/** One for all drills of a command, as pipelines publish it. */
const JUNIT_FILE = 'drills.xml';

/**
 * Says in the folder that drills have begun, before anything is made: who stops them anywhere finds errors there, and no
 * earlier results. It shows, too, that the folder can be written to.
 * @throws AzbackupError `AZB_FILE_UNWRITABLE` (2)
 */
export async function beginEvidence(
  context: Surroundings,
  folder: string,
  drills: readonly Drill[],
): Promise<void> {
  const begun = drills.map((drill): Drill =>
    drill.outcome === 'planned' ? { ...drill, outcome: 'running', cleanup: 'pending' } : drill,
  );
  await context.writeOutput(fileIn(folder, JUNIT_FILE), drillsJunit(begun));
}

/** Writes what became of them. A file that cannot be written any more leaves the command incomplete, and undoes nothing. */
export async function writeEvidence(
  context: Surroundings & Pick<CommandContext, 'leftOut'>,
  folder: string,
  drills: readonly Drill[],
): Promise<void> {
  const write = async (name: string, text: string): Promise<void> => {
    try {
      await context.writeOutput(fileIn(folder, name), text);
    } catch (error) {
      if (!(error instanceof AzbackupError)) {
        throw error;
      }
      context.leftOut(`${error.message}; azbackup drill show has what is recorded here`);
    }
  };
  for (const drill of drills.filter(({ id }) => id !== '')) {
    const evidence = evidenceOf(context, drill);
    await write(`${drill.id}.json`, `${JSON.stringify(evidence, undefined, 2)}\n`);
    await write(`${drill.id}.md`, drillMarkdown(evidence));
  }
  await write(JUNIT_FILE, drillsJunit(drills));
}

/** The evidence of a drill, with its hash. */
export function evidenceOf(
  { installation, correlationId, sandbox }: Omit<Surroundings, 'writeOutput'>,
  drill: Drill,
): DrillEvidence {
  const statement: DrillStatement = {
    kind: 'drill-evidence',
    schemaVersion: 1,
    tool: { name: 'azbackup', version: installation.version },
    sandbox: sandbox !== undefined,
    correlationId,
    drill,
  };
  return { ...statement, hash: evidenceHash(statement) };
}
