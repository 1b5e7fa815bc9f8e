#!/usr/bin/env bash
# Runs the real az CLI against a served sandbox with a freshly reset default world, and checks what it
# answers. Needs the environment that `eval "$(azbackup sandbox env)"` sets. Prints one line a check
# and closes with "N passed, N failed"; exits 1 when a check fails. AZ names another az to run; FLOWS=machines
# runs those of az-machines.sh instead.
set -u

AZ=${AZ:-az}
if ! command -v "$AZ" >/dev/null; then
  echo "az is not installed (apt-get install azure-cli): nothing was checked"
  exit 0
fi
for name in HTTPS_PROXY REQUESTS_CA_BUNDLE AZURE_TENANT_ID AZURE_CLIENT_ID AZURE_CLIENT_SECRET \
  AZURE_SUBSCRIPTION_ID; do
  if [ -z "${!name:-}" ]; then
    echo "$name is not set: run  eval \"\$(azbackup sandbox env)\"  first" >&2
    exit 1
  fi
done

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# A login of its own: the user's stays as it is.
export AZURE_CONFIG_DIR=$work/azure
export AZURE_CORE_COLLECT_TELEMETRY=no AZURE_CORE_ONLY_SHOW_ERRORS=yes AZURE_CORE_NO_COLOR=yes
export AZURE_EXTENSION_USE_DYNAMIC_INSTALL=no

passed=0
failed=0
# How the groups of commands run that Debian's az cannot run by itself: `az`, or `repaired`.
whole=az

# Loads Debian's az once for all commands with this AZURE_CONFIG_DIR; any other az is loaded for each. The server ends
# with the shell that holds its stdin.
socket=
keep_az() {
  local place=$work/az.socket
  [ "$(head -n 1 "$(command -v "$AZ")")" = '#!/usr/bin/python3' ] || return 0
  exec {kept}> >(exec /usr/bin/python3 "$here/az-kept.py" serve "$place" >/dev/null)
  for _ in $(seq 600); do
    [ -S "$place" ] && socket=$place && return
    sleep 0.1
  done
  echo "az was not loaded within a minute" >&2
  exit 1
}
keep_az

pass() {
  passed=$((passed + 1))
  echo "ok   $1"
}

fail() {
  failed=$((failed + 1))
  echo "FAIL $1"
  sed 's/^/     | /' <<<"$2" | head -n 12
}

run_az() {
  local as=az
  case "$1 ${2:-} ${3:-}" in
    "vm "* | "network "* | "role "* | "backup protection check-vm" | "backup protection enable-for-vm") as=$whole ;;
  esac
  if [ -n "$socket" ]; then
    /usr/bin/python3 -IS "$here/az-kept.py" run "$socket" "$as" "$@"
  elif [ "$as" = repaired ]; then
    /usr/bin/python3 "$here/az-of-debian.py" "$@"
  else
    "$AZ" "$@"
  fi </dev/null
}

# What az prints, alone on stdout: value az-arguments...
value() {
  # What it stands for fails later without a reason: the reason is in what az says here.
  local status=0
  run_az "$@" -o tsv 2>"$work/value" || status=$?
  [ "$status" -eq 0 ] || sed 's/^/     | /' "$work/value" >&2
  return "$status"
}

# Runs az: its columns and lines become words in $output, its exit status goes to $status.
took() {
  output=$(run_az "$@" -o tsv 2>"$work/stderr")
  status=$?
  # az writes truth with and without a capital.
  output=$(tr '\t\n' '  ' <<<"$output" | sed 's/ *$//; s/\bTrue\b/true/g; s/\bFalse\b/false/g')
}

# Judges what az-arguments... gave: judge WHAT EXPECTED GOT az-arguments...
judge() {
  local what=$1 expected=$2 got=$3
  shift 3
  if [ "$status" -eq 0 ] && [ "$got" = "$expected" ]; then
    pass "$what"
  else
    fail "$what" "$(printf 'az %s\nexit %s\nexpected: %s\n     got: %s\n' "$*" "$status" "$expected" "$got"
      tail -n 5 "$work/stderr")"
  fi
}

