// Codes of restores.

import type { Suggestion } from '../suggestion.js';

const VM_TROUBLE = 'https://learn.microsoft.com/azure/backup/backup-azure-vms-troubleshoot';
const RESTORE = 'https://learn.microsoft.com/azure/backup/backup-azure-arm-restore-vms';

/** Restores. */
export const RESTORE_CODES: readonly Suggestion[] = [
  {
    codes: ['CopyingVHDsFromBackUpVaultTakingLongTime'],
    meaning: 'copying the disks out of {vault} took too long for the storage account',
    fix: ['restore again, to a storage account that is less busy'],
    docs: VM_TROUBLE,
  },
  {
    codes: ['UserErrorBCMPremiumStorageQuotaError'],
    meaning: 'the premium storage account has too little room for the snapshot',
    fix: ['keep at most half of it in use, 17.5 TB'],
    docs: VM_TROUBLE,
  },
  {
    codes: ['UserErrorInstantRpNotFound'],
    meaning: 'the snapshot of this recovery point is gone, and the point never reached {vault}',
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
    meaning: 'the marketplace image of the VM cannot be ordered any more',
    fix: ['restore the disks, and attach the data disks to another VM'],
    docs: RESTORE,
  },
  {
    codes: ['UserErrorCoreCountSubscriptionQuotaReached'],
    meaning: 'the subscription has no cores left for the size of the VM in the region',
    fix: ['ask for more quota, or restore the disks and create a smaller VM'],
    docs: RESTORE,
  },
];
