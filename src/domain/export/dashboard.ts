// A dashboard for Grafana over the queries, with its data source Azure Monitor. That of docs/metrics shows the metrics of
// `azbackup metrics`; this one needs no azbackup to run.

import { jsonText } from './json-text.js';
import type { DASHBOARD_NAMES, ExportedFile, QueryName } from './names.js';
import { queryFile } from './queries.js';

/** What of the dashboard can be chosen. */
export interface DashboardOptions {
  readonly title: string;
  readonly maxAgeSeconds: number;
}

const DATASOURCE = { type: 'grafana-azure-monitor-datasource', uid: '${datasource}' } as const;

interface PanelPlace {
  readonly query: QueryName;
  readonly title: string;
  readonly type: 'bargauge' | 'table';
  readonly width: number;
  readonly height: number;
}

const PANELS: readonly PanelPlace[] = [
  { query: 'states', title: 'VMs by state', type: 'bargauge', width: 8, height: 9 },
  { query: 'unprotected', title: 'VMs without backups', type: 'table', width: 16, height: 9 },
  {
    query: 'old-points',
    title: 'VMs with old recovery points',
    type: 'table',
    width: 12,
    height: 9,
  },
  { query: 'failed-jobs', title: 'Failed backup jobs', type: 'table', width: 12, height: 9 },
  {
    query: 'ade-disks',
    title: 'Disks with Azure Disk Encryption',
    type: 'table',
    width: 12,
    height: 9,
  },
  {
    query: 'items-without-machine',
    title: 'Protected items without a VM',
    type: 'table',
    width: 12,
    height: 9,
  },
  { query: 'protection', title: 'All VMs', type: 'table', width: 24, height: 12 },
];

const COLUMNS = 24;

/** The dashboard. */
export function dashboardFiles({
  title,
  maxAgeSeconds,
}: DashboardOptions): readonly ExportedFile<(typeof DASHBOARD_NAMES)[number]>[] {
  const dashboard = {
    title,
    uid: 'azbackup-resource-graph',
    tags: ['azbackup', 'backup'],
    schemaVersion: 39,
    version: 1,
    editable: true,
    refresh: '5m',
    time: { from: 'now-24h', to: 'now' },
    timezone: '',
    templating: { list: [datasourceVariable(), subscriptionVariable()] },
    annotations: { list: [] },
    panels: placed(PANELS).map(({ panel, x, y }, at) => ({
      id: at + 1,
      type: panel.type,
      title: panel.title,
      description: queryFile(panel.query, maxAgeSeconds).description,
      datasource: DATASOURCE,
      gridPos: { h: panel.height, w: panel.width, x, y },
      targets: [
        {
          refId: 'A',
          datasource: DATASOURCE,
          queryType: 'Azure Resource Graph',
          subscriptions: ['$subscription'],
          azureResourceGraph: {
            query: queryFile(panel.query, maxAgeSeconds).text,
            resultFormat: 'table',
          },
        },
      ],
      ...(panel.type === 'bargauge' ? GAUGE : TABLE),
    })),
  };
  return [
    {
      name: 'dashboard',
      fileName: 'azbackup.dashboard.json',
      description: 'Dashboard for Grafana, with its data source Azure Monitor',
      text: jsonText(dashboard),
    },
  ];
}

const GAUGE = {
  fieldConfig: {
    defaults: { unit: 'short', noValue: '0', color: { mode: 'fixed', fixedColor: 'blue' } },
    overrides: [],
  },
  options: {
    displayMode: 'basic',
    orientation: 'horizontal',
    // A bar for each row, not one for all of them.
    reduceOptions: { calcs: [], fields: '', values: true },
  },
} as const;

const TABLE = {
  fieldConfig: { defaults: {}, overrides: [] },
  options: { showHeader: true, cellHeight: 'sm' },
} as const;

function datasourceVariable(): object {
  return {
    name: 'datasource',
    label: 'Data source',
    type: 'datasource',
    query: DATASOURCE.type,
    current: {},
  };
}

function subscriptionVariable(): object {
  return {
    name: 'subscription',
    label: 'Subscription',
    type: 'query',
    datasource: DATASOURCE,
    query: { queryType: 'Azure Subscriptions', refId: 'subscription' },
    refresh: 1,
    multi: true,
    includeAll: true,
    current: { text: 'All', value: '$__all' },
    sort: 1,
  };
}

/** From left to right, and in the next row where one is full. */
function placed(
  panels: readonly PanelPlace[],
): readonly { readonly panel: PanelPlace; readonly x: number; readonly y: number }[] {
  let [x, y, rowHeight] = [0, 0, 0];
  return panels.map((panel) => {
    if (x + panel.width > COLUMNS) {
      [x, y, rowHeight] = [0, y + rowHeight, 0];
    }
    const place = { panel, x, y };
    x += panel.width;
    rowHeight = Math.max(rowHeight, panel.height);
    return place;
  });
}
