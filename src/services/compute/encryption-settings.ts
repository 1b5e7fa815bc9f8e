// ADE's settings, of one shape in three places: the VM's model, its instance view, and the managed disk.

import type { EncryptionSettings } from '../../domain/virtual-machine.js';

/** What the three shapes have in common; every field may be missing. */
interface WireSettings {
  readonly enabled?: boolean;
  readonly diskEncryptionKey?: { readonly secretUrl?: string; readonly sourceVault?: Reference };
  readonly keyEncryptionKey?: { readonly keyUrl?: string; readonly sourceVault?: Reference };
}

interface Reference {
  readonly id?: string;
}

/**
 * The settings in our words; empty texts count as absent.
 * @param enabled the managed disk keeps the switch outside of the single settings
 */
export function encryptionSettingsFrom(
  settings: WireSettings,
  enabled = settings.enabled === true,
): EncryptionSettings {
  const { diskEncryptionKey, keyEncryptionKey } = settings;
  return {
    enabled,
    ...text('secretUrl', diskEncryptionKey?.secretUrl),
    ...text('secretVaultId', diskEncryptionKey?.sourceVault?.id),
    ...text('keyUrl', keyEncryptionKey?.keyUrl),
    ...text('keyVaultId', keyEncryptionKey?.sourceVault?.id),
  };
}

function text<Name extends string>(
  name: Name,
  value: string | null | undefined,
): Partial<Record<Name, string>> {
  const fields: Partial<Record<Name, string>> = {};
  if (value !== undefined && value !== null && value !== '') {
    fields[name] = value;
  }
  return fields;
}
