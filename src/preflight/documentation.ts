// Addresses of the pages that findings refer to.

const LEARN = 'https://learn.microsoft.com/azure';

/** Pages of Azure's documentation, by subject. */
export const DOCS = {
  encryptedVms: `${LEARN}/backup/backup-azure-vms-encryption`,
  encryptedVmErrors: `${LEARN}/backup/backup-azure-encrypted-vm-troubleshoot`,
  encryptedVmRestore: `${LEARN}/backup/restore-azure-encrypted-virtual-machines`,
  archiveTier: `${LEARN}/backup/archive-tier-support`,
  vmRestore: `${LEARN}/backup/backup-azure-arm-restore-vms`,
  keySecretRestore: `${LEARN}/backup/backup-azure-restore-key-secret`,
  vmBackupErrors: `${LEARN}/backup/backup-azure-vms-troubleshoot`,
  agentErrors: `${LEARN}/backup/backup-azure-troubleshoot-vm-backup-fails-snapshot-timeout`,
  vmPreparation: `${LEARN}/backup/backup-azure-arm-vms-prepare`,
  vmSupportMatrix: `${LEARN}/backup/backup-support-matrix-iaas`,
  supportMatrix: `${LEARN}/backup/backup-support-matrix`,
  enhancedPolicy: `${LEARN}/backup/backup-azure-vms-enhanced-policy`,
  virtualNetworkAddresses: `${LEARN}/virtual-network/virtual-networks-faq`,
  threatDetection: `${LEARN}/backup/threat-detection-overview`,
  softDelete: `${LEARN}/backup/backup-azure-security-feature-cloud`,
  vaultCustomerKey: `${LEARN}/backup/encryption-at-rest-with-cmk`,
  diskEncryption: `${LEARN}/virtual-machines/disk-encryption-overview`,
  adeMigration: `${LEARN}/virtual-machines/disk-encryption-migrate`,
  adeWindows: `${LEARN}/virtual-machines/windows/disk-encryption-windows`,
  adeLinux: `${LEARN}/virtual-machines/linux/disk-encryption-linux`,
  denyAssignments: `${LEARN}/role-based-access-control/deny-assignments`,
  locks: `${LEARN}/azure-resource-manager/management/lock-resources`,
  roleConditions: `${LEARN}/role-based-access-control/delegate-role-assignments-overview`,
  providerRegistration: `${LEARN}/azure-resource-manager/troubleshooting/error-register-resource-provider`,
  networkPerimeter: `${LEARN}/private-link/network-security-perimeter-transition`,
  keyVaultMove: `${LEARN}/key-vault/general/move-subscription`,
  keyVaultNetwork: `${LEARN}/key-vault/general/overview-vnet-service-endpoints`,
  keyVaultSoftDelete: `${LEARN}/key-vault/general/soft-delete-overview`,
} as const;
