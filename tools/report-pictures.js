// `node tools/report-pictures.js PAGE.html FOLDER`: the page of a report as people see it, as pictures: on a phone, a
// tablet and a desk, light and dark, and on paper. It needs chromium; CHROMIUM names another one.
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

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

/** Takes one picture. Throws where there is no browser, or it takes none. */
function take(page, folder, { name, flags, as }) {
  const file = path.resolve(folder, name);
  execFileSync(
    process.env.CHROMIUM ?? 'chromium',
    [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      ...flags,
      `--${as}=${file}`,
      pathToFileURL(path.resolve(page)).href,
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  console.log(file);
}

const [page, folder] = process.argv.slice(2);
if (page === undefined || folder === undefined) {
  console.error('usage: node tools/report-pictures.js PAGE.html FOLDER');
  process.exitCode = 2;
} else {
  mkdirSync(folder, { recursive: true });
  for (const picture of [...screens, paper]) {
    take(page, folder, picture);
  }
}
