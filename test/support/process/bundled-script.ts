// Makes a TypeScript file of the tests into one that plain Node can run as a process of its own.

import { join } from 'node:path';
import { rolldown } from 'rolldown';

/** Bundles a script into a folder; returns the path of the result. */
export async function bundledScript(source: string, directory: string): Promise<string> {
  const bundle = await rolldown({ input: source, platform: 'node', logLevel: 'silent' });
  const file = join(directory, 'script.mjs');
  await bundle.write({ file, format: 'esm', codeSplitting: false });
  await bundle.close();
  return file;
}
