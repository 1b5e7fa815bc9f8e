// The machines that a query of Resource Graph selects. It is minutes behind and only selects: what they are, Resource
// Manager decides.

import type { CommandContext } from '../../commands/context.js';
import { idKey, parseResourceId, sameName } from '../../domain/resource-id.js';
import { AzbackupError, usageError } from '../../errors/azbackup-error.js';
import type { GraphScope } from '../../services/services.js';
import type { Target } from '../choose-machines.js';

/** How many ids a message gives. */
const EXAMPLES = 3;

/** `-` is standard input. */
export interface MachineQuery {
  readonly file: string;
  readonly scope: GraphScope;
}

/**
 * The machines, each once, in the query's order.
 * @throws AzbackupError `AZB_FILE_UNREADABLE`, `AZB_GRAPH_QUERY`, `AZB_GRAPH_TRUNCATED` (2), and what Resource Graph
 * refuses
 */
export async function queriedMachines(
  context: CommandContext,
  { file, scope }: MachineQuery,
): Promise<readonly Target[]> {
  const place = file === '-' ? 'standard input' : file;
  const text = (await context.readInput(file)).replace(/^\uFEFF/u, '').trim();
  if (text === '') {
    throw usageError('AZB_GRAPH_QUERY', `${place} holds no query`, { target: file });
  }
  const ids = await idsOf(context, text, scope);
  const machines = ids.map((id) => machineOf(id));
  const others = ids.filter((_, at) => machines[at] === undefined);
  if (others.length > 0) {
    throw usageError(
      'AZB_GRAPH_QUERY',
      `${others.length} of ${ids.length} rows of the query are no virtual machines`,
      {
        target: file,
        causes: others.slice(0, EXAMPLES),
        fix: ["add to the query: | where type =~ 'microsoft.compute/virtualmachines'"],
      },
    );
  }
  const found = machines.filter((machine) => machine !== undefined);
  return [...new Map(found.map((machine) => [idKey(machine.id), machine])).values()];
}

async function idsOf(
  { services }: CommandContext,
  text: string,
  scope: GraphScope,
): Promise<readonly string[]> {
  try {
    return await (await services.resourceGraph()).ids(text, scope);
  } catch (error) {
    throw error instanceof AzbackupError && error.fields.kind !== 'usage'
      ? withOtherWay(error)
      : error;
  }
}

/** What Resource Graph does, lists do as well. */
function withOtherWay({ fields }: AzbackupError): AzbackupError {
  return new AzbackupError({
    ...fields,
    fix: [
      ...(fields.fix ?? []),
      'select without a query: --subscription with --all, --resource-group, --tag, --location, --encryption or --protected',
    ],
  });
}

function machineOf(id: string): Target | undefined {
  const parts = parseResourceId(id);
  return parts !== undefined && sameName(parts.type, 'Microsoft.Compute/virtualMachines')
    ? { id, name: parts.name, subscriptionId: parts.subscriptionId }
    : undefined;
}
