// A result of `azbackup export`, for the tests of formats and views.

import type { ExportDocument } from '../../../../src/commands/export/result.js';

/** What went to files. */
export const EXPORT_SAMPLE: ExportDocument = {
  kind: 'export',
  schemaVersion: 1,
  export: 'workbook',
  items: [
    {
      name: 'template',
      description: 'Template for a resource group: the workbook',
      file: './workbook.template.json',
      content: null,
    },
    {
      name: 'workbook',
      description: "The workbook by itself, for the portal's advanced editor",
      file: './azbackup.workbook',
      content: null,
    },
  ],
  summary: { total: 2, written: 2 },
};
