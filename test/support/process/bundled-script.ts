// Makes a TypeScript file of the tests into one that plain Node can run as a process of its own.

import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldown, type Plugin } from 'rolldown';

/** Bundles a script into a folder; returns the path of the result. */
export async function bundledScript(source: string, directory: string): Promise<string> {
  const bundle = await rolldown({
    input: source,
    platform: 'node',
    logLevel: 'silent',
    plugins: [nativePackages],
  });
  const file = join(directory, 'script.mjs');
  await bundle.write({ file, format: 'esm', codeSplitting: false });
  await bundle.close();
  return file;
}

/** Packages with binaries cannot be bundled; from another folder they are reached by their full path. */
const nativePackages: Plugin = {
  name: 'native-packages',
  resolveId: (id) =>
    id === 'lmdb'
      ? { id: pathToFileURL(createRequire(import.meta.url).resolve(id)).href, external: true }
      : undefined,
};
