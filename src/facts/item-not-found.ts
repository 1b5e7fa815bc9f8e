// What is said of a machine that has no protected item where it was looked for: another name is offered only where
// there is no such machine at all.

import type { Fact } from '../domain/fact.js';
import { nameOf, type ResourceId } from '../domain/resource-id.js';
import { AzbackupError } from '../errors/azbackup-error.js';
import { nearNames } from './choose-machines.js';

/** What was looked for, and what was found instead. */
export interface MissingItem {
  /** As it was typed. */
  readonly text: string;
  readonly resourceGroup?: string | undefined;
  /** The only vault looked in; undefined for all of the subscription. */
  readonly vaultName?: string | undefined;
  /** Machines that have an item there. */
  readonly protectedNames: readonly string[];
  /** The machine itself, with what is known of its protection. */
  readonly machine: Fact<FoundMachine>;
}

/** A machine that has no item where it was looked for. */
export interface FoundMachine {
  readonly name: string;
  /** The vault that protects it. */
  readonly vaultId?: ResourceId | undefined;
  /** Subscriptions whose vaults could not be looked into. */
  readonly unseen?: readonly string[] | undefined;
}

/** The error `AZB_ITEM_NOT_FOUND` (3). */
export function itemNotFound(missing: MissingItem): AzbackupError {
  const { text, machine } = missing;
  const name = text.split('/').at(-1) ?? text;
  return new AzbackupError({
    code: 'AZB_ITEM_NOT_FOUND',
    kind: 'not-found',
    target: text,
    ...(machine.status === 'known'
      ? unprotected(machine.value, missing)
      : nowhere(name, machine.status === 'absent', missing)),
  });
}

interface Words {
  readonly message: string;
  readonly causes: readonly string[];
  readonly fix: readonly string[];
}

function unprotected({ name, vaultId, unseen }: FoundMachine, missing: MissingItem): Words {
  return vaultId === undefined
    ? {
        message: `${name} exists, but is not a protected item ${whereOf(missing)}`,
        causes:
          unseen === undefined
            ? []
            : [`vaults not looked into, of subscriptions: ${unseen.join(', ')}`],
        fix: [`azbackup enable --vm ${missing.text}`],
      }
    : {
        message: `${name} is not a protected item ${whereOf(missing)}`,
        causes: [`${nameOf(vaultId)} protects it`],
        fix: [`azbackup status --vm ${missing.text}`],
      };
}

function nowhere(name: string, absent: boolean, missing: MissingItem): Words {
  const near = nearNames(name, missing.protectedNames);
  return {
    message: `${name} is not a protected item ${whereOf(missing)}${absent ? ', and there is no such VM' : ''}`,
    causes: near.length === 0 ? [] : [`similar names: ${near.join(', ')}`],
    fix: [
      ...near.slice(0, 1).map((candidate) => `did you mean: --vm ${candidate}`),
      ...(absent ? [] : [`azbackup enable --vm ${name}`]),
    ],
  };
}

function whereOf({ resourceGroup, vaultName }: MissingItem): string {
  const where = `in ${vaultName ?? 'any vault'}`;
  return resourceGroup === undefined ? where : `from resource group ${resourceGroup} ${where}`;
}