# Exit status 0 and exactly this output: shows WHAT EXPECTED az-arguments...
shows() {
  local what=$1 expected=$2 output status
  shift 2
  took "$@"
  judge "$what" "$expected" "$output" "$@"
}

# The same of a command that starts a job, whose query asks for the name first: the name goes to $job, and the
# rest is held to what is expected. A list may not have the job yet.
starts() {
  local what=$1 expected=$2 output status
  shift 2
  took "$@"
  job=${output%% *}
  judge "$what" "$expected" "${output#* }" "$@"
}

# Exit status 0, whatever the output: works WHAT az-arguments...
works() {
  local what=$1
  shift
  if run_az "$@" -o none 2>"$work/stderr"; then
    pass "$what"
  else
    fail "$what" "$(printf 'az %s\n' "$*" && tail -n 5 "$work/stderr")"
  fi
}

# Another exit status, and this in the error: refuses WHAT TEXT az-arguments...
refuses() {
  local what=$1 text=$2
  shift 2
  if run_az "$@" -o none 2>"$work/stderr"; then
    fail "$what" "az $* exited 0"
  elif grep -qF -- "$text" "$work/stderr"; then
    pass "$what"
  else
    fail "$what" "$(printf 'az %s\nno "%s" in:\n' "$*" "$text" && tail -n 5 "$work/stderr")"
  fi
}

# Grants take a while to reach Azure Backup: the same as shows, tried for two minutes.
shows_in_time() {
  local deadline=$((SECONDS + 120)) before=$failed
  while :; do
    shows "$@" >"$work/line"
    [ "$failed" -eq "$before" ] && break
    [ "$SECONDS" -ge "$deadline" ] && break
    failed=$before
    sleep 3
  done
  cat "$work/line"
}

subscription=/subscriptions/$AZURE_SUBSCRIPTION_ID
group=$subscription/resourceGroups/rg-prod
vault=(-g rg-prod -v rsv-prod)
backup_app=262044b1-e2ce-469f-a196-69ab7ada62d3
# Azure's own words for an operation that ended well, or the code of its error.
outcome='properties.status || error.code'

item() {
  echo "-c $1 --backup-management-type AzureIaasVM"
}

key_vault_id() {
  echo "$group/providers/Microsoft.KeyVault/vaults/$1"
}

# --- signing in ---------------------------------------------------------------------------------

refuses "login with a wrong secret" AADSTS7000215 \
  login --service-principal -u "$AZURE_CLIENT_ID" -p not-the-secret --tenant "$AZURE_TENANT_ID"
shows "login" "$AZURE_SUBSCRIPTION_ID" login --service-principal -u "$AZURE_CLIENT_ID" \
  -p "$AZURE_CLIENT_SECRET" --tenant "$AZURE_TENANT_ID" --query '[].id'
shows "account show" "$AZURE_TENANT_ID servicePrincipal" account show --query '[tenantId, user.type]'
shows "account list" "Contoso Production" account list --query '[].name'
shows "account list-locations" japanwest account list-locations \
  --query "[?name=='japaneast'].metadata.pairedRegion[0].name"

# --- which az this is ---------------------------------------------------------------------------

if run_az vm list -o none 2>&1 | grep -q "does not have operation group 'virtual_machines'"; then
  whole=repaired
  echo "note this az is packaged with SDKs that do not fit it: vm, network, role, check-vm and enable-for-vm run repaired"
fi
if run_az keyvault key list --vault-name kv-prod-rbac -o none 2>&1 | grep -q "No module named 'azure.keyvault"; then
  has_key_vault_client=no
  echo "note this az has no client for keys and secrets: az rest sends those requests"
