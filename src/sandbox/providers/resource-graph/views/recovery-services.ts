// The table `recoveryservicesresources`: protected items, policies and jobs of the last 14 days.

import { allEntries } from '../../../kernel/entry-index.js';
import { day } from '../../../kernel/time/durations.js';
import { findResource } from '../../../kernel/resource.js';
import { renderJob } from '../../backup/jobs/backup-job.js';
import type { BackupJob } from '../../backup/jobs/state.js';
import { itemId, renderItem } from '../../backup/protected-items/render.js';
import type { ProtectedItem } from '../../backup/protected-items/state.js';
import type { BackupVault } from '../../backup/state.js';
import type { Row } from '../kql/evaluate.js';
import { graphRow, isInScope, type GraphView } from './view.js';

const VAULTS = 'Microsoft.RecoveryServices/vaults';
const ITEM_TYPE = `${VAULTS}/backupFabrics/protectionContainers/protectedItems`;
const JOB_TYPE = `${VAULTS}/backupJobs`;
const POLICY_TYPE = `${VAULTS}/backupPolicies`;

/** How long the table remembers jobs. Documentation: Query Azure Backup resources with Resource Graph. */
const JOB_DAYS = 14;

/** The api-version whose form the rows have; which one it is, is assumed. */
const API_VERSION = '2023-06-01';

/** The rows of what the caller may read in the vaults. */
export function recoveryServicesRows(view: GraphView, types: readonly string[] | undefined): Row[] {
  const isWanted = (type: string): boolean => types?.includes(type.toLowerCase()) ?? true;
  return Object.keys(view.state.backup)
    .filter((key) => isInScope(view, key))
    .toSorted()
    .flatMap((key) => {
      const backup = view.state.backup[key];
      const id = findResource(view.state, key)?.id;
      const location = findResource(view.state, key)?.location;
      const vault = id === undefined || backup === undefined ? [] : [{ id, location, backup }];
      return vault.flatMap((found) => [
        ...(isWanted(ITEM_TYPE) ? itemRows(view, found) : []),
        ...(isWanted(POLICY_TYPE) ? policyRows(view, found) : []),
        ...(isWanted(JOB_TYPE) ? jobRows(view, found) : []),
      ]);
    });
}

interface GraphVault {
  readonly id: string;
  readonly location: string | undefined;
  readonly backup: BackupVault;
}

function itemRows(view: GraphView, vault: GraphVault): Row[] {
  const changes = recentChanges(view, vault.backup);
  return view.mayRead(ITEM_TYPE, vault.id)
    ? allEntries(vault.backup.items)
        .map((item) => asKnown(item, changes.get(item.vmId.toLowerCase())))
        .filter((item) => item !== undefined)
        .map((item) => itemRow(view, vault, item))
    : [];
}

/** The last change of each machine's protection that the graph does not know of yet. */
function recentChanges(
  view: GraphView,
  { jobs }: BackupVault,
): Map<string, BackupJob['operation']> {
  return new Map(
    Object.values(jobs)
      .filter(({ endsMilliseconds }) => endsMilliseconds > view.knownMilliseconds)
      .filter(({ operation }) => operation !== 'Backup' && operation !== 'Restore')
      .map(({ vmId, operation }) => [vmId.toLowerCase(), operation]),
  );
}

/** The item as it was before a change; undefined where there was none. */
function asKnown(
  item: ProtectedItem,
  change: BackupJob['operation'] | undefined,
): ProtectedItem | undefined {
  switch (change) {
    case 'ConfigureBackup':
      return item.recoveryPoints.length === 0
        ? undefined
        : { ...item, protectionState: 'ProtectionStopped', policyName: '' };
    case 'DisableBackup':
    case 'DeleteBackupData': {
      const { deletion: _, ...before } = item;
      return { ...before, protectionState: 'Protected' };
    }
    case 'Undelete':
    case 'Backup':
    case 'Restore':
    case 'CrossRegionRestore':
    case undefined:
      return item;
  }
}

function itemRow(view: GraphView, vault: GraphVault, item: ProtectedItem): Row {
  return graphRow(view, {
    id: itemId(vault.id, item),
    name: item.name,
    type: ITEM_TYPE,
    location: vault.location,
    properties: () => ({
      ...objectIn(
        renderItem(item, {
          vaultId: vault.id,
          origin: '',
          apiVersion: API_VERSION,
          nowMilliseconds: view.nowMilliseconds,
        })['properties'],
      ),
      currentProtectionState: currentProtectionState(item),
      dataSourceInfo: {
        resourceID: item.vmId,
        resourceLocation: vault.location,
        datasourceType: 'Microsoft.Compute/virtualMachines',
      },
    }),
  });
}

/** Words of the graph for what Azure Backup calls otherwise. Documentation: as above; those of paused ones are assumed. */
function currentProtectionState({ deletion, protectionState }: ProtectedItem): string {
  if (deletion !== undefined) {
    return 'SoftDeleted';
  }
  switch (protectionState) {
    case 'IRPending':
    case 'Protected':
      return 'ProtectionConfigured';
    case 'ProtectionError':
      return 'ProtectionError';
    case 'ProtectionStopped':
      return 'ProtectionStopped';
    case 'ProtectionPaused':
    case 'BackupsSuspended':
      return 'BackupsSuspended';
  }
}

function policyRows(view: GraphView, vault: GraphVault): Row[] {
  return view.mayRead(POLICY_TYPE, vault.id)
    ? allEntries(vault.backup.policies).map(({ name, properties }) =>
        graphRow(view, {
          id: `${vault.id}/backupPolicies/${name}`,
          name,
          type: POLICY_TYPE,
          location: vault.location,
          properties: () => properties,
        }),
      )
    : [];
}

function jobRows(view: GraphView, vault: GraphVault): Row[] {
  const oldest = view.nowMilliseconds - JOB_DAYS * day;
  return view.mayRead(JOB_TYPE, vault.id)
    ? allEntries(vault.backup.jobs)
        .filter(({ operation }) => operation !== 'CrossRegionRestore')
        .filter(({ startedMilliseconds: started }) => started >= oldest)
        .filter(({ startedMilliseconds: started }) => started <= view.knownMilliseconds)
        .map((job) => jobRow(view, vault, job))
    : [];
}

/** As the job was when the graph saw it last. */
function jobRow(view: GraphView, vault: GraphVault, job: BackupJob): Row {
  return graphRow(view, {
    id: `${vault.id}/backupJobs/${job.id}`,
    name: job.id,
    type: JOB_TYPE,
    location: vault.location,
    properties: () =>
      objectIn(
        renderJob(job, {
          vaultId: vault.id,
          apiVersion: API_VERSION,
          nowMilliseconds: view.knownMilliseconds,
          detailed: false,
        })['properties'],
      ),
  });
}

function objectIn(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
