# Sourced by az.sh, beside the rest: user-assigned identities, and a vault of its own with identities and with a key of
# the customer. The flows of az's own scenario tests of identities and encryption.

# --- user-assigned identities -------------------------------------------------------------------

identities=$subscription/resourcegroups/rg-prod/providers/Microsoft.ManagedIdentity/userAssignedIdentities
shows "identity create" "id-az-one japaneast" identity create -g rg-prod -n id-az-one -l japaneast \
  --query '[name, location]'
works "identity create of another" identity create -g rg-prod -n id-az-two -l japaneast
shows "identity show" "$identities/id-az-one" identity show -g rg-prod -n id-az-one --query id
shows "identity list" "id-az-one id-az-two" identity list -g rg-prod --query 'sort([].name)'
first=$(value identity show -g rg-prod -n id-az-one --query principalId)
shows_in_time "its principal in the directory" "id-az-one ManagedIdentity" ad sp show --id "$first" \
  --query '[displayName, servicePrincipalType]'
refuses "an identity in another region" InvalidResourceLocation \
  identity create -g rg-prod -n id-az-one -l japanwest

# --- identities of a vault ----------------------------------------------------------------------

own=(-g rg-prod -n rsv-az-own)
works "a vault of its own" backup vault create "${own[@]}" -l japaneast
shows "vault identity show of none" "" backup vault identity show "${own[@]}"
works "vault identity assign, two of the user" backup vault identity assign "${own[@]}" \
  --user-assigned "$identities/id-az-one" "$identities/id-az-two"
shows "vault identity show" "UserAssigned 2" backup vault identity show "${own[@]}" \
  --query '[type, length(keys(userAssignedIdentities))]'
works "vault identity assign, the system's too" backup vault identity assign "${own[@]}" --system-assigned
works "vault identity remove, one of the user" backup vault identity remove "${own[@]}" \
  --user-assigned "$identities/id-az-two"
shows "vault identity show of both kinds" "SystemAssigned, UserAssigned $first" \
  backup vault identity show "${own[@]}" \
  --query "[type, userAssignedIdentities.\"$identities/id-az-one\".principalId]"
refuses "an identity that is not there" FailedIdentityOperation backup vault identity assign \
  "${own[@]}" --user-assigned "$identities/id-az-none"
works "identity delete" identity delete -g rg-prod -n id-az-two
shows "identity list after it" id-az-one identity list -g rg-prod --query '[].name'

# --- a key of the customer ----------------------------------------------------------------------

system=$(value backup vault identity show "${own[@]}" --query principalId)
works "a key vault without purge protection" keyvault create -g rg-prod -n kv-az-own -l japaneast
works "a key in it" rest --method post --resource https://vault.azure.net \
  --url "https://kv-az-own.vault.azure.net/keys/key-own/create?api-version=7.3" --body '{"kty": "RSA"}'
key_own=$(value rest --resource https://vault.azure.net \
  --url "https://kv-az-own.vault.azure.net/keys/key-own?api-version=7.3" --query key.kid)
encrypt=(backup vault encryption update "${own[@]}" --encryption-key-id "$key_own")
shows "vault encryption show before" "MicrosoftManaged NotEnabled" backup vault encryption show \
  "${own[@]}" --query 'properties.[encryptionAtRestType, lastUpdateStatus]'
refuses "a key in a key vault without purge protection" UserErrorCMK "${encrypt[@]}" --mi-system-assigned
works "keyvault update, with purge protection" keyvault update -g rg-prod -n kv-az-own \
  --enable-purge-protection true
refuses "a key that the identity may not use" UserErrorCMKKeyVaultAuthFailure \
  "${encrypt[@]}" --mi-system-assigned
for principal in "$system" "$first"; do
  works "keyvault set-policy for an identity" keyvault set-policy -n kv-az-own --object-id "$principal" \
    --key-permissions get list wrapKey unwrapKey
done
works "vault encryption update, by the system's identity" "${encrypt[@]}" --mi-system-assigned
shows "vault encryption show" "CustomerManaged $key_own Succeeded true" backup vault encryption show \
  "${own[@]}" --query 'properties.[encryptionAtRestType, keyUri, lastUpdateStatus, useSystemAssignedIdentity]'
works "vault encryption update, by the user's" "${encrypt[@]}" --mi-user-assigned "$identities/id-az-one"
shows "vault encryption show after it" "$identities/id-az-one false" backup vault encryption show \
  "${own[@]}" --query 'properties.[userAssignedIdentity, useSystemAssignedIdentity]'
refuses "infrastructure encryption afterwards" InvalidRestApiParameter \
  "${encrypt[@]}" --infrastructure-encryption Enabled

# --- what a vault says and refuses --------------------------------------------------------------

vault_url=https://management.azure.com$group/providers/Microsoft.RecoveryServices/vaults/rsv-az-own
shows "usages" 0 rest --url "$vault_url/usages?api-version=2026-07-01" \
  --query "value[?name.value=='ProtectedItemCount'].currentValue | [0]"
refuses "an api-version that is none" NoRegisteredProviderFound rest --url "$vault_url?api-version=2024-03-15"
run_az backup policy get-default-for-vm -g rg-prod -v rsv-az-own 2>/dev/null |
  sed 's/"Daily"/"Monthly"/' >"$work/policy.json"
refuses "a policy that is none" BMSUserErrorInvalidPolicyInput backup policy create -g rg-prod \
  -v rsv-az-own -n none --backup-management-type AzureIaasVM --policy "$work/policy.json"
works "the vault goes" backup vault delete "${own[@]}" --yes
