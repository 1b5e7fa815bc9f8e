// The pages that explanations rest on, with the date that each states. Dates are those of the copy that was read.

import type { Evidence } from './explanation.js';

const LEARN = 'https://learn.microsoft.com';
const BACKUP = `${LEARN}/azure/backup`;
const ARM = `${LEARN}/azure/azure-resource-manager`;

/** Title and date by address; a null date was not on the copy that was read. */
const PAGES: Readonly<Record<string, readonly [title: string, date: string | null]>> = {
  [`${BACKUP}/backup-azure-encrypted-vm-troubleshoot`]: [
    'Troubleshoot the backup of encrypted Azure VMs',
    '2025-03-27',
  ],
  [`${BACKUP}/backup-azure-vms-troubleshoot`]: [
    'Troubleshoot backup failures on Azure virtual machines',
    '2022-06-16',
  ],
  [`${BACKUP}/backup-azure-troubleshoot-vm-backup-fails-snapshot-timeout`]: [
    'Troubleshoot Azure Backup failure: issues with the agent or extension',
    '2019-07',
  ],
  [`${BACKUP}/backup-azure-arm-restore-vms`]: ['Restore Azure VMs', '2026-01-23'],
  [`${BACKUP}/restore-azure-encrypted-virtual-machines`]: [
    'Restore encrypted Azure virtual machines',
    '2025-08-20',
  ],
  [`${BACKUP}/backup-azure-vms-encryption`]: [
    'Back up and restore encrypted Azure VMs',
    '2026-01-22',
  ],
  [`${BACKUP}/backup-support-matrix-iaas`]: ['Support matrix for Azure VM backup', '2026-01-28'],
  [`${BACKUP}/backup-azure-vms-enhanced-policy`]: [
    'Back up an Azure VM with the Enhanced policy',
    '2025-06-11',
  ],
  [`${BACKUP}/encryption-at-rest-with-cmk`]: [
    'Encrypt backup data by using customer-managed keys',
    null,
  ],
  [`${BACKUP}/archive-tier-support`]: ['Archive tier support', '2023-04-15'],
  [`${BACKUP}/selective-disk-backup-restore`]: [
    'Selective disk backup and restore for Azure virtual machines',
    '2026-01-23',
  ],
  [`${BACKUP}/backup-azure-arm-vms-prepare`]: [
    'Back up Azure VMs in a Recovery Services vault',
    '2026-03-25',
  ],
  [`${BACKUP}/backup-azure-delete-vault`]: ['Delete a Recovery Services vault', '2022-04-11'],
  [`${BACKUP}/backup-azure-immutable-vault-concept`]: [
    'Immutable vault for Azure Backup',
    '2025-06-19',
  ],
  [`${BACKUP}/backup-create-recovery-services-vault`]: ['Create a Recovery Services vault', null],
  [`${BACKUP}/multi-user-authorization-concept`]: ['Multi-user authorization', null],
  [`${ARM}/troubleshooting/common-deployment-errors`]: [
    'Troubleshoot common Azure deployment errors',
    '2024-06-20',
  ],
  [`${ARM}/troubleshooting/error-not-found`]: ['Resolve errors for resource not found', null],
  [`${ARM}/troubleshooting/error-register-resource-provider`]: [
    'Resolve errors for resource provider registration',
    null,
  ],
  [`${ARM}/troubleshooting/error-policy-requestdisallowedbypolicy`]: [
    'Resolve error for request disallowed by policy',
    null,
  ],
  [`${ARM}/management/request-limits-and-throttling`]: [
    'Understand how Azure Resource Manager throttles requests',
    null,
  ],
  [`${ARM}/management/lock-resources`]: ['Lock your resources', '2024-03-08'],
  [`${LEARN}/azure/key-vault/general/common-error-codes`]: [
    'Common error codes for Azure Key Vault',
    '2026-04-10',
  ],
  [`${LEARN}/azure/key-vault/general/backup`]: ['Back up a key vault object', '2026-04-20'],
  [`${LEARN}/azure/key-vault/keys/about-keys-details`]: ['About keys', null],
  [`${LEARN}/azure/role-based-access-control/troubleshooting`]: [
    'Troubleshoot Azure RBAC',
    '2023-09-20',
  ],
  [`${LEARN}/azure/role-based-access-control/custom-roles`]: ['Azure custom roles', null],
  [`${LEARN}/azure/role-based-access-control/deny-assignments`]: ['Deny assignments', null],
  [`${LEARN}/azure/virtual-machines/error-messages`]: [
    'Common error messages when you manage virtual machines in Azure',
    null,
  ],
  [`${LEARN}/rest/api/storageservices/blob-service-error-codes`]: [
    'Blob service error codes',
    null,
  ],
  [`${LEARN}/rest/api/storageservices/common-rest-api-error-codes`]: [
    'Common REST API error codes',
    null,
  ],
  [`${LEARN}/graph/errors`]: ['Microsoft Graph error responses', null],
  [`${LEARN}/entra/identity-platform/reference-error-codes`]: [
    'Microsoft Entra authentication and authorization error codes',
    null,
  ],
};

/** A page as evidence. */
export function page(url: string): Evidence {
  const [source, date] = PAGES[url] ?? [url, null];
  return { kind: 'documentation', source, date, url };
}

/** A public thread: `owner/repository`, its number, and its date where it is known. */
export function report(repository: string, number: number, date: string | null = null): Evidence {
  const url = `https://github.com/${repository}/issues/${number}`;
  return { kind: 'report', source: `${repository} issue ${number}`, date, url };
}

/** Recorded answers of Azure. */
export function recording(source: string, date: string | null = null): Evidence {
  return { kind: 'recording', source, date, url: null };
}

/** Reports that quote the code, none of which is worth naming. */
export const PUBLIC_REPORTS: Evidence = {
  kind: 'report',
  source: 'public reports that quote the code',
  date: null,
  url: null,
};

/** What the sandbox takes for true without having seen it. */
export function assumption(source: string): Evidence {
  return { kind: 'assumption', source, date: null, url: null };
}
