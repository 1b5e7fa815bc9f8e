// Codes of restores.

import type { Suggestion } from '../suggestion.js';

const VM_TROUBLE = 'https://learn.microsoft.com/azure/backup/backup-azure-vms-troubleshoot';
const RESTORE = 'https://learn.microsoft.com/azure/backup/backup-azure-arm-restore-vms';

/** Restores. */
export const RESTORE_CODES: readonly Suggestion[] = [
  {
    codes: ['CopyingVHDsFromBackUpVaultTakingLongTime'],
    meaning: 'copying the disks from {vault} was too slow: the storage account is busy',
    fix: ['restore again, with a less busy storage account'],
    docs: VM_TROUBLE,
  },
  {
    codes: ['UserErrorBCMPremiumStorageQuotaError'],
    meaning: 'the premium storage account has too little room for the snapshot',
    fix: ['use at most half of it, 17.5 TB'],
    docs: VM_TROUBLE,
  },
  {
    codes: ['UserErrorInstantRpNotFound'],
    meaning:
      'the snapshot of this recovery point is gone, and the point was never copied to {vault}',
    fix: ['choose another recovery point'],
    docs: VM_TROUBLE,
  },
  {
    codes: ['UserErrorSkuNotAvailable'],
    meaning: 'the size of the VM is not available in the region',
    fix: ['restore the disks, then create the VM with another size'],
    docs: VM_TROUBLE,
  },
  {
    codes: ['UserErrorMarketPlaceVMNotSupported', 'VMMarketplaceInvalidInput'],
    meaning: 'the marketplace image of the VM is no longer available',
    fix: ['restore the disks, and attach the data disks to another VM'],
    docs: RESTORE,
  },
  {
    codes: ['UserErrorCoreCountSubscriptionQuotaReached'],
    meaning: 'not enough core quota in the region for the VM size',
    fix: ['request more quota, or restore the disks and create a smaller VM'],
    docs: RESTORE,
  },
];
