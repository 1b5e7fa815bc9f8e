// Queries of Azure Resource Graph on backups. They join machines to items by their ids in lower case, because the graph keeps
// ids as they were written, and grade the state of the item: there being one protects nothing.
//
// What Resource Graph's page allows, and more is not used: at most three joins of the kinds inner, leftouter and fullouter, one
// of them between different tables (page "Understanding the Azure Resource Graph query language").

import { QUERY_NAMES, type ExportedFile, type QueryName } from './names.js';

const MACHINES = `resources
| where type =~ 'microsoft.compute/virtualmachines'`;

const ITEMS = `recoveryservicesresources
| where type =~ 'microsoft.recoveryservices/vaults/backupfabrics/protectioncontainers/protecteditems'
| where tostring(properties.backupManagementType) =~ 'AzureIaasVM'`;

/**
 * The states in the words of `azbackup status`. The graph has a word of its own beside Azure Backup's; a state that is
 * neither is unknown, never protected.
 */
const GRADED = `| extend graphState = tostring(properties.currentProtectionState), backupState = tostring(properties.protectionState)
| extend lastBackupStatus = tostring(properties.lastBackupStatus), lastRecoveryPoint = todatetime(properties.lastRecoveryPoint)
| extend state = case(
    graphState =~ 'SoftDeleted' or tobool(properties.isScheduledForDeferredDelete) == true, 'soft-deleted',
    backupState =~ 'ProtectionPaused', 'paused',
    graphState in~ ('ProtectionStopped', 'BackupsSuspended') or backupState in~ ('ProtectionStopped', 'BackupsSuspended'), 'stopped',
    graphState in~ ('ProtectionError', 'ConfiguringProtectionFailed') or backupState in~ ('ProtectionError', 'Invalid'), 'error',
    graphState =~ 'ConfiguringProtection', 'configuring',
    graphState !~ 'ProtectionConfigured' and backupState !in~ ('IRPending', 'Protected'), 'unknown',
    lastBackupStatus =~ 'Failed', 'error',
    backupState =~ 'IRPending' or isnull(lastRecoveryPoint), 'waiting-for-first-backup',
    'protected')
| extend vault = tostring(split(id, '/')[8]), policy = tostring(properties.policyName)`;

/** Of several items of a machine the one that counts: one that backups are taken by, before stopped and deleted ones. */
const ONE_EACH = `| extend rank = case(state == 'soft-deleted', 2, state == 'stopped', 1, 0)
| project vmKey = tolower(tostring(properties.sourceResourceId)), itemId = id, rank, state, vault, policy, lastBackupStatus, lastRecoveryPoint
| summarize arg_min(rank, itemId, state, vault, policy, lastBackupStatus, lastRecoveryPoint) by vmKey`;

const ADE_DISKS = `resources
| where type =~ 'microsoft.compute/disks'
| where tobool(properties.encryptionSettingsCollection.enabled) == true`;

const ADE_EXTENSION_TYPES = `('AzureDiskEncryption', 'AzureDiskEncryptionForLinux')`;

/**
 * Disks keep the flag of Azure Disk Encryption; with two passes the machine has it. Of unmanaged disks the graph knows nothing:
 * there the extension has to do.
 */
const ADE_MARKS = `resources
| where type in~ ('microsoft.compute/disks', 'microsoft.compute/virtualmachines/extensions')
| extend isDisk = tobool(properties.encryptionSettingsCollection.enabled) == true
| extend isExtension = tostring(properties.publisher) =~ 'Microsoft.Azure.Security' and tostring(properties.type) in~ ${ADE_EXTENSION_TYPES}
| where isDisk or isExtension
| project vmKey = iff(isDisk, tolower(tostring(managedBy)), substring(tolower(id), 0, indexof(tolower(id), '/extensions/'))), isDisk
| summarize adeDisks = countif(isDisk), adeMarks = count() by vmKey`;

const PROTECTION = `${MACHINES}
| extend vmKey = tolower(id)
| join kind=leftouter (
${indented(`${ITEMS}\n${GRADED}\n${ONE_EACH}`)}
  ) on vmKey
| join kind=leftouter (
${indented(ADE_MARKS)}
  ) on vmKey
| extend state = iff(isempty(itemId), 'not-protected', state)
| extend osDisk = properties.storageProfile.osDisk
| extend isAde = adeDisks > 0 or tobool(osDisk.encryptionSettings.enabled) == true or (adeMarks > 0 and isempty(tostring(osDisk.managedDisk.id)))
| extend encryption = iff(isAde, 'ade', 'other')
| extend pointAgeHours = datetime_diff('hour', now(), lastRecoveryPoint)`;

const SHOWN = `| project id, name, resourceGroup, subscriptionId, location, state, encryption, vault, policy, lastBackupStatus, lastRecoveryPoint, pointAgeHours, itemId
| order by id asc`;

/** What a query is about, and what it does after its comment. */
interface QueryParts {
  readonly description: string;
  readonly remarks: readonly string[];
  readonly text: string;
}

