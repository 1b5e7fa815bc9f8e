// The page of a report: one file that needs nothing else, with the numbers of its document, and nobody's ids.
import { createHash } from 'node:crypto';
import { XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { reportPage } from '../../../../../src/commands/report/html/page.view.js';
import {
  reportDocumentSchema,
  type ReportDocument,
} from '../../../../../src/commands/report/result.js';
import { isSafe } from '../../../../../src/domain/unsafe-characters.js';
import { guid, reportSample } from '../../../../support/report/sample.js';

const SAMPLE = reportSample({ machines: 26 });
const PAGE = reportPage(SAMPLE, { ids: 'full' });

function sectionOf(page: string, id: string): string {
  return page.split(`<section id="${id}"`)[1]?.split('</section>')[0] ?? '';
}

/** The rows of the tables of a section, each as the texts of its cells. */
function rowsOf(page: string, id: string): string[][] {
  return [...sectionOf(page, id).matchAll(/<tr>(?<row>(?:(?!<\/tr>)[\s\S])*)<\/tr>/gu)]
    .map(({ groups }) => groups?.['row'] ?? '')
    .filter((row) => row.includes('scope="row"'))
    .map((row) =>
      row
        .split(/<\/t[hd]>/u)
        .slice(0, -1)
        .map((cell) => cell.replaceAll(/<[^>]*>/gu, '')),
    );
}

function compare(left: string, right: string): number {
  return left < right ? -1 : 1;
}

function valueAt(document: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => {
    const found: unknown = Object.entries(Object(value)).find(([name]) => name === key)?.[1];
    return key === 'length' && Array.isArray(value) ? value.length : found;
  }, document);
}

