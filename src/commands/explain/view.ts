// The view of `azbackup explain`: for one code or a few, everything; for all of them, a table.

import { counted } from '../../output/counts.js';
import { inPlace } from '../../output/suggested-commands.js';
import { formatTable } from '../../output/table.js';
import type { View } from '../../output/view.js';
import { formatField, formatFields } from '../../output/views/fields.js';
import { isCommand } from '../../output/views/fix-lines.js';
import type { ExplainDocument, ExplainItem } from './result.js';

/** More than this many codes are a table. */
const FEW = 12;

/** All of the document. */
export function formatExplain({ items, summary }: ExplainDocument, view: View): string[] {
  if (items.length > FEW) {
    return [
      ...formatTable(
        [{ header: 'code' }, { header: 'meaning' }],
        items.map(({ code, meaning }) => [code, meaning ?? 'unknown']),
        view,
      ),
      `${counted(summary.total, 'code')}. One by name: azbackup explain CODE`,
    ];
  }
  return items.flatMap((item, index) => [...(index === 0 ? [] : ['']), ...formatItem(item, view)]);
}

const RETRY_WORDS: Readonly<Record<ExplainItem['retry'], string>> = {
  yes: 'may help',
  'after-fix': 'helps only once the cause is fixed',
  no: 'does not help',
  unknown: 'unknown',
};

function formatItem(item: ExplainItem, view: View): string[] {
  if (item.outcome === 'unknown') {
    return [
      `${view.theme.heading(item.code)}${times(item)}`,
      'unknown: azbackup has no entry for it',
      ...formatFields([['similar', item.similar.join(', ')]], view),
    ];
  }
  const others = item.names.filter((name) => name !== item.code && !name.startsWith('exit '));
  return [
    `${view.theme.heading(item.code)}${times(item)}`,
    ...formatFields(
      [
        ['meaning', item.meaning ?? ''],
        ['also', others.join(', ')],
        ['likely cause', item.likelyCause ?? ''],
      ],
      view,
    ),
    ...formatSteps('prove it', item.prove, view),
    ...formatSteps('fix', item.fix, view),
    ...formatFields(
      [
        ['retry', RETRY_WORDS[item.retry]],
        ['exit code', item.kind === 'exit-code' ? '' : item.exitCodes.join(', ')],
      ],
      view,
    ),
    ...formatEvidence(item, view),
  ];
}

function times({ found }: ExplainItem): string {
  return found === null ? '' : `   found ${counted(found, 'time')}`;
}

/** The first beside the heading, the others below it; a command is never wrapped. */
function formatSteps(name: string, steps: readonly string[], view: View): string[] {
  return steps.map((step, index) => {
    const heading = index === 0 ? name : '';
    return isCommand(step)
      ? formatCommand(heading, inPlace(step, view.commandPlace), view)
      : formatField(heading, step, view);
  });
}

/** Older ones speak versions of Key Vault's API that are being retired. */
const KEY_VAULT_COMMAND = /^az keyvault /u;

function formatCommand(name: string, command: string, view: View): string {
  const typed = KEY_VAULT_COMMAND.test(command) ? `${command}  # az 2.90 or newer` : command;
  return `${formatField(name, '', view)}${view.theme.command(typed)}`;
}

function formatEvidence({ evidence }: ExplainItem, view: View): string[] {
  const lines = evidence.map(({ kind, source, date, url }) => {
    const when = date === null ? '' : `, ${date}`;
    return `${kind}: ${source}${when}${url === null ? '' : ` (${url})`}`;
  });
  return (lines.length === 0 ? ['none'] : lines).map((line, index) =>
    formatField(index === 0 ? 'evidence' : '', line, view),
  );
}