const QUERIES: Readonly<Record<QueryName, (maxAgeSeconds: number) => QueryParts>> = {
  protection: () => ({
    description:
      'Each VM with the state of its backups, its last recovery point and whether ADE encrypts it.',
    remarks: ['States in the words of azbackup. pointAgeHours counts full hours on the clock.'],
    text: `${PROTECTION}\n${SHOWN}`,
  }),
  states: () => ({
    description: 'How many VMs are in each state, by encryption.',
    remarks: [],
    text: `${PROTECTION}\n| summarize machines = count() by state, encryption\n| order by state asc, encryption asc`,
  }),
  unprotected: () => ({
    description: 'VMs that no backups are taken of: never protected, stopped, paused or deleted.',
    remarks: ['Its rows can be given to --graph-query.'],
    text: `${PROTECTION}\n| where state in ('not-protected', 'stopped', 'paused', 'soft-deleted')\n${SHOWN}`,
  }),
  'old-points': (maxAgeSeconds) => ({
    description: `VMs that backups are taken of, and whose last recovery point is older than ${spanOf(maxAgeSeconds)}, or that have none.`,
    remarks: ['The span is set by --max-age.'],
    text: `${PROTECTION}
| where state !in ('not-protected', 'stopped', 'soft-deleted')
| where isnull(lastRecoveryPoint) or lastRecoveryPoint < ago(${spanOf(maxAgeSeconds)})
${SHOWN}`,
  }),
  'items-without-machine': () => ({
    description:
      'Protected items whose VM is not in the graph: deleted, moved, or not yours to read.',
    remarks: ['Their recovery points cost money, and can be restored.'],
    text: `${ITEMS}
${GRADED}
| project itemId = id, vmKey = tolower(tostring(properties.sourceResourceId)), vmId = tostring(properties.sourceResourceId), state, vault, policy, lastRecoveryPoint
| join kind=leftouter (
${indented(`${MACHINES}\n| project vmKey = tolower(id), machineId = id`)}
  ) on vmKey
| where isempty(machineId)
| project id = itemId, vmId, state, vault, policy, lastRecoveryPoint
| order by id asc`,
  }),
  'failed-jobs': () => ({
    description: 'Backup jobs that failed in the last 24 hours.',
    remarks: [
      'A backup may take longer than a day: what counts is when it ended.',
      'Jobs name their VM, and its id is not among their properties: VMs of one name are told apart by the vault only.',
      'The graph keeps jobs for 14 days.',
    ],
    text: `recoveryservicesresources
| where type =~ 'microsoft.recoveryservices/vaults/backupjobs'
| where tostring(properties.backupManagementType) =~ 'AzureIaasVM'
| where tostring(properties.operation) =~ 'Backup' and tostring(properties.status) =~ 'Failed'
| extend started = todatetime(properties.startTime), ended = todatetime(properties.endTime)
| where started >= ago(24h) or ended >= ago(24h)
| project id, machine = tostring(properties.entityFriendlyName), vault = tostring(split(id, '/')[8]), resourceGroup, subscriptionId, started, ended
| order by started desc`,
  }),
  'ade-disks': () => ({
    description: 'Disks with settings of Azure Disk Encryption, attached or not.',
    remarks: [
      'The flag stays after decryption, and on copies: only disks made by upload are without it.',
    ],
    text: `${ADE_DISKS}
| project id, name, resourceGroup, subscriptionId, location, vmId = tostring(managedBy), osType = tostring(properties.osType), version = tostring(properties.encryptionSettingsCollection.encryptionSettingsVersion)
| order by id asc`,
  }),
  'ade-extensions': () => ({
    description: 'VMs with the extension of Azure Disk Encryption, and what it was asked to do.',
    remarks: [
      'Whether a disk is encrypted by now is not in the graph; the retirement inventory of azbackup has it.',
    ],
    text: `resources
| where type =~ 'microsoft.compute/virtualmachines/extensions'
| where tostring(properties.publisher) =~ 'Microsoft.Azure.Security'
| where tostring(properties.type) in~ ${ADE_EXTENSION_TYPES}
| project id, vmId = substring(id, 0, indexof(tolower(id), '/extensions/')), extension = tostring(properties.type), version = tostring(properties.typeHandlerVersion), operation = tostring(properties.settings.EncryptionOperation), keyVaultId = tostring(properties.settings.KeyVaultResourceId), provisioningState = tostring(properties.provisioningState)
| order by id asc`,
  }),
};

/** A query as a file: what it answers, what to keep in mind, and the query. */
export function queryFile(name: QueryName, maxAgeSeconds: number): ExportedFile<QueryName> {
  const { description, remarks, text } = QUERIES[name](maxAgeSeconds);
  const comment = [description, ...remarks, LAG].map((line) => `// ${line}`);
  return {
    name,
    fileName: `${name}.kql`,
    description,
    text: `${[...comment, text].join('\n')}\n`,
  };
}

const LAG = 'Resource Graph lags minutes behind Azure Resource Manager. Written by azbackup.';

/** All of them, in the order of their names. */
export function queryFiles(maxAgeSeconds: number): readonly ExportedFile<QueryName>[] {
  return QUERY_NAMES.map((name) => queryFile(name, maxAgeSeconds));
}

/** In the largest unit that takes it whole, up to hours. */
function spanOf(seconds: number): string {
  const whole = (length: number): boolean => seconds % length === 0;
  return whole(3600) ? `${seconds / 3600}h` : whole(60) ? `${seconds / 60}m` : `${seconds}s`;
}

function indented(text: string): string {
  return text
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');
}
