// The words that selected the machines of a report, to be used again by the commands that it suggests.

import type { TagCondition } from '../../domain/fleet/selection.js';
import type { ReportOptions } from './command.js';

/** The words; undefined where standard input had some of them. */
export function selectionWords(options: ReportOptions): readonly string[] | undefined {
  const { vm, all, vault, graphQuery, subscriptions = [], resourceGroups = [] } = options;
  if (vm.includes('-') || graphQuery === '-') {
    return undefined;
  }
  // What takes a whole vault in a report does not in every command; all of the subscription does.
  const isWhole = all || (vault !== undefined && vm.length === 0);
  return [
    ...(isWhole ? ['--all'] : []),
    ...each('--vm', vm),
    ...each('--tag', options.tag.map(tagText)),
    ...each('--location', options.location),
    ...each('--encryption', options.encryption),
    ...each('--protected', options.protected),
    ...each('--management-group', options.managementGroup),
    ...each('--graph-query', graphQuery === undefined ? [] : [graphQuery]),
    ...each('--exclude', options.exclude),
    ...each('--vault', vault === undefined ? [] : [vault]),
    // A single one is added by whoever shows the command.
    ...each('--subscription', subscriptions.length > 1 ? subscriptions : []),
    ...each('--resource-group', resourceGroups),
  ];
}

function each(flag: string, values: readonly string[]): readonly string[] {
  return values.flatMap((value) => [flag, value]);
}

function tagText(tag: TagCondition): string {
  return tag.kind === 'has' ? tag.key : `${tag.key}${tag.kind === 'is' ? '=' : '!='}${tag.value}`;
}
