// What can be exported, by name: the arguments of the commands, and the files that they write.

/** Queries of Azure Resource Graph. */
export const QUERY_NAMES = [
  'protection',
  'states',
  'unprotected',
  'old-points',
  'items-without-machine',
  'failed-jobs',
  'ade-disks',
  'ade-extensions',
] as const;

/** Azure Policy: two templates to deploy, and the definitions of the first as files of their own. */
export const POLICY_NAMES = [
  'definitions',
  'assignment',
  'audit-ade',
  'deny-ade-extension',
  'audit-unprotected',
] as const;

/** An Azure workbook: the template that deploys it, and the workbook by itself. */
export const WORKBOOK_NAMES = ['template', 'workbook'] as const;

/** A dashboard for Grafana. */
export const DASHBOARD_NAMES = ['dashboard'] as const;

export type QueryName = (typeof QUERY_NAMES)[number];
export type PolicyName = (typeof POLICY_NAMES)[number];

/** A file that is exported. */
export interface ExportedFile<Name extends string = string> {
  readonly name: Name;
  /** What it is called in a folder. */
  readonly fileName: string;
  readonly description: string;
  readonly text: string;
}
