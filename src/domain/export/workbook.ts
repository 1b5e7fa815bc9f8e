// An Azure workbook over the queries: for who looks at backups in the portal. Its form is that of
// Application-Insights-Workbooks, schema/workbook.json: text is item 1, parameters are item 9, queries are item 3.

import { jsonText } from './json-text.js';
import type { ExportedFile, QueryName, WORKBOOK_NAMES } from './names.js';
import { queryFile } from './queries.js';
import { template, TemplateExpression } from './template-text.js';

/** What of the workbook can be chosen. */
export interface WorkbookOptions {
  readonly title: string;
  readonly maxAgeSeconds: number;
}

const SCHEMA =
  'https://github.com/Microsoft/Application-Insights-Workbooks/blob/master/schema/workbook.json';

/** Value of items whose query goes to Azure Resource Graph. */
const RESOURCE_GRAPH = { queryType: 1, resourceType: 'microsoft.resourcegraph/resources' } as const;

const PANELS: readonly {
  readonly query: QueryName;
  readonly title: string;
  readonly visualization: 'table' | 'barchart';
}[] = [
  { query: 'states', title: 'VMs by state', visualization: 'barchart' },
  { query: 'unprotected', title: 'VMs without backups', visualization: 'table' },
  { query: 'old-points', title: 'VMs with old recovery points', visualization: 'table' },
  { query: 'failed-jobs', title: 'Failed backup jobs', visualization: 'table' },
  { query: 'items-without-machine', title: 'Protected items without a VM', visualization: 'table' },
  { query: 'ade-disks', title: 'Disks with Azure Disk Encryption', visualization: 'table' },
  { query: 'ade-extensions', title: 'VMs with the ADE extension', visualization: 'table' },
  { query: 'protection', title: 'All VMs', visualization: 'table' },
];

/** The workbook. */
function workbook({ maxAgeSeconds }: WorkbookOptions): object {
  return {
    version: 'Notebook/1.0',
    items: [
      {
        type: 1,
        content: {
          json: '## Backups of VMs\n\nFrom Azure Resource Graph, which lags minutes behind. It does not know whether the keys of encrypted disks can still be read; azbackup does.',
        },
        name: 'about',
      },
      subscriptionPicker(),
      ...PANELS.map(({ query, title, visualization }) => ({
        type: 3,
        content: {
          version: 'KqlItem/1.0',
          query: queryFile(query, maxAgeSeconds).text,
          size: 0,
          title,
          showExportToExcel: true,
          ...RESOURCE_GRAPH,
          crossComponentResources: ['{Subscription}'],
          visualization,
        },
        name: query,
      })),
    ],
    fallbackResourceIds: ['Azure Monitor'],
    $schema: SCHEMA,
  };
}

function subscriptionPicker(): object {
  return {
    type: 9,
    content: {
      version: 'KqlParameterItem/1.0',
      parameters: [
        {
          id: 'b6b6e5b0-4f9e-4d0f-8a52-6f0b8a1d2c31',
          version: 'KqlParameterItem/1.0',
          name: 'Subscription',
          type: 6,
          isRequired: true,
          multiSelect: true,
          quote: "'",
          delimiter: ',',
          typeSettings: { additionalResourceOptions: ['value::all'], includeAll: true },
          value: ['value::all'],
        },
      ],
      style: 'pills',
      ...RESOURCE_GRAPH,
    },
    name: 'parameters',
  };
}

/** The template that deploys the workbook, and the workbook by itself. */
export function workbookFiles(
  options: WorkbookOptions,
): readonly ExportedFile<(typeof WORKBOOK_NAMES)[number]>[] {
  const text = jsonText(workbook(options));
  return [
    {
      name: 'template',
      fileName: 'workbook.template.json',
      description: 'Template for a resource group: the workbook',
      text: jsonText(workbookTemplate(options.title, text)),
    },
    {
      name: 'workbook',
      fileName: 'azbackup.workbook',
      description: "The workbook by itself, for the portal's advanced editor",
      text,
    },
  ];
}

/** One workbook for a resource group: a second deployment updates it. */
function workbookTemplate(title: string, serializedData: string): unknown {
  return template(
    'resource-group',
    {
      location: {
        type: 'string',
        defaultValue: new TemplateExpression('resourceGroup().location'),
        metadata: { description: 'Region of the workbook' },
      },
    },
    [
      {
        type: 'Microsoft.Insights/workbooks',
        apiVersion: '2022-04-01',
        name: new TemplateExpression("guid(resourceGroup().id, 'azbackup')"),
        location: new TemplateExpression("parameters('location')"),
        kind: 'shared',
        properties: {
          displayName: title,
          serializedData,
          version: '1.0',
          sourceId: 'Azure Monitor',
          category: 'workbook',
        },
      },
    ],
  );
}
