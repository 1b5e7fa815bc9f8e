// What several machines are held up by together: each cause once, with the one command that mends it for all of them.

import type { FindingDocument } from '../../commands/results/parts.js';
import { counted } from '../counts.js';
import { wrapIndented } from '../text-width.js';
import type { View } from '../view.js';
import { blockingFindings } from './findings.js';
import { formatClosingFixes, isCommand } from './fix-lines.js';

/** What is needed of an item of a document about machines. */
interface Item {
  readonly vm: { readonly name: string };
  readonly findings: readonly FindingDocument[];
}

/** A cause, and the findings of the machine that lacks most for it. */
interface Cause {
  readonly summary: string;
  readonly machines: number;
  readonly findings: readonly FindingDocument[];
}

/** The causes that two machines or more have, those of most machines first; nothing where there are none. */
export function formatSharedCauses(items: readonly Item[], view: View): string[] {
  const causes = new Map<string, Cause>();
  for (const item of items) {
    const findings = blockingFindings(item.findings).filter((each) => mendsAll(each, item));
    const [first] = findings;
    if (first !== undefined) {
      const known = causes.get(first.summary);
      causes.set(first.summary, {
        summary: first.summary,
        machines: (known?.machines ?? 0) + 1,
        findings:
          known !== undefined && known.findings.length >= findings.length
            ? known.findings
            : findings,
      });
    }
  }
  return [...causes.values()]
    .filter(({ machines }) => machines > 1)
    .toSorted((left, right) => right.machines - left.machines)
    .flatMap((cause) => formatCause(cause, view));
}

function formatCause({ summary, machines, findings }: Cause, view: View): string[] {
  const fix = findings[0]?.fix.slice(0, 1) ?? [];
  const lead = `${counted(machines, 'VM')}: ${summary}. Fixed for all of them by:`;
  return [wrapIndented(lead, view.width, 0, 2), ...formatClosingFixes(fix, view)];
}

/** A grant is to a key vault, for all that use it; any other command that names a machine is for that one. */
function mendsAll({ fix, summary, status }: FindingDocument, { vm }: Item): boolean {
  const [command = ''] = fix;
  const isGrant = command.startsWith('azbackup grant-access ');
  const names = (text: string): boolean => text.toLowerCase().includes(vm.name.toLowerCase());
  return status === 'fail' && isCommand(command) && !names(isGrant ? summary : summary + command);
}