else
  has_key_vault_client=yes
fi

# Flows that stand by themselves run beside the others, in a sandbox of their own.
# A snapshot is over within seconds where a minute takes one: whoever started this script may have said
# how the sandbox is slowed down meanwhile, or hurried.
speed() {
  [ -z "${SANDBOX_SPEED_COMMAND:-}" ] || $SANDBOX_SPEED_COMMAND "$1" >/dev/null
}

if [ "${FLOWS:-}" = machines ]; then
  # shellcheck source=test/clients/az-machines.sh
  source "$here/az-machines.sh"
  echo "machines: $passed passed, $failed failed"
  [ "$failed" -eq 0 ]
  exit
fi

# --- resources ----------------------------------------------------------------------------------

shows "group list" "rg-dr rg-legacy rg-prod" group list --query 'sort([].name)'
shows "group show" "japaneast Succeeded" group show -n rg-prod \
  --query '[location, properties.provisioningState]'
shows "group exists" false group exists -n rg-none
shows "resource list by type" "rsv-legacy rsv-prod" resource list \
  --resource-type Microsoft.RecoveryServices/vaults --query 'sort([].name)'
shows "resource list by group and type" "rsv-prod Succeeded" resource list -g rg-prod \
  --resource-type Microsoft.RecoveryServices/vaults --query '[].[name, provisioningState][]'
shows "resource show" VM001 resource show \
  --ids "$group/providers/Microsoft.Compute/virtualMachines/VM001" --query name
shows "provider show" Registered provider show -n Microsoft.RecoveryServices --query registrationState
refuses "a group that is not there" ResourceGroupNotFound group show -n rg-none

# --- machines and disks -------------------------------------------------------------------------

shows "vm list" 16 vm list --query 'length(@)'
shows "vm list of a group" true vm list -g rg-prod --query "contains([].name, 'VM001')"
shows "vm show" "VM001 Linux japaneast" vm show -g rg-prod -n VM001 \
  --query '[name, storageProfile.osDisk.osType, location]'
shows "vm get-instance-view" "VM running" vm get-instance-view -g rg-prod -n VM001 \
  --query "instanceView.statuses[?starts_with(code, 'PowerState')].displayStatus"
refuses "a machine that is not there" ResourceNotFound vm show -g rg-prod -n VM0O1
shows "vm encryption show, single pass" "EncryptionState/encrypted EncryptionState/encrypted" \
  vm encryption show -g rg-prod -n VM001 --query 'disks[].statuses[].code'
shows "vm encryption show, single pass with a key encryption key" true \
  vm encryption show -g rg-prod -n VM001 \
  --query "starts_with(disks[0].encryptionSettings[0].keyEncryptionKey.keyUrl, 'https://kv-prod-rbac.vault.azure.net/keys/')"
shows "vm encryption show, dual pass" "Encrypted Encrypted Windows true" \
  vm encryption show -g rg-prod -n VM002 \
  --query '[osDisk, dataDisk, osType, osDiskEncryptionSettings.enabled]'
shows "vm encryption show, not encrypted" "" vm encryption show -g rg-prod -n VM003
shows "vm extension list" AzureDiskEncryptionForLinux vm extension list -g rg-prod --vm-name VM001 \
  --query "[?publisher=='Microsoft.Azure.Security'].name"
disk=$(value vm show -g rg-prod -n VM001 --query storageProfile.osDisk.name)
shows "disk show" "true 1.1" disk show -g rg-prod -n "$disk" \
  --query '[encryptionSettingsCollection.enabled, encryptionSettingsCollection.encryptionSettingsVersion]'
shows "disk list" "$disk" disk list --query "[?name=='$disk'].name"

# --- key vaults, roles, the directory -----------------------------------------------------------

shows "keyvault list" "kv-prod-policy kv-prod-rbac" keyvault list \
  --query "sort([?name=='kv-prod-rbac' || name=='kv-prod-policy'].name)"
