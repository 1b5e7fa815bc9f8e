// HTML as a value: text that is put into a template is escaped, and nothing but a template is markup.

import { withoutUnsafe } from '../../../domain/unsafe-characters.js';

/** Markup. Only `markup` and `trusted` make it. */
export class Markup {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

/** What a template takes: text and numbers, which are escaped, markup, and any number of them; null is nothing. */
export type Content = string | number | Markup | null | readonly Content[];

/** `markup` before a template: markup with the values in it, each escaped for text and for attributes in double quotes. */
export function markup(parts: TemplateStringsArray, ...values: readonly Content[]): Markup {
  const text = parts
    .map((part, index) => part + (index < values.length ? rendered(values[index] ?? null) : ''))
    .join('');
  return new Markup(text);
}

/** Markup that no text of the world is in. */
export function trusted(text: string): Markup {
  return new Markup(text);
}

function rendered(content: Content): string {
  if (content === null) {
    return '';
  }
  if (content instanceof Markup) {
    return content.toString();
  }
  if (typeof content === 'string' || typeof content === 'number') {
    return escaped(String(content));
  }
  return content.map((each) => rendered(each)).join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Halves of characters: UTF-8 has no way to write them. */
const HALVES = /[\uD800-\uDFFF]/gu;

function escaped(text: string): string {
  return withoutUnsafe(text)
    .replaceAll(HALVES, '\uFFFD')
    .replaceAll(/[&<>"']/gu, (mark) => ENTITIES[mark] ?? mark);
}
