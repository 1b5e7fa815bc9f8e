# Sourced by az.sh, beside the rest: a vault under a Resource Guard.

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
