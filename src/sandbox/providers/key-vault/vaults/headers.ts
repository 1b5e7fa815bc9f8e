// The headers of every response of the key vault provider.

/** As recorded, in keyvault-mgmt.create-update-policy-delete-purge among others. */
export const VAULT_HEADERS = {
  'x-ms-keyvault-service-version': '1.5.785.0',
  'x-aspnet-version': '4.0.30319',
} as const;