shows "keyvault list of a group" kv-prod-rbac keyvault list -g rg-prod \
  --query "[?name=='kv-prod-rbac'].name"
shows "keyvault show" "true true" keyvault show -n kv-prod-rbac \
  --query 'properties.[enableRbacAuthorization, enableSoftDelete]'
shows "keyvault list-deleted" "" keyvault list-deleted
if [ "$has_key_vault_client" = yes ]; then
  key=$(value keyvault key list --vault-name kv-prod-rbac --query '[0].kid')
  secret=$(value keyvault secret list --vault-name kv-prod-policy --query '[0].id')
  shows "keyvault key show" RSA keyvault key show --id "$key" --query key.kty
  refuses "keyvault secret show without the right" Forbidden keyvault secret show --id \
    "$(value keyvault secret list --vault-name kv-prod-rbac --query '[0].id')"
else
  data=(rest --resource https://vault.azure.net --url)
  key=$(value "${data[@]}" "https://kv-prod-rbac.vault.azure.net/keys?api-version=7.0" --query 'value[0].kid')
  secret=$(value "${data[@]}" "https://kv-prod-policy.vault.azure.net/secrets?api-version=7.0" --query 'value[0].id')
  shows "a key" RSA "${data[@]}" "$key?api-version=7.0" --query key.kty
  refuses "a secret without the right" ForbiddenByRbac "${data[@]}" \
    "$(value "${data[@]}" "https://kv-prod-rbac.vault.azure.net/secrets?api-version=7.0" --query 'value[0].id')?api-version=7.0"
fi
[ "${key##*/}" = kek-vm001 ] && pass "keys are listed" || fail "keys are listed" "got: $key"
[[ $secret == https://kv-prod-policy.vault.azure.net/secrets/* ]] && pass "secrets are listed" ||
  fail "secrets are listed" "got: $secret"

service=$(value ad sp show --id "$backup_app" --query id)
shows "ad sp show" "Backup Management Service $backup_app" ad sp show --id "$backup_app" \
  --query '[displayName, appId]'
shows "ad sp list by name" "$service" ad sp list --display-name "Backup Management" --query '[].id'
shows "role definition list" "00482a5a-887f-4fb3-b363-3b7fe8e74483" role definition list \
  --name "Key Vault Administrator" --query '[].name'
shows "role assignment list" Contributor role assignment list --assignee "$AZURE_CLIENT_ID" \
  --query "[?roleDefinitionName=='Contributor'].roleDefinitionName"
shows "role assignment list --all" "$AZURE_CLIENT_ID" role assignment list --all \
  --query "[?roleDefinitionName=='User Access Administrator'].principalName"

# --- vaults -------------------------------------------------------------------------------------

shows "backup vault list" "rsv-legacy rsv-prod" backup vault list --query 'sort([].name)'
shows "backup vault show" "japaneast Succeeded" backup vault show -g rg-prod -n rsv-prod \
  --query '[location, properties.provisioningState]'
refuses "a vault that is not there" ResourceNotFound backup vault show -g rg-prod -n rsv-none
shows "backup vault backup-properties show" "true 14" backup vault backup-properties show \
  -g rg-prod -n rsv-prod \
  --query '[[0].properties.crossRegionRestoreFlag, [1].properties.softDeleteRetentionPeriodInDays]'
shows "backup vault create" "rsv-az Succeeded" backup vault create -g rg-prod -n rsv-az \
  -l japaneast --query '[name, properties.provisioningState]'
shows "backup-properties set: redundancy" LocallyRedundant backup vault backup-properties set \
  -g rg-prod -n rsv-az --backup-storage-redundancy LocallyRedundant --query properties.storageType
shows "backup-properties set: soft delete" Disabled backup vault backup-properties set \
  -g rg-prod -n rsv-az --soft-delete-feature-state Disable --query properties.softDeleteFeatureState
works "backup vault delete" backup vault delete -g rg-prod -n rsv-az --yes
shows "backup vault list of a group" rsv-prod backup vault list -g rg-prod --query '[].name'
refuses "a vault with items is not deleted" ServiceResourceNotEmpty \
  backup vault delete -g rg-prod -n rsv-prod --yes

# --- beside the rest ----------------------------------------------------------------------------

# Runs parts that touch nothing the rest does, one after the other, with a login of their own: beside NAME FILE...
beside() {
  local name=$1
  shift
  (
    work=$work/$name
    mkdir "$work"
    cp -r "$AZURE_CONFIG_DIR" "$work/azure"
    export AZURE_CONFIG_DIR=$work/azure
    keep_az
    passed=0
    failed=0
    for part in "$@"; do
      # shellcheck source=/dev/null
      source "$here/$part"
    done
    echo "$passed $failed" >"$work/counts"
  ) >"$work/$name.log" 2>&1 &
  besides=$!
}

# Waits for the last of them, shows what they said and adds their counts; a part that broke off counts as one that failed.
joined() {
  local counts
  wait "$besides"
  cat "$work/$1.log"
  if counts=$(cat "$work/$1/counts" 2>/dev/null); then
    passed=$((passed + ${counts% *}))
    failed=$((failed + ${counts#* }))
  else
    fail "$1 came to its end" "it broke off"
  fi
}

beside others az-identities.sh az-resource-guard.sh

# --- policies -----------------------------------------------------------------------------------

shows "backup policy list" "daily-90-days DefaultPolicy EnhancedPolicy" backup policy list \
  "${vault[@]}" --backup-management-type AzureIaasVM --workload-type VM --query '[].name'
shows "backup policy show" 30 backup policy show "${vault[@]}" -n DefaultPolicy \
  --query properties.retentionPolicy.dailySchedule.retentionDuration.count
run_az backup policy get-default-for-vm "${vault[@]}" 2>/dev/null |
  sed 's/DefaultPolicy/az-policy/g; s/"count": 30/"count": 45/' >"$work/policy.json"
shows "backup policy create" "az-policy 45" backup policy create "${vault[@]}" -n az-policy \
  --backup-management-type AzureIaasVM --policy "$work/policy.json" \
  --query '[name, properties.retentionPolicy.dailySchedule.retentionDuration.count]'
sed -i 's/"count": 45/"count": 60/' "$work/policy.json"
shows "backup policy set" 60 backup policy set "${vault[@]}" --policy "$work/policy.json" \
  --query properties.retentionPolicy.dailySchedule.retentionDuration.count
shows "backup policy list-associated-items" VM005 backup policy list-associated-items "${vault[@]}" \
  -n daily-90-days --query "[?properties.friendlyName=='VM005'].properties.friendlyName"
works "backup policy delete" backup policy delete "${vault[@]}" -n az-policy
refuses "the policy is gone" "not found" backup policy show "${vault[@]}" -n az-policy

# --- what is protected --------------------------------------------------------------------------

shows "backup item list" Protected backup item list "${vault[@]}" \
  --query "[?properties.friendlyName=='VM005'].properties.protectionState"
shows "backup item show" "VM005 daily-90-days Completed" backup item show "${vault[@]}" \
  $(item VM005) -n VM005 --query 'properties.[friendlyName, policyName, lastBackupStatus]'
shows "backup container list" "Registered" backup container list "${vault[@]}" \
  --backup-management-type AzureIaasVM \
  --query "[?properties.friendlyName=='VM005'].properties.registrationStatus"
shows "backup container show" Healthy backup container show "${vault[@]}" -n VM005 \
  --backup-management-type AzureIaasVM --query '[0].properties.healthStatus || properties.healthStatus'
point=$(value backup recoverypoint list "${vault[@]}" $(item VM005) -i VM005 --query '[0].name')
shows "backup recoverypoint show" "true AppConsistent" backup recoverypoint show "${vault[@]}" \
  $(item VM005) -i VM005 -n "$point" --query 'properties.[isSourceVmEncrypted, recoveryPointType]'
shows "the keys of a recovery point" true backup recoverypoint show "${vault[@]}" $(item VM005) \
  -i VM005 -n "$point" --query "contains(properties.keyAndSecret.kekDetails.keyUrl, '/keys/kek-vm005/')"
job=$(value backup job list "${vault[@]}" --status Failed --query '[0].name')
shows "backup job show" "Backup Failed" backup job show "${vault[@]}" -n "$job" \
  --query 'properties.[operation, status]'
shows "backup job list by status and operation" "" backup job list "${vault[@]}" \
  --status InProgress --operation Restore
shows "backup job list by time" true backup job list "${vault[@]}" \
  --start-date "$(date -u -d '-20 days' +%d-%m-%Y)" --query 'length(@) > `0`'

# --- protecting ---------------------------------------------------------------------------------

machines=$group/providers/Microsoft.Compute/virtualMachines
enable() {
  echo "backup protection enable-for-vm -g rg-prod -v rsv-prod -p DefaultPolicy --vm $1"
}

shows "check-vm, not protected" "" backup protection check-vm --vm VM003 -g rg-prod
shows "check-vm, protected" "$group/providers/Microsoft.RecoveryServices/vaults/rsv-prod" \
  backup protection check-vm --vm-id "$machines/VM005"
shows "enable-for-vm, not encrypted" "ConfigureBackup Completed" $(enable VM003) \
  --query 'properties.[operation, status]'
shows "backup item show, newly protected" "IRPending DefaultPolicy" backup item show "${vault[@]}" \
  $(item VM003) -n VM003 --query 'properties.[protectionState, policyName]'
shows "enable-for-vm, encrypted and not granted" UserErrorKeyVaultPermissionsNotConfigured \
  $(enable VM001) --query "$outcome"
shows "check-vm after the failure" "" backup protection check-vm --vm VM001 -g rg-prod
shows "keyvault set-policy" "backup get list" keyvault set-policy -n kv-prod-policy \
  --spn "$backup_app" --secret-permissions get list backup --key-permissions get list backup \
  --query "sort(properties.accessPolicies[?objectId=='$service'].permissions.secrets[])"
shows "role assignment create" "$service ServicePrincipal" role assignment create \
  --role "Key Vault Administrator" --assignee-object-id "$service" \
  --assignee-principal-type ServicePrincipal --scope "$(key_vault_id kv-prod-rbac)" \
  --query '[principalId, principalType]'
shows "role assignment list of a key vault" "Key Vault Administrator" role assignment list \
  --assignee "$backup_app" --scope "$(key_vault_id kv-prod-rbac)" --query '[].roleDefinitionName'
shows_in_time "enable-for-vm, granted by access policy" Completed $(enable VM002) --query "$outcome"
shows_in_time "enable-for-vm, granted by role" Completed $(enable VM001) --query "$outcome"
shows "backup item set-policy" "ConfigureBackup Completed" backup item set-policy "${vault[@]}" \
  $(item VM001) -n VM001 -p daily-90-days --query 'properties.[operation, status]'
shows "the item has the policy" daily-90-days backup item show "${vault[@]}" $(item VM001) \
  -n VM001 --query properties.policyName
# --- backing up ---------------------------------------------------------------------------------

now() {
  echo "backup protection backup-now $(printf '%s ' "${vault[@]}") $(item "$1") -i $1 \
    --retain-until $(date -u -d '+60 days' +%d-%m-%Y)"
}

speed 5
stopped=$(value $(now VM002) --query name)
works "job stop" backup job stop "${vault[@]}" -n "$stopped"
shows "a stopped job" true backup job show "${vault[@]}" -n "$stopped" \
  --query "contains(['Cancelling', 'Cancelled'], properties.status)"
speed "${SANDBOX_SPEED:-60}"
starts "backup-now" "Backup VM001 InProgress" $(now VM001) \
  --query '[name, properties.operation, properties.entityFriendlyName, properties.status]'
shows_in_time "its job is listed" "$job" backup job list "${vault[@]}" --operation Backup --status InProgress \
  --query "[?properties.entityFriendlyName=='VM001'].name | [0]"
shows "a second backup at once" UserErrorBackupOperationInProgress $(now VM001) --query "$outcome"
works "job wait" backup job wait "${vault[@]}" -n "$job"
shows "the job has ended" "Completed" backup job show "${vault[@]}" -n "$job" --query properties.status
shows "its steps" "Completed Completed" backup job show "${vault[@]}" -n "$job" \
  --query 'properties.extendedInfo.tasksList[].status'
shows "job wait of a stopped job" Cancelled backup job show "${vault[@]}" -n "$stopped" \
  --query properties.status
refuses "job stop of an ended job" UserErrorJobNotInProgress backup job stop "${vault[@]}" -n "$job"
shows "recoverypoint list" "1 true" backup recoverypoint list "${vault[@]}" $(item VM001) -i VM001 \
  --query '[length(@), [0].properties.isSourceVmEncrypted]'
point=$(value backup recoverypoint list "${vault[@]}" $(item VM001) -i VM001 --query '[0].name')
shows "recoverypoint show" "InstantRP HardenedRP" backup recoverypoint show "${vault[@]}" \
  $(item VM001) -i VM001 -n "$point" --query 'properties.recoveryPointTierDetails[].type'
shows "the item after its first backup" "Protected Completed" backup item list "${vault[@]}" \
  --query "[?properties.friendlyName=='VM001'].properties.[protectionState, lastBackupStatus][]"
run_az backup policy show "${vault[@]}" -n daily-90-days 2>/dev/null |
  sed 's/"count": 90/"count": 100/' >"$work/policy.json"
works "policy set of a policy in use" backup policy set "${vault[@]}" -n daily-90-days \
  --policy "$work/policy.json"
shows_in_time "the policy in use has changed" 100 backup policy show "${vault[@]}" \
  -n daily-90-days --query properties.retentionPolicy.dailySchedule.retentionDuration.count

# --- stopping and bringing back -----------------------------------------------------------------

shows "protection disable" "DisableBackup Completed" backup protection disable "${vault[@]}" \
  $(item VM003) -i VM003 --yes --query 'properties.[operation, status]'
shows "the item is stopped" ProtectionStopped backup item show "${vault[@]}" $(item VM003) \
  -n VM003 --query properties.protectionState
shows "protection resume" "ConfigureBackup Completed" backup protection resume "${vault[@]}" \
  $(item VM003) -i VM003 -p DefaultPolicy --query 'properties.[operation, status]'
# Refused as long as a backup runs, and the policy may have begun one: at this speed a day takes 24 minutes.
shows_in_time "protection disable with deletion" "DeleteBackupData Completed" backup protection disable \
  "${vault[@]}" $(item VM003) -i VM003 --delete-backup-data true --yes \
  --query 'properties.[operation, status]'
shows "the item is soft-deleted" "ProtectionStopped true" backup item show "${vault[@]}" \
  $(item VM003) -n VM003 --query 'properties.[protectionState, isScheduledForDeferredDelete]'
shows "protection undelete" "Undelete Completed" backup protection undelete "${vault[@]}" \
  $(item VM003) -i VM003 --workload-type VM --query 'properties.[operation, status]'
shows "protection undelete of what was deleted days ago" "Undelete Completed" \
  backup protection undelete "${vault[@]}" $(item VM011) -i VM011 --workload-type VM \
  --query 'properties.[operation, status]'

# --- restoring ----------------------------------------------------------------------------------

snapshot=$(value backup recoverypoint list "${vault[@]}" $(item VM005) -i VM005 --query '[0].name')
restore() {
  echo "backup restore restore-disks $(printf '%s ' "${vault[@]}") -c VM005 -i VM005 -r $snapshot"
}

shows "recoverypoint show of an encrypted machine" "true SinglePass" backup recoverypoint show \
  "${vault[@]}" $(item VM005) -i VM005 -n "$snapshot" \
  --query 'properties.[isSourceVmEncrypted, keyAndSecret.encryptionMechanism]'
refuses "restore-disks into an account that is not there" "nosuchaccount" \
  $(restore) --storage-account nosuchaccount -t rg-prod
starts "restore-disks" "Restore VM005 InProgress" $(restore) --storage-account stprodrestore \
  -t rg-prod --query '[name, properties.operation, properties.entityFriendlyName, properties.status]'
restored=$job
works "job wait of the restore" backup job wait "${vault[@]}" -n "$restored"
shows "the restore has ended" "Completed" backup job show "${vault[@]}" -n "$restored" \
  --query properties.status
shows "what the restore left" \
  "config-vm005-$restored.json true encryption-vm005-$restored.json" \
  backup job show "${vault[@]}" -n "$restored" --query "properties.extendedInfo.propertyBag.[\"Config Blob Name\", \
    contains(\"Template Blob Uri\", 'azuredeploy$restored.json'), \"Encryption Info Blob Name\"]"
shows "the restored disks" 2 resource list -g rg-prod --resource-type Microsoft.Compute/disks \
  --query "length([?contains(name, 'vm005-')])"

# --- deploying what the restore left ------------------------------------------------------------

template=$(value backup job show "${vault[@]}" -n "$restored" \
  --query 'properties.extendedInfo.propertyBag."Template Blob Uri"')
IFS=/ read -r _ _ _ container blob <<<"$template"
key=$(value storage account keys list -n stprodrestore -g rg-prod --query '[0].value')
# The sandbox's day may be tomorrow, and is over in 24 minutes.
signature=$(value storage blob generate-sas --account-name stprodrestore --account-key "$key" \
  -c "$container" -n "$blob" --permissions r --https-only \
  --expiry "$(date -u -d '+6 days' +%Y-%m-%dT%H:%MZ)")
os_disk=$(value resource list -g rg-prod --resource-type Microsoft.Compute/disks \
  --query "[?contains(name, 'vm005-osdisk')].name | [0]")
deploy() {
  echo "deployment group $1 -g rg-prod --template-uri $template?$signature --parameters \
    virtualMachineName=VM005-az virtualNetwork=vnet-prod virtualNetworkResourceGroup=rg-prod \
    subnet=$2 networkInterfacePrefixName=nic osDiskName=$os_disk"
}

shows "deployment group validate" "Succeeded 2" $(deploy validate default) \
  --query '[properties.provisioningState, length(properties.validatedResources)]'
refuses "a deployment into a subnet that is not there" InvalidResourceReference \
  $(deploy create nosuchsubnet) -n wrong
shows "its operations" "Failed nic-VM005-az" deployment operation group list -n wrong -g rg-prod \
  --query '[].properties.[provisioningState, targetResource.resourceName][]'
shows_in_time "deployment group create" Succeeded $(deploy create default) -n fromrestore \
  --query properties.provisioningState
shows "what it made" "nic-VM005-az VM005-az" deployment operation group list -n fromrestore \
  -g rg-prod --query '[].properties.targetResource.resourceName'
shows "deployment group list" "fromrestore wrong" deployment group list -g rg-prod \
  --query 'sort([].name)'
shows "the machine runs" "PowerState/running" vm get-instance-view -n VM005-az -g rg-prod \
  --query "instanceView.statuses[?starts_with(code, 'PowerState')].code"

# shellcheck source=test/clients/az-protected-vaults.sh
source "$here/az-protected-vaults.sh"

joined others
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
