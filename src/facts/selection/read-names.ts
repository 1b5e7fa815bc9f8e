// Machines named in a file or on standard input: lines of names and ids, or a document that this program wrote.

import { z } from 'zod';
import type { CommandContext } from '../../commands/context.js';
import { parseJson } from '../../domain/parse-json.js';
import { usageError } from '../../errors/azbackup-error.js';

/** Of a result document: its items, each with the machine that it is about. */
const machineSchema = z.object({ id: z.string().min(1) });
const itemSchema = z.union([
  z.string().min(1),
  z.object({ vm: machineSchema }).transform(({ vm }) => vm.id),
  machineSchema.transform(({ id }) => id),
]);
const documentSchema = z.union([
  z.array(itemSchema),
  z.object({ items: z.array(itemSchema) }).transform(({ items }) => items),
]);
/** Of a stream: an item a line, and others, such as the summary, which name no machine. */
const lineSchema = z.union([
  z.object({ item: itemSchema }).transform(({ item }) => [item]),
  z.object({ vm: machineSchema }).transform(({ vm }) => [vm.id]),
  z.object({}).transform(() => []),
]);

/**
 * The names and ids that `--vm` stands for, `@FILE` and `-` read.
 * @throws AzbackupError `AZB_FILE_UNREADABLE` or `AZB_VM_LIST` (2)
 */
export async function readNames(
  context: Pick<CommandContext, 'readInput'>,
  texts: readonly string[],
): Promise<readonly string[]> {
  const named: string[] = [];
  for (const text of texts) {
    const file = fileOf(text);
    named.push(...(file === undefined ? [text] : namesIn(await context.readInput(file), file)));
  }
  return named;
}

function fileOf(text: string): string | undefined {
  return text === '-' ? text : text.startsWith('@') ? text.slice(1) : undefined;
}

/**
 * The names and ids in such a text.
 * @throws AzbackupError `AZB_VM_LIST` (2) where it names none
 */
export function namesIn(text: string, file: string): readonly string[] {
  const trimmed = text.replace(/^\uFEFF/u, '').trim();
  const names = /^[{[]/u.test(trimmed) ? namesInJson(trimmed) : namesInLines(trimmed);
  if (names === undefined || names.length === 0) {
    const place = file === '-' ? 'standard input' : file;
    throw usageError('AZB_VM_LIST', `${place} names no VMs`, {
      target: file,
      causes: ['expected names or resource ids, one a line, or a JSON result of azbackup'],
      fix: ['azbackup preflight --vault VAULT -o json', 'az vm list --query "[].id" -o tsv'].slice(
        1,
      ),
    });
  }
  return names;
}

function namesInLines(text: string): readonly string[] {
  const lines = text.split(/\r?\n/u).map((line) => line.trim());
  return lines.filter((line) => line !== '' && !line.startsWith('#'));
}

function namesInJson(text: string): readonly string[] | undefined {
  const whole = documentSchema.safeParse(parseJson(text));
  if (whole.success) {
    return whole.data;
  }
  const lines = namesInLines(text).map((line) => lineSchema.safeParse(parseJson(line)));
  return lines.every(({ success }) => success)
    ? lines.flatMap((line) => line.data ?? [])
    : undefined;
}
