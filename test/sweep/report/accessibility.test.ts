// The page of a report as those have it who do not see it, or not well: axe-core in headless Chromium.
import { describe, expect, it } from 'vitest';
import { reportPage } from '../../../src/commands/report/html/page.view.js';
import type { ReportDocument } from '../../../src/commands/report/result.js';
import { axeOf, BROWSER } from '../../support/report/axe.js';
import { runCli } from '../../support/run-cli.js';
import { reportSample } from '../../support/report/sample.js';

/** What would keep somebody out; `moderate` and `minor` are matters of taste. */
const GRAVE = ['serious', 'critical'];

// Only where a browser is installed: what it makes of the page cannot be known without one.
describe.runIf(BROWSER !== undefined)('the page of a report', () => {
  it.each([
    { dark: false, width: 1280 },
    { dark: true, width: 360 },
  ])('keeps nobody out: dark $dark, $width pixels wide', (view) => {
    const found = axeOf(reportPage(reportSample({ machines: 16 }), { ids: 'masked' }), view);
    expect(found.dark).toBe(view.dark);
    expect(found.passes).toBeGreaterThan(20);
    expect(found.violations.filter(({ impact }) => GRAVE.includes(impact))).toEqual([]);
  });

  it('of the default world keeps nobody out', async () => {
    const run = await runCli(['report', '--all', '-o', 'json']);
    const found = axeOf(reportPage(run.json<ReportDocument>(), { ids: 'full' }));
    expect(found.violations.filter(({ impact }) => GRAVE.includes(impact))).toEqual([]);
  });

  it('that had pale words and no language would be refused', () => {
    const page = reportPage(reportSample({ machines: 3 }), { ids: 'masked' })
      .replace('<html lang="en">', '<html>')
      .replace('<table>', '<table style="color:#bbb;background:#fff">');
    const ids = axeOf(page).violations.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(['html-has-lang', 'color-contrast']));
  });
});