describe('the page', () => {
  it('is drawn from a document of the command', () => {
    expect(reportDocumentSchema.safeParse(SAMPLE).error).toBeUndefined();
  });

  it('is well-formed, and its links lead to what is there', () => {
    const markup = PAGE.replace('<!doctype html>', '').replaceAll(/<style>[\s\S]*<\/style>/gu, '');
    expect(
      XMLValidator.validate(markup, { allowBooleanAttributes: true, unpairedTags: ['meta'] }),
    ).toBe(true);
    const ids = [...PAGE.matchAll(/ id="(?<id>[^"]*)"/gu)].map(({ groups }) => groups?.['id']);
    const links = [...PAGE.matchAll(/ href="#(?<id>[^"]*)"/gu)].map(({ groups }) => groups?.['id']);
    expect(new Set(ids).size).toBe(ids.length);
    expect(links.length).toBeGreaterThan(8);
    expect(links.filter((id) => !ids.includes(id))).toEqual([]);
  });

  it('loads nothing, runs nothing, and lets in no style but its own', () => {
    expect(PAGE).not.toMatch(/<(?:script|link|img|iframe|object|embed|form|base)\b/u);
    expect(PAGE).not.toMatch(/\s(?:on\w+|src|srcset|style|action)=/u);
    expect([...PAGE.matchAll(/href="(?<to>[^"]*)"/gu)].filter(([, to]) => to?.[0] !== '#')).toEqual(
      [],
    );
    const style = /<style>(?<text>[\s\S]*)<\/style>/u.exec(PAGE)?.groups?.['text'] ?? '';
    expect(style).not.toMatch(/url\(|@import/u);
    const hash = createHash('sha256').update(style).digest('base64');
    expect(PAGE).toContain(
      `content="default-src &#39;none&#39;; style-src &#39;sha256-${hash}&#39;; base-uri &#39;none&#39;; form-action &#39;none&#39;"`,
    );
    expect(style).toMatch(/prefers-color-scheme:dark[\s\S]*@media print/u);
  });

  it.each([1, 26, 130])('has the numbers of the document, of %i machines', (machines) => {
    const document = reportSample({ machines });
    const page = reportPage(document, { ids: 'full' });
    const figures = [...page.matchAll(/<data value="(\d+)" data-of="([^"]+)">(\d+)<\/data>/gu)];
    expect(figures.length).toBeGreaterThan(20);
    for (const [, value, path = '', shown] of figures) {
      expect([path, value, shown]).toEqual([
        path,
        shown,
        JSON.stringify(valueAt(document, path) ?? 0),
      ]);
    }
    const paths = new Set(figures.map(([, , path]) => path));
    const { summary, status, gate, inventory, keys } = document;
    const wanted = [
      ...Object.keys(summary)
        .filter((key) => key !== 'outcomes')
        .map((key) => `summary.${key}`),
      ...Object.keys(summary.outcomes).map((key) => `summary.outcomes.${key}`),
      ...Object.keys(status.summary.outcomes).map((key) => `status.summary.outcomes.${key}`),
      ...Object.keys(gate?.summary.results ?? {}).map((key) => `gate.summary.results.${key}`),
      ...Object.keys(inventory.summary.outcomes).map((key) => `inventory.summary.outcomes.${key}`),
      ...Object.keys(keys.summary.outcomes).map((key) => `keys.summary.outcomes.${key}`),
      'jobs.items.length',
      'calendar.items.length',
    ];
    expect(wanted.filter((path) => !paths.has(path))).toEqual([]);
  });

  it.each([26, 130])(
    'has each of %i machines once in its coverage and its calendar',
    (machines) => {
      const document = reportSample({ machines });
      const page = reportPage(document, { ids: 'full' });
      const names = document.items.map(({ vm }) => vm.name).toSorted(compare);
      expect(
        rowsOf(page, 'coverage')
          .map(([name = '']) => name)
          .toSorted(compare),
      ).toEqual(names);
      const rows = rowsOf(page, 'calendar');
      expect(rows.map(([name = '']) => name).toSorted(compare)).toEqual(names);
      const items = new Map(document.calendar.items.map((item) => [item.vm.name, item]));
      for (const [name = '', , points, , , , missed = '0'] of rows) {
        const item = items.get(name);
        const total = item?.days.reduce((sum, day) => sum + day.points, 0);
        expect([name, points, missed]).toEqual([name, String(total), String(item?.missed.length)]);
      }
      // A triangle for each missed day, and one in the legend.
      const triangles = sectionOf(page, 'calendar').match(/l\.5-7 \.5 7/gu)?.length;
      expect(triangles).toBe(document.summary.missedDays + 1);
    },
  );

  it('has each check of the gate in its rules, and each miss once', () => {
    const rows = rowsOf(PAGE, 'gate');
    const results = SAMPLE.gate?.summary.results ?? {};
    const rules = rows.filter((row) => row.length === 8);
    const counted = [3, 4, 5, 6, 7].map((column) =>
      rules.reduce((sum, row) => sum + Number(row[column]), 0),
    );
    expect(counted).toEqual(
      ['not-met', 'unknown', 'waived', 'met', 'not-applicable'].map((key) => results[key] ?? 0),
    );
    const missed = rows.filter((row) => row.length === 5);
    const total = missed.reduce((sum, row) => sum + Number(row[3]), 0);
    expect(total).toBe((results['not-met'] ?? 0) + (results['unknown'] ?? 0));
  });

  it('has every key, job and point', () => {
    expect(rowsOf(PAGE, 'keys').length).toBe(SAMPLE.keys.items.length);
    const jobs = rowsOf(PAGE, 'jobs').reduce((sum, row) => sum + Number(row[3]), 0);
    expect(jobs).toBe(SAMPLE.jobs.items.length);
    const names = SAMPLE.points.items.map(({ name }) => name);
    expect(names.filter((name) => !sectionOf(PAGE, 'retirement').includes(name))).toEqual([]);
    const commands = SAMPLE.next.flatMap((entry) => entry.commands);
    expect(commands.filter((each) => !sectionOf(PAGE, 'next').includes(each))).toEqual([]);
    expect(SAMPLE.unread.filter((each) => !sectionOf(PAGE, 'unread').includes(each))).toEqual([]);
  });

  it('has no gate, keys, jobs or steps to show where there are none', () => {
    const { status, inventory, keys, points, calendar } = SAMPLE;
    const page = reportPage(
      {
        ...SAMPLE,
        complete: true,
        items: [],
        unread: [],
        gate: null,
        next: [],
        status: { ...status, items: [], summary: { total: 0, outcomes: {}, tooOld: 0 } },
        calendar: { ...calendar, items: [] },
        inventory: { ...inventory, items: [], summary: { ...inventory.summary, outcomes: {} } },
        keys: { ...keys, items: [] },
        points: { ...points, items: [], policies: [] },
        jobs: { items: [], failed: [] },
      },
      { ids: 'full' },
    );
    expect(page).toContain('No gate file was given');
    expect(page).toContain('Everything was read.');
    expect(page).not.toContain('NaN');
    expect(page).not.toContain('Not everything could be read');
  });
});

describe('its ids', () => {
  const isId = /[\da-f]{8}-?[\da-f]{4}-?[\da-f]{4}-?[\da-f]{4}-?[\da-f]{12}/iu;
  const masked = reportPage(SAMPLE, { ids: 'masked' });

  it('are masked, and names are not', () => {
    expect(PAGE).toMatch(isId);
    expect(masked).not.toMatch(isId);
    for (const name of ['app-prod-00001', 'rsv-production-westeurope-01', 'kv-production']) {
      expect(masked).toContain(name);
    }
  });

  it('are masked equally where they are equal, in whatever case', () => {
    const [one, other] = [guid(1), guid(2)];
    const page = reportPage(
      {
        ...SAMPLE,
        unread: [`of ${one}, ${other}, ${one.toUpperCase()}, ${one.replaceAll('-', '')}.`],
      },
      { ids: 'masked' },
    );
    const [, a, b, c, d] =
      /of (id-\d+), (id-\d+), (id-\d+), (id-\d+)\./u.exec(sectionOf(page, 'unread')) ?? [];
    expect([c, d]).toEqual([a, a]);
    expect(b).not.toBe(a);
    expect(a).toMatch(/^id-\d+$/u);
  });
});

describe('text of the world', () => {
  const HOSTILE = `a<b>"'&]]>\n</style><script>alert(1)</script><img src=x onerror=alert(1)>\u202E\u001B[31m\u0000\uD800`;
  /** Keys under which a document has words that others chose. */
  const WORDS = new Set(
    'name policy reason reasons message causes fix commands problem headline unread code azureCode keyVault version file scope block requirement resourceGroup operation gaps command osType encryption kind'.split(
      ' ',
    ),
  );

  function poisoned(value: unknown, key: string): unknown {
    if (typeof value === 'string') {
      return WORDS.has(key) ? `${value}${HOSTILE}` : value;
    }
    if (Array.isArray(value)) {
      return value.map((each: unknown) => poisoned(each, key));
    }
    return typeof value === 'object' && value !== null
      ? Object.fromEntries(
          Object.entries(value).map(([name, inner]: [string, unknown]) => [
            name,
            // What a document is, and what encryption is called, are words of ours.
            name === 'kind' && key !== 'encryption' ? inner : poisoned(inner, name),
          ]),
        )
      : value;
  }

  it('stays text, whoever wrote it', () => {
    const document = poisoned(SAMPLE, '') as ReportDocument;
    const page = reportPage(document, { ids: 'full' });
    expect(page.split('&lt;script&gt;').length).toBeGreaterThan(500);
    expect(page).not.toMatch(/<(?:script|img)\b/u);
    expect(page.match(/<\/style>/gu)).toHaveLength(1);
    expect(isSafe(page)).toBe(true);
    const tagsOf = (text: string): Set<string> => new Set(text.match(/<\/?[a-z]\w*/gu));
    expect(tagsOf(page)).toEqual(tagsOf(PAGE));
    // A command is one line: a line end in a name would begin another one.
    expect(page).not.toMatch(/<code>[^<]*\n/u);
  });
});

describe('a thousand machines', () => {
  it('fit into a file that can be mailed', () => {
    const page = reportPage(reportSample({ machines: 1000 }), { ids: 'full' });
    expect(Buffer.byteLength(page)).toBeLessThan(1_500_000);
  });
});
