// The values of `--output`. Apart from the formats themselves so that help loads none of them.

/** All formats, in the order in which help lists them. */
export const OUTPUT_FORMATS = ['table', 'json', 'jsonl', 'yaml', 'tsv', 'none'] as const;

/** How a result is written to stdout. */
export type OutputFormat = (typeof OUTPUT_FORMATS)[number];

/** True for formats whose reader is a program, which then gets errors as JSON as well. */
export function isJson(format: OutputFormat): boolean {
  return format === 'json' || format === 'jsonl';
}
