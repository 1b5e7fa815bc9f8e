// The verdict on how a VM's disks are encrypted, with the sources that led to it.

import type { ResourceId } from '../resource-id.js';

/** The BEK secret or KEK of an ADE volume, taken apart from its URL. */
export interface KeyVaultObjectRef {
  readonly url: string;
  /** ARM id of the key vault, where the settings name it. */
  readonly vaultId?: ResourceId;
  /** Such as `https://kv-prod.vault.azure.net`. */
  readonly vaultUrl: string;
  readonly name: string;
  readonly version?: string;
}

/** One reason for the verdict: where it was read and what it said. */
export interface EncryptionEvidence {
  readonly source:
    | 'vm-model'
    | 'instance-view'
    | 'managed-disk'
    | 'ade-extension'
    | 'security-profile'
    | 'disk-encryption-set';
  /** The disk, extension or VM it was read from. */
  readonly subject: string;
  readonly statement: string;
}

/** What ADE was last asked to do, and how far it is. */
export type AdeState =
  | 'encrypted'
  | 'encrypting'
  | 'decrypting'
  | 'failed'
  /** Encrypted only in part, for example data disks alone. */
  | 'partly-encrypted';

/** Settings that are there but name no secret, or no key, that this program can make out: never taken for absent. */
export interface UnreadableSettings {
  readonly kind: 'secrets' | 'keys';
  /** The disk, or the VM for settings in its model. */
  readonly subject: string;
  /** What stands there instead of an address; empty when nothing does. */
  readonly text: string;
}

/** ADE on a VM. */
export interface AdeEncryption {
  readonly kind: 'ade';
  readonly pass: 'single' | 'dual';
  readonly state: AdeState;
  /** Every distinct BEK secret in use, one for each encrypted disk at most. */
  readonly secrets: readonly KeyVaultObjectRef[];
  /** Every distinct KEK in use; empty means BEK-only. */
  readonly keys: readonly KeyVaultObjectRef[];
  /** Settings whose secret or key is unknown, so that `secrets` or `keys` are not all there is. */
  readonly unreadable: readonly UnreadableSettings[];
  readonly disks: 'managed' | 'unmanaged';
  readonly evidence: readonly EncryptionEvidence[];
}

/** How a VM's disks are encrypted. `residue` tells of an ADE extension left behind after decryption. */
export type Encryption =
  | AdeEncryption
  | {
      readonly kind: 'platform-key' | 'customer-key' | 'double' | 'at-host' | 'confidential';
      readonly diskEncryptionSetIds: readonly ResourceId[];
      readonly residue: 'none' | 'extension-left-behind';
      readonly evidence: readonly EncryptionEvidence[];
    }
  | {
      /** Something that this program does not know; it must say so rather than call it safe. */
      readonly kind: 'unrecognised';
      readonly what: string;
      readonly evidence: readonly EncryptionEvidence[];
    };
