// What can be done with keys and secrets, in the words of both permission models.

/** A permission in the words of access policies. */
export type VaultPermission =
  | `keys/${'get' | 'list' | 'create' | 'update' | 'delete' | 'backup' | 'restore' | 'recover' | 'purge'}`
  | `keys/${'encrypt' | 'decrypt' | 'wrapKey' | 'unwrapKey'}`
  | `secrets/${'get' | 'list' | 'set' | 'delete' | 'backup' | 'restore' | 'recover' | 'purge'}`
  | 'secrets/update'
  | 'secrets/readMetadata';

/** Documentation: Azure permissions for Security, Microsoft.KeyVault data actions. */
const DATA_ACTIONS: Readonly<Record<VaultPermission, string>> = {
  'keys/get': 'keys/read',
  'keys/list': 'keys/read',
  'keys/create': 'keys/create/action',
  'keys/update': 'keys/update/action',
  'keys/delete': 'keys/delete',
  'keys/backup': 'keys/backup/action',
  'keys/restore': 'keys/restore/action',
  'keys/recover': 'keys/recover/action',
  'keys/purge': 'keys/purge/action',
  'keys/encrypt': 'keys/encrypt/action',
  'keys/decrypt': 'keys/decrypt/action',
  'keys/wrapKey': 'keys/wrap/action',
  'keys/unwrapKey': 'keys/unwrap/action',
  'secrets/get': 'secrets/getSecret/action',
  'secrets/list': 'secrets/readMetadata/action',
  'secrets/set': 'secrets/setSecret/action',
  'secrets/update': 'secrets/update/action',
  'secrets/readMetadata': 'secrets/readMetadata/action',
  'secrets/delete': 'secrets/delete',
  'secrets/backup': 'secrets/backup/action',
  'secrets/restore': 'secrets/restore/action',
  'secrets/recover': 'secrets/recover/action',
  'secrets/purge': 'secrets/purge/action',
};

/** The data action of Azure RBAC that a permission is. */
export function dataActionOf(permission: VaultPermission): string {
  return `Microsoft.KeyVault/vaults/${DATA_ACTIONS[permission]}`;
}

/** The entry of an access policy that a permission is; policies have fewer words than RBAC. */
export function policyEntryOf(permission: VaultPermission): {
  readonly category: 'keys' | 'secrets';
  readonly word: string;
} {
  const words: Readonly<Record<string, string>> = {
    'secrets/update': 'set',
    'secrets/readMetadata': 'get',
  };
  const [category, word = ''] = permission.split('/');
  return {
    category: category === 'keys' ? 'keys' : 'secrets',
    word: words[permission] ?? word,
  };
}
