// `node tools/report-pictures.js PAGE.html FOLDER`: the page of a report as people see it, as pictures: on a phone, a
// tablet and a desk, light and dark, and on paper. It needs chromium; CHROMIUM names another one.
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const [page, folder] = process.argv.slice(2);
if (page === undefined || folder === undefined) {
  console.error('usage: node tools/report-pictures.js PAGE.html FOLDER');
  process.exit(2);
}
mkdirSync(folder, { recursive: true });

/** So many pixels of the page are seen: a picture has to be as high as the window. */
const HEIGHT = 4000;

const screens = [360, 768, 1280].flatMap((width) =>
  ['light', 'dark'].map((scheme) => ({
    name: `${width}-${scheme}.png`,
    flags: [
      '--hide-scrollbars',
      `--window-size=${width},${HEIGHT}`,
      `--blink-settings=preferredColorScheme=${scheme === 'dark' ? 0 : 1}`,
    ],
    as: 'screenshot',
  })),
);
const paper = { name: 'print.pdf', flags: ['--no-pdf-header-footer'], as: 'print-to-pdf' };

for (const { name, flags, as } of [...screens, paper]) {
  const file = path.resolve(folder, name);
  const { status, error, stderr } = spawnSync(
    process.env.CHROMIUM ?? 'chromium',
    [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      ...flags,
      `--${as}=${file}`,
      pathToFileURL(path.resolve(page)).href,
    ],
    { encoding: 'utf8' },
  );
  if (status !== 0) {
    console.error(error?.message ?? stderr);
    process.exit(1);
  }
  console.log(file);
}
