// What of a text is its form, which must agree, and what is chance: instants, ids, durations.

/** A text with its chance parts taken out. */
export interface TextForm {
  /** The text with a class name in place of every chance part. */
  readonly form: string;
  /** The chance parts that name something, in order. */
  readonly ids: readonly string[];
}

interface ChancePart {
  readonly pattern: RegExp;
  readonly label: (text: string) => string;
  readonly names: boolean;
}

/** "Not yet" in Azure Backup's language; constants, not instants. */
const SENTINELS = ['0001-01-01T00:00:00', '2001-01-01T00:00:00Z', 'PT0S'];

const CHANCE_PARTS: readonly ChancePart[] = [
  {
    pattern:
      /\d{4}-\d\d-\d\dT\d\d(?::|%3A)\d\d(?::|%3A)\d\d(?:\.\d{1,7})?(?:Z|[+-]\d\d:\d\d)?(?!\d)/gu,
    label: (text) =>
      `{instant${text.endsWith('Z') ? ' Z' : ''}${/[+-]\d\d:\d\d$/u.test(text) ? ' offset' : ''}}`,
    names: false,
  },
  {
    pattern: /\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ/gu,
    label: () => '{instant with a space}',
    names: false,
  },
  {
    pattern: /\d{1,2}\/\d{1,2}\/\d{4} \d{1,2}:\d\d:\d\d [AP]M/gu,
    label: () => '{US instant}',
    names: false,
  },
  { pattern: /^PT(?:\d+H)?(?:\d+M)?(?:[\d.]+S)?$/gu, label: () => '{duration}', names: false },
  { pattern: /^\d+\.\d\d:\d\d:\d\d\.\d{1,7}$/gu, label: () => '{time span}', names: false },
  {
    pattern: /(?<=\/)(?:MjA0Nz[st]|NDA5NT[st]|VVR8)[\w+/=-]{20,}/gu,
    label: () => '{operation}',
    names: true,
  },
  { pattern: /(?<=skiptoken=)[^&"]+/gu, label: () => '{page}', names: true },
  { pattern: /^[\w-]{200,}$/gu, label: () => '{blob}', names: true },
  {
    pattern: /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/giu,
    label: () => '{guid}',
    names: true,
  },
  { pattern: /(?<![0-9a-z])[0-9a-f]{32}(?![0-9a-z])/gu, label: () => '{hex}', names: true },
  { pattern: /(?<![\w.])\d{12,18}(?![\w.])/gu, label: () => '{decimal}', names: true },
];

/** Takes the chance parts out of a text. */
export function textForm(text: string): TextForm {
  if (SENTINELS.includes(text)) {
    return { form: text, ids: [] };
  }
  const found: { at: number; text: string }[] = [];
  let form = text;
  for (const { pattern, label, names } of CHANCE_PARTS) {
    if (names) {
      const matches = [...text.matchAll(pattern)];
      found.push(...matches.map((match) => ({ at: match.index, text: match[0] })));
    }
    form = form.replaceAll(pattern, (part) => label(part));
  }
  const ids = found.toSorted((left, right) => left.at - right.at).map((part) => part.text);
  return { form, ids };
}
