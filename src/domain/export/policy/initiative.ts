// The initiative that holds the definitions together: assigned once, it brings all of them.

import {
  DEFINITION_NAMES,
  DEFINITIONS,
  EXCLUSION_PARAMETERS,
  METADATA,
  type DefinitionName,
  type PolicyParameter,
} from './definitions.js';

/** Key and value of a tag. */
export interface TagValue {
  readonly name: string;
  readonly values: readonly string[];
}

/** What of the initiative can be chosen. */
export interface InitiativeOptions {
  readonly extensionEffect: 'Deny' | 'Audit' | 'Disabled';
  /** VMs with it need no backup. */
  readonly exclude: TagValue | undefined;
}

/** The name of the initiative in its scope. */
export const INITIATIVE_ID = 'azbackup-posture';

const EFFECTS: Readonly<Record<DefinitionName, string>> = {
  'audit-ade': 'adeEffect',
  'deny-ade-extension': 'adeExtensionEffect',
  'audit-unprotected': 'unprotectedEffect',
};

/**
 * The properties of the initiative.
 * @param idOf the id of a definition, or the expression that makes it
 */
export function initiative(
  { extensionEffect, exclude }: InitiativeOptions,
  idOf: (name: DefinitionName) => unknown,
): object {
  return {
    displayName: 'Backups and Azure Disk Encryption of VMs',
    policyType: 'Custom',
    description:
      'Finds VMs without an item of Azure Backup and disks with settings of Azure Disk Encryption, and keeps the extension of Azure Disk Encryption from new VMs.',
    metadata: METADATA,
    parameters: {
      ...Object.fromEntries(
        DEFINITION_NAMES.map((name) => [EFFECTS[name], effectParameter(name, extensionEffect)]),
      ),
      exclusionTagName: {
        ...EXCLUSION_PARAMETERS.exclusionTagName,
        defaultValue: exclude?.name ?? '',
      },
      exclusionTagValue: {
        ...EXCLUSION_PARAMETERS.exclusionTagValue,
        defaultValue: exclude?.values ?? [],
      },
    },
    policyDefinitions: DEFINITION_NAMES.map((name) => ({
      policyDefinitionReferenceId: name,
      policyDefinitionId: idOf(name),
      parameters: handedOn(name),
    })),
  };
}

function effectParameter(
  name: DefinitionName,
  extensionEffect: InitiativeOptions['extensionEffect'],
): PolicyParameter | undefined {
  const { displayName, parameters } = DEFINITIONS[name];
  const effect = parameters['effect'];
  return effect === undefined
    ? undefined
    : {
        ...effect,
        metadata: {
          displayName: `Effect: ${displayName}`,
          description: effect.metadata.description,
        },
        ...(name === 'deny-ade-extension' ? { defaultValue: extensionEffect } : {}),
      };
}

/** The parameters of a definition, each from that of the initiative. */
function handedOn(name: DefinitionName): Readonly<Record<string, { readonly value: string }>> {
  return Object.fromEntries(
    Object.keys(DEFINITIONS[name].parameters).map((parameter) => [
      parameter,
      { value: `[parameters('${parameter === 'effect' ? EFFECTS[name] : parameter}')]` },
    ]),
  );
}
