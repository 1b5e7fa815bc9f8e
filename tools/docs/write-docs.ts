// What `npm run docs` runs: makes the generated parts of the pages anew, in place.

import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { PAGES, renderPage } from './pages.js';

/** Rewrites the pages of a folder; returns the names of those that changed. */
export async function writeDocs(directory: string): Promise<readonly string[]> {
  const changed: string[] = [];
  for (const name of Object.keys(PAGES)) {
    const file = path.join(directory, name);
    const written = await readFile(file, 'utf8');
    const rendered = await renderPage(name, written);
    if (rendered !== written) {
      await writeFile(file, rendered);
      changed.push(name);
    }
  }
  return changed;
}
