// Asks axe-core in headless Chromium what is wrong with a page for those who cannot see it, or not well.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';

const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome'];

/** The browser that is installed here; undefined where none is. */
export const BROWSER = BROWSERS.find(
  (name) => spawnSync(name, ['--version'], { encoding: 'utf8' }).status === 0,
);

const resultSchema = z.object({
  dark: z.boolean(),
  passes: z.number(),
  violations: z.array(z.object({ id: z.string(), impact: z.string(), nodes: z.array(z.string()) })),
});

/** What axe found, and whether the page was in its dark colours. */
export type AxeResult = z.infer<typeof resultSchema>;

const RUN = `axe.run(document).then(({ passes, violations }) => {
  const found = violations.map(({ id, impact, nodes }) => ({ id, impact, nodes: nodes.slice(0, 5).map(({ html }) => html.slice(0, 200)) }));
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  document.documentElement.textContent = '@' + btoa(unescape(encodeURIComponent(JSON.stringify({ dark, passes: passes.length, violations: found })))) + '@';
});`;

/** Runs all rules of axe on a copy of the page whose policy lets axe in. */
export function axeOf(page: string, { dark = false, width = 1280 } = {}): AxeResult {
  const folder = mkdtempSync(path.join(tmpdir(), 'azbackup-axe-'));
  try {
    const require = createRequire(import.meta.url);
    const axe = require.resolve('axe-core/axe.min.js');
    const scripts = `<script src="${pathToFileURL(axe).href}"></script><script>${RUN}</script>`;
    const file = path.join(folder, 'page.html');
    writeFileSync(
      file,
      page
        .replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/u, '')
        .replace('</body>', () => `${scripts}</body>`),
    );
    const { stdout } = spawnSync(
      BROWSER ?? '',
      [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        `--user-data-dir=${path.join(folder, 'profile')}`,
        `--window-size=${width},1000`,
        `--blink-settings=preferredColorScheme=${dark ? 0 : 1}`,
        '--virtual-time-budget=60000',
        '--dump-dom',
        pathToFileURL(file).href,
      ],
      { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
    );
    const [, text = ''] = /@(?<text>[^@<]+)@/u.exec(stdout) ?? [];
    return resultSchema.parse(JSON.parse(Buffer.from(text, 'base64').toString()));
  } finally {
    rmSync(folder, { recursive: true, maxRetries: 5 });
  }
}
