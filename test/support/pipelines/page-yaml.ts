// The YAML blocks of a page that are pipelines.

import { readFileSync } from 'node:fs';

/** A block, and the line of its first text. */
export interface YamlBlock {
  readonly line: number;
  readonly text: string;
}

/** The blocks of a page, in order. */
export function yamlBlocks(page: string): readonly YamlBlock[] {
  const markdown = readFileSync(page, 'utf8');
  return [...markdown.matchAll(/^```yaml\n(?<text>[\s\S]*?)^```/gmu)].map((match) => ({
    line: markdown.slice(0, match.index).split('\n').length + 1,
    text: match.groups?.['text'] ?? '',
  }));
}

/** Workflows of GitHub have jobs; the pipelines of Azure DevOps on our pages have only steps. */
export function isWorkflow({ text }: YamlBlock): boolean {
  return /^jobs:$/mu.test(text);
}
