// Custom definitions of Azure Policy. Each alias is one that built-in definitions or pages of Azure use:
// - Microsoft.Compute/disks/encryptionSettingsCollection.enabled: built-in definitions on disks (Azure/azure-policy)
// - Microsoft.Compute/virtualMachines/storageProfile.osDisk.encryptionSettings.enabled: page "Determine causes of non-compliance"
// - Microsoft.Compute/virtualMachines/extensions/type: built-in c0e996f8 "Only approved VM extensions should be installed"
// - Microsoft.Compute/virtualMachines/extensions/publisher: built-in definitions that deploy extensions
// - Microsoft.RecoveryServices/backupprotecteditems as related type: built-ins 013e242c, 345fa903 and others

/* oxlint-disable unicorn/no-thenable -- the policy language has a word then, and nobody waits for a definition */

/** The definitions, in the order in which the initiative has them. */
export const DEFINITION_NAMES = ['audit-ade', 'deny-ade-extension', 'audit-unprotected'] as const;

export type DefinitionName = (typeof DEFINITION_NAMES)[number];

/** A parameter as definitions and initiatives declare it. */
export interface PolicyParameter {
  readonly type: 'String' | 'Array';
  readonly metadata: { readonly displayName: string; readonly description: string };
  readonly allowedValues?: readonly string[];
  readonly defaultValue: string | readonly string[];
}

/** The properties of a definition, as Azure takes them. */
export interface PolicyDefinition {
  readonly displayName: string;
  readonly policyType: 'Custom';
  readonly mode: 'Indexed';
  readonly description: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly parameters: Readonly<Record<string, PolicyParameter>>;
  readonly policyRule: { readonly if: PolicyCondition; readonly then: object };
}

/** A condition, or several of them. */
export type PolicyCondition =
  | { readonly allOf: readonly PolicyCondition[] }
  | { readonly anyOf: readonly PolicyCondition[] }
  | { readonly not: PolicyCondition }
  | ({ readonly field: string } & PolicyComparison)
  | ({ readonly value: string } & PolicyComparison);

type PolicyComparison = { readonly equals: string } | { readonly in: string | readonly string[] };

/** What the definitions are called in their scope. */
export function definitionId(name: DefinitionName): string {
  return `azbackup-${name}`;
}

/** What all of them are filed under. */
export const METADATA = { category: 'Backup', version: '1.0.0', source: 'azbackup' } as const;

const isOfType = (type: string): PolicyCondition => ({ field: 'type', equals: type });

function effectOf(
  allowedValues: readonly string[],
  defaultValue: string,
): Readonly<Record<'effect', PolicyParameter>> {
  return {
    effect: {
      type: 'String',
      metadata: { displayName: 'Effect', description: 'What happens to what the policy finds' },
      allowedValues,
      defaultValue,
    },
  };
}

const EFFECT = "[parameters('effect')]";

/** Disks keep the setting after decryption, too; machines have one with two passes, and with unmanaged disks. */
const auditAde: PolicyDefinition = {
  displayName: 'Disks and VMs should not have settings of Azure Disk Encryption',
  policyType: 'Custom',
  mode: 'Indexed',
  description:
    'Azure Disk Encryption retires on 2028-09-15. Finds disks with its settings, and VMs whose OS disk has them in the VM. The settings of a disk stay after it is decrypted: such a disk cannot take encryption at host either.',
  metadata: METADATA,
  parameters: effectOf(['Audit', 'Disabled'], 'Audit'),
  policyRule: {
    if: {
      anyOf: [
        {
          allOf: [
            isOfType('Microsoft.Compute/disks'),
            {
              field: 'Microsoft.Compute/disks/encryptionSettingsCollection.enabled',
              equals: 'true',
            },
          ],
        },
        {
          allOf: [
            isOfType('Microsoft.Compute/virtualMachines'),
            {
              field:
                'Microsoft.Compute/virtualMachines/storageProfile.osDisk.encryptionSettings.enabled',
              equals: 'true',
            },
          ],
        },
      ],
    },
    then: { effect: EFFECT },
  },
};

const denyAdeExtension: PolicyDefinition = {
  displayName: 'VMs should not get the extension of Azure Disk Encryption',
  policyType: 'Custom',
  mode: 'Indexed',
  description:
    'Refuses to create or change the extension of Azure Disk Encryption, on Windows and on Linux. Decryption and the last step of a restore change it, too: give their scope an exemption first.',
  metadata: METADATA,
  parameters: effectOf(['Deny', 'Audit', 'Disabled'], 'Deny'),
  policyRule: {
    if: {
      allOf: [
        isOfType('Microsoft.Compute/virtualMachines/extensions'),
        {
          field: 'Microsoft.Compute/virtualMachines/extensions/publisher',
          equals: 'Microsoft.Azure.Security',
        },
        {
          field: 'Microsoft.Compute/virtualMachines/extensions/type',
          in: ['AzureDiskEncryption', 'AzureDiskEncryptionForLinux'],
        },
      ],
    },
    then: { effect: EFFECT },
  },
};

/** Tags of VMs that need no backup. */
export const EXCLUSION_PARAMETERS: Readonly<
  Record<'exclusionTagName' | 'exclusionTagValue', PolicyParameter>
> = {
  exclusionTagName: {
    type: 'String',
    metadata: {
      displayName: 'Exclusion tag name',
      description: 'VMs with this tag and one of its values need no backup; empty for all VMs',
    },
    defaultValue: '',
  },
  exclusionTagValue: {
    type: 'Array',
    metadata: { displayName: 'Exclusion tag values', description: 'Values of the exclusion tag' },
    defaultValue: [],
  },
};

/**
 * By the id of the machine: the type of a protected item is an extension resource of the machine (page "Resource types that
 * extend capabilities of other resources"), and Azure Policy looks for such a type below the evaluated resource (page "Azure
 * Policy definitions auditIfNotExists effect"). A condition on `friendlyName` would let a namesake protect it. The state of the
 * item is not asked for: no page of Azure names an alias for it.
 */
const auditUnprotected: PolicyDefinition = {
  displayName: 'VMs should have an item of Azure Backup',
  policyType: 'Custom',
  mode: 'Indexed',
  description:
    'Finds VMs without a protected item of their own, by their id: a VM of the same name in another group does not count. Whether backups are taken, or stopped, or failing, is not visible to Azure Policy.',
  metadata: METADATA,
  parameters: {
    ...effectOf(['AuditIfNotExists', 'Disabled'], 'AuditIfNotExists'),
    ...EXCLUSION_PARAMETERS,
  },
  policyRule: {
    if: {
      allOf: [
        isOfType('Microsoft.Compute/virtualMachines'),
        {
          anyOf: [
            { value: "[empty(parameters('exclusionTagName'))]", equals: 'true' },
            {
              not: {
                field: "[concat('tags[', parameters('exclusionTagName'), ']')]",
                in: "[parameters('exclusionTagValue')]",
              },
            },
          ],
        },
      ],
    },
    then: { effect: EFFECT, details: { type: 'Microsoft.RecoveryServices/backupprotecteditems' } },
  },
};

/** The definitions by name. */
export const DEFINITIONS: Readonly<Record<DefinitionName, PolicyDefinition>> = {
  'audit-ade': auditAde,
  'deny-ade-extension': denyAdeExtension,
  'audit-unprotected': auditUnprotected,
};
