// What `npm run docs` runs: makes the generated parts of the pages anew, in place.

import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { renderManPage } from './man-page.js';
import { PAGES, renderPage } from './pages.js';

/** The manual page, in the folder of the pages. */
const MAN_PAGE = 'azbackup.1';

/** Rewrites the pages of a folder and the manual page; returns the names of those that changed. */
export async function writeDocs(directory: string): Promise<readonly string[]> {
  const changed: string[] = [];
  for (const name of Object.keys(PAGES)) {
    const file = path.join(directory, name);
    const written = await readFile(file, 'utf8');
    await write(file, written, await renderPage(name, written), changed);
  }
  const manual = path.join(directory, MAN_PAGE);
  const written = await readFile(manual, 'utf8').catch(() => undefined);
  await write(manual, written, await renderManPage(), changed);
  return changed;
}

async function write(
  file: string,
  written: string | undefined,
  rendered: string,
  changed: string[],
): Promise<void> {
  if (rendered !== written) {
    await writeFile(file, rendered);
    changed.push(path.basename(file));
  }
}
