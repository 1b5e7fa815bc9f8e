// What `npm run docs` runs: makes the generated parts of the pages anew, in place.

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { actionFile } from './action-file.js';
import { evidenceSchemaText } from './evidence-schema.js';
import { renderManPage } from './man-page.js';
import { PAGES, renderPage } from './pages.js';
import { renderRecordedRun } from './recorded-run.js';

/** The manual page, in the folder of the pages. */
const MAN_PAGE = 'azbackup.1';
/** The picture of a terminal that README.md shows. */
const RECORDED_RUN = 'first-run.svg';
/** What others check the evidence of drills with. */
const EVIDENCE_SCHEMA = 'schemas/drill-evidence.schema.json';

/** GitHub looks for it at the top of the repository. */
const ACTION_FILE = '../action.yml';

/** Rewrites the pages of a folder, its manual page and picture; returns the names of those that changed. */
export async function writeDocs(directory: string): Promise<readonly string[]> {
  const changed: string[] = [];
  for (const name of Object.keys(PAGES)) {
    const file = path.join(directory, name);
    const written = await readFile(file, 'utf8');
    await write(file, written, await renderPage(name, written), changed);
  }
  await writeWhole(path.join(directory, RECORDED_RUN), await renderRecordedRun(), changed);
  await writeWhole(path.join(directory, EVIDENCE_SCHEMA), await evidenceSchemaText(), changed);
  await writeWhole(path.join(directory, MAN_PAGE), await renderManPage(), changed);
  await writeWhole(path.join(directory, ACTION_FILE), await actionFile(), changed);
  return changed;
}

/** A file that is generated as a whole, and may not be there yet. */
async function writeWhole(file: string, rendered: string, changed: string[]): Promise<void> {
  await write(file, await readFile(file, 'utf8').catch(() => undefined), rendered, changed);
}

async function write(
  file: string,
  written: string | undefined,
  rendered: string,
  changed: string[],
): Promise<void> {
  if (rendered !== written) {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, rendered);
    changed.push(path.basename(file));
  }
}
