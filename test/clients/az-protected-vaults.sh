# Sourced by az.sh: restores in the paired region, and backups that leave disks out.

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
starts "restore-disks in the paired region" "CrossRegionRestore VM005 InProgress" \
  backup restore restore-disks "${vault[@]}" -c VM005 -i VM005 -r "$copy" "${in_pair[@]}" \
  --storage-account "$subscription/resourceGroups/rg-dr/providers/Microsoft.Storage/storageAccounts/stdrrestore" \
  -t rg-dr --query '[name, properties.operation, properties.entityFriendlyName, properties.status]'
there=$job
shows "job show in the paired region" "CrossRegionRestore VM005" backup job show "${vault[@]}" \
  "${in_pair[@]}" -n "$there" --query 'properties.[operation, entityFriendlyName]'
shows "the vault's own region knows nothing of it" 0 backup job list "${vault[@]}" \
  --query "length([?name=='$there'])"
speed "${SANDBOX_SPEED:-60}"

# --- backups that leave disks out -----------------------------------------------------------------

works "protection resume of what was undeleted" backup protection resume "${vault[@]}" \
  $(item VM003) -i VM003 -p DefaultPolicy
shows "update-for-vm, without data disks" "ConfigureBackup Completed" backup protection update-for-vm \
  "${vault[@]}" -c VM003 -i VM003 --exclude-all-data-disks true \
  --query 'properties.[operation, status]'
starts "backup-now of a machine without its data disks" Backup $(now VM003) \
  --query '[name, properties.operation]'
works "job wait of it" backup job wait "${vault[@]}" -n "$job"
shows "its job names the disks" true backup job show "${vault[@]}" -n "$job" \
  --query "contains(keys(properties.extendedInfo.propertyBag), 'Backed-up disk(s)')"
shows "disks of an encrypted machine are not left out" "ConfigureBackup Failed" \
  backup protection update-for-vm "${vault[@]}" -c VM005 -i VM005 --exclude-all-data-disks true \
  --query "properties.[operation, status]"
