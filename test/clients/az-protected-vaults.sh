# Sourced by az.sh: restores in the paired region, vaults under a Resource Guard, and backups that leave disks out.

# --- restoring in the paired region ---------------------------------------------------------------

in_pair=(--use-secondary-region)
shows "items in the paired region" VM005 backup item list "${vault[@]}" --workload-type VM \
  --backup-management-type AzureIaasVM "${in_pair[@]}" \
  --query "[?properties.friendlyName=='VM005'].properties.friendlyName"
copy=$(value backup recoverypoint list "${vault[@]}" $(item VM005) -i VM005 --workload-type VM \
  "${in_pair[@]}" --query '[0].name')
shows "recoverypoint show in the paired region" HardenedRP backup recoverypoint show "${vault[@]}" \
  $(item VM005) -i VM005 --workload-type VM -n "$copy" "${in_pair[@]}" \
  --query 'properties.recoveryPointTierDetails[].type'
speed 5
shows "restore-disks in the paired region" "CrossRegionRestore VM005 InProgress" \
  backup restore restore-disks "${vault[@]}" -c VM005 -i VM005 -r "$copy" "${in_pair[@]}" \
  --storage-account "$subscription/resourceGroups/rg-dr/providers/Microsoft.Storage/storageAccounts/stdrrestore" \
  -t rg-dr --query 'properties.[operation, entityFriendlyName, status]'
there=$(value backup job list "${vault[@]}" "${in_pair[@]}" \
  --query "[?properties.entityFriendlyName=='VM005'].name | [0]")
shows "job show in the paired region" "CrossRegionRestore VM005" backup job show "${vault[@]}" \
  "${in_pair[@]}" -n "$there" --query 'properties.[operation, entityFriendlyName]'
shows "the vault's own region knows nothing of it" 0 backup job list "${vault[@]}" \
  --query "length([?name=='$there'])"
speed "${SANDBOX_SPEED:-60}"

# --- a vault under a Resource Guard ---------------------------------------------------------------

guard=$group/providers/Microsoft.DataProtection/resourceGuards/guard-prod
mapping=(backup vault resource-guard-mapping)
guarded=(-g rg-legacy -v rsv-legacy)
shows "resource-guard-mapping update" "$guard" "${mapping[@]}" update -g rg-legacy -n rsv-legacy \
  --resource-guard-id "$guard" --query properties.resourceGuardResourceId
shows "resource-guard-mapping show" "true" "${mapping[@]}" show -g rg-legacy -n rsv-legacy \
  --query "contains(properties.resourceGuardOperationDetails[].vaultCriticalOperation, \
    'Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers/protectedItems/delete')"
shows "protection disable with deletion, approved" "DeleteBackupData Completed" backup protection disable \
  "${guarded[@]}" $(item VM010) -i VM010 --delete-backup-data true --yes \
  --query 'properties.[operation, status]'
works "resource-guard-mapping delete" "${mapping[@]}" delete -g rg-legacy -n rsv-legacy --yes
refuses "the mapping is gone" "NotFound" "${mapping[@]}" show -g rg-legacy -n rsv-legacy

# --- backups that leave disks out -----------------------------------------------------------------

works "protection resume of what was undeleted" backup protection resume "${vault[@]}" \
  $(item VM003) -i VM003 -p DefaultPolicy
shows "update-for-vm, without data disks" "ConfigureBackup Completed" backup protection update-for-vm \
  "${vault[@]}" -c VM003 -i VM003 --exclude-all-data-disks true \
  --query 'properties.[operation, status]'
works "backup-now of a machine without its data disks" $(now VM003)
job=$(value backup job list "${vault[@]}" --operation Backup --status InProgress \
  --query "[?properties.entityFriendlyName=='VM003'].name | [0]")
works "job wait of it" backup job wait "${vault[@]}" -n "$job"
shows "its job names the disks" true backup job show "${vault[@]}" -n "$job" \
  --query "contains(keys(properties.extendedInfo.propertyBag), 'Backed-up disk(s)')"
shows "disks of an encrypted machine are not left out" "ConfigureBackup Failed" \
  backup protection update-for-vm "${vault[@]}" -c VM005 -i VM005 --exclude-all-data-disks true \
  --query "properties.[operation, status]"
