// The tables of Resource Graph that the sandbox has.

import type { OpenTable } from './kql/run.js';
import { authorizationRows } from './views/authorization.js';
import { containerRows } from './views/containers.js';
import { recoveryServicesRows } from './views/recovery-services.js';
import { resourceRows } from './views/resources.js';
import { GRAPH_COLUMNS, type GraphView } from './views/view.js';

const TABLES = {
  resources: resourceRows,
  recoveryservicesresources: recoveryServicesRows,
  authorizationresources: authorizationRows,
  resourcecontainers: containerRows,
} as const;

/** Tables that Azure has, too, for a refusal that does not call them unknown. */
export const UNMODELLED_TABLES: ReadonlySet<string> = new Set([
  'advisorresources',
  'azurebusinesscontinuityresources',
  'computeresources',
  'guestconfigurationresources',
  'healthresources',
  'maintenanceresources',
  'networkresources',
  'patchassessmentresources',
  'policyresources',
  'resourcechanges',
  'resourcecontainerchanges',
  'securityresources',
  'servicehealthresources',
]);

/** Opens tables as a view sees them. */
export function tablesOf(view: GraphView): OpenTable {
  return (name, types) =>
    isTable(name) ? { columns: GRAPH_COLUMNS, rows: TABLES[name](view, types) } : undefined;
}

function isTable(name: string): name is keyof typeof TABLES {
  return Object.hasOwn(TABLES, name);
}
