// The roles that may be assigned to the Backup Management Service on an RBAC key vault.
// Documented data actions and alternatives: "Back up and restore encrypted Azure VMs".

import { NEEDED_DATA_ACTIONS } from '../../domain/protection/backup-grant.js';

/** What the VM's encryption makes the service read: BEK-only machines need no key. */
export type AccessNeed = 'secrets' | 'secrets-and-keys';

/** Which documented way of granting is asked for. */
export type RoleChoice = 'custom' | 'administrator' | 'built-in';

/** A role to assign: one of our own, or one of Azure's. */
export type BackupRole =
  | {
      readonly kind: 'custom';
      readonly roleName: string;
      readonly description: string;
      readonly dataActions: readonly string[];
    }
  | { readonly kind: 'built-in'; readonly roleName: string; readonly guid: string };

const CUSTOM_ROLES = {
  'secrets-and-keys': {
    kind: 'custom',
    roleName: 'azbackup-backup-reader',
    description:
      'Lets Azure Backup read and back up the keys and secrets of VMs encrypted with Azure Disk Encryption.',
    dataActions: [...NEEDED_DATA_ACTIONS.secrets, ...NEEDED_DATA_ACTIONS.keys],
  },
  secrets: {
    kind: 'custom',
    roleName: 'azbackup-backup-secrets-reader',
    description:
      'Lets Azure Backup read and back up the secrets of VMs encrypted with Azure Disk Encryption without a KEK.',
    dataActions: NEEDED_DATA_ACTIONS.secrets,
  },
} as const satisfies Record<AccessNeed, BackupRole>;

const ADMINISTRATOR = {
  kind: 'built-in',
  roleName: 'Key Vault Administrator',
  guid: '00482a5a-887f-4fb3-b363-3b7fe8e74483',
} as const;

const SECRETS_OFFICER = {
  kind: 'built-in',
  roleName: 'Key Vault Secrets Officer',
  guid: 'b86a8fe4-44ce-4948-aee5-eccb2c155cd7',
} as const;

const CRYPTO_USER = {
  kind: 'built-in',
  roleName: 'Key Vault Crypto User',
  guid: '12338af0-0e69-4776-bea7-57ae8d297424',
} as const;

/**
 * The roles that satisfy a need. The built-in pair is the least of Azure's own roles that covers the
 * documented data actions, and is still wider than the custom role: Secrets Officer may also delete.
 */
export function rolesFor(need: AccessNeed, choice: RoleChoice): readonly BackupRole[] {
  switch (choice) {
    case 'custom': {
      return [CUSTOM_ROLES[need]];
    }
    case 'administrator': {
      return [ADMINISTRATOR];
    }
    case 'built-in': {
      return need === 'secrets' ? [SECRETS_OFFICER] : [CRYPTO_USER, SECRETS_OFFICER];
    }
  }
}

/** Every role that this program ever assigns; what `--revoke` looks for. */
export const ASSIGNABLE_ROLES: readonly BackupRole[] = [
  CUSTOM_ROLES['secrets-and-keys'],
  CUSTOM_ROLES.secrets,
  ADMINISTRATOR,
  CRYPTO_USER,
  SECRETS_OFFICER,
];
