// The workbook and the dashboard: their queries are the exported ones, and the sandbox's Resource Graph runs them.
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { dashboardFiles } from '../../../src/domain/export/dashboard.js';
import { queryFiles } from '../../../src/domain/export/queries.js';
import { workbookFiles } from '../../../src/domain/export/workbook.js';
import { templateSchema, workbookSchema } from '../../support/export/azure-schemas.js';
import { graphRows } from '../../support/export/graph-rows.js';
import { defaultWorld } from '../../support/run-cli.js';

const OPTIONS = { title: 'Backups "here" [x]', maxAgeSeconds: 50 * 3600 };
const EXPORTED = queryFiles(OPTIONS.maxAgeSeconds);
const [template, workbook] = workbookFiles(OPTIONS);
const [dashboard] = dashboardFiles(OPTIONS);

const dashboardSchema = z.looseObject({
  title: z.string(),
  templating: z.strictObject({
    list: z.array(z.looseObject({ name: z.string(), type: z.enum(['datasource', 'query']) })),
  }),
  panels: z.array(
    z.strictObject({
      id: z.int(),
      type: z.enum(['table', 'bargauge']),
      title: z.string().min(1),
      description: z.string().min(1),
      datasource: z.strictObject({
        type: z.literal('grafana-azure-monitor-datasource'),
        uid: z.literal('${datasource}'),
      }),
      gridPos: z.strictObject({
        h: z.int().positive(),
        w: z.int().positive(),
        x: z.int(),
        y: z.int(),
      }),
      targets: z.tuple([
        z.strictObject({
          refId: z.string(),
          datasource: z.looseObject({}),
          queryType: z.literal('Azure Resource Graph'),
          subscriptions: z.tuple([z.literal('$subscription')]),
          azureResourceGraph: z.strictObject({
            query: z.string(),
            resultFormat: z.literal('table'),
          }),
        }),
      ]),
      fieldConfig: z.looseObject({}),
      options: z.looseObject({}),
    }),
  ),
});

const parsedWorkbook = workbookSchema.parse(JSON.parse(workbook?.text ?? ''));
const parsedDashboard = dashboardSchema.parse(JSON.parse(dashboard?.text ?? ''));

const workbookQueries = parsedWorkbook.items.flatMap((item) =>
  item.type === 3 ? [z.looseObject({ query: z.string() }).parse(item.content).query] : [],
);
const dashboardQueries = parsedDashboard.panels.map(
  ({ targets: [{ azureResourceGraph }] }) => azureResourceGraph.query,
);

describe('every panel', () => {
  it.each([
    ['workbook', workbookQueries, 8],
    ['dashboard', dashboardQueries, 7],
  ])('of the %s has an exported query, each once', (_, queries, count) => {
    const known = new Set(EXPORTED.map(({ text }) => text));
    expect(queries.filter((query) => !known.has(query))).toEqual([]);
    expect(new Set(queries).size).toBe(count);
  });

  it('is where no other one is', () => {
    const cells = parsedDashboard.panels.flatMap(({ gridPos: { h, w, x, y } }) =>
      Array.from({ length: h * w }, (_, at) => `${x + (at % w)},${y + Math.floor(at / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(Math.max(...parsedDashboard.panels.map(({ gridPos: { x, w } }) => x + w))).toBe(24);
    expect(new Set(parsedDashboard.panels.map(({ id }) => id)).size).toBe(
      parsedDashboard.panels.length,
    );
  });

  it('has no text in its query that Grafana or a workbook would put something in the place of', () => {
    expect(EXPORTED.filter(({ text }) => /[${}]/u.test(text))).toEqual([]);
  });
});

describe('every query', () => {
  it.each(EXPORTED)('$name is answered with its columns', async ({ text }) => {
    await expect(graphRows(defaultWorld(), text)).resolves.toEqual(expect.any(Array));
  });

  it('keeps to what Resource Graph allows: three joins, one of them between tables', () => {
    for (const { text } of EXPORTED) {
      expect([...text.matchAll(/\bjoin\b kind=(?:inner|leftouter|fullouter) \(/gu)].length).toBe(
        [...text.matchAll(/\| join /gu)].length,
      );
      const tables = [...text.matchAll(/^ *(resources|recoveryservicesresources)$/gmu)].map(
        ([, table]) => table,
      );
      const [first] = tables;
      expect(tables.filter((table) => table !== first).length).toBeLessThanOrEqual(1);
      expect(tables.length).toBeLessThanOrEqual(4);
    }
  });

  it('begins with what it answers, and that the graph lags', () => {
    for (const { text, description } of EXPORTED) {
      expect(text.startsWith(`// ${description}\n`)).toBe(true);
      expect(text).toContain('lags minutes behind');
      expect(text.endsWith('\n') && !text.endsWith('\n\n')).toBe(true);
    }
  });
});

describe('the template of the workbook', () => {
  it('has the workbook, and a title that is none of its expressions', () => {
    const { resources } = templateSchema.parse(JSON.parse(template?.text ?? ''));
    expect(resources).toEqual([
      expect.objectContaining({
        type: 'Microsoft.Insights/workbooks',
        name: "[guid(resourceGroup().id, 'azbackup')]",
        properties: expect.objectContaining({
          displayName: OPTIONS.title,
          serializedData: workbook?.text,
        }),
      }),
    ]);
  });
});
