// The file in which processes under test leave what they printed, when there is one.
import { appendFileSync } from 'node:fs';

/** The environment variable with the file's path. */
export const PRINTED = 'AZBACKUP_TEST_PRINTED';

/** Keeps the lines that name the program. */
export function keepPrinted(output: string): void {
  const file = process.env[PRINTED];
  const lines = output.split('\n').filter((line) => line.includes('azbackup '));
  if (file !== undefined && lines.length > 0) {
    appendFileSync(file, `${lines.join('\n')}\n`);
  }
}
