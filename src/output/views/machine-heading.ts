// The line that says which machine a report is about and where it is, or would be, protected.

import type { EncryptionDocument } from '../../commands/results/parts.js';
import { flow } from '../text-width.js';
import type { View } from '../view.js';
import { encryptionWords } from './encryption-words.js';

/** What documents say of a machine; null where it is not known. */
export interface Machine {
  readonly vm: { readonly name: string };
  readonly osType?: string | null;
  readonly resourceGroup?: string | null;
  readonly location?: string | null;
  readonly encryption: EncryptionDocument | null;
  readonly vault: { readonly name: string } | null;
  readonly policy: string | null;
}

/** Name, system and encryption, place, and vault; broken between these when too long for one line. */
export function formatMachineHeading(machine: Machine, view: View): string {
  const encryption = machine.encryption === null ? null : encryptionWords(machine.encryption);
  const target = listed([machine.vault?.name, machine.policy]);
  const parts = [
    listed([machine.osType, encryption]),
    listed([machine.resourceGroup, machine.location]),
    target === '' ? '' : `->  ${target}`,
  ].filter((part) => part !== '');
  const name = view.theme.heading(machine.vm.name);
  return flow([name, ...parts], view.width).join(CONTINUATION);
}

const CONTINUATION = '\n   ';

function listed(words: readonly (string | null | undefined)[]): string {
  return words.filter((word) => word !== null && word !== undefined && word !== '').join(', ');
}
