// HTML as a value: whatever is put into a template stays text.
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { markup, trusted } from '../../../../../src/commands/report/html/markup.js';
import { withoutUnsafe } from '../../../../../src/domain/unsafe-characters.js';

/** Characters that mean something in HTML, in a shell or on a terminal, and any others. */
const hostile = fc.string({
  unit: fc.oneof(
    fc.constantFrom('<', '>', '&', '"', "'", '`', '/', '=', ';', '#', 'script', '&lt;', '-->'),
    fc.constantFrom('\n', '\t', '\u001B', '\u0000', '\u202E', '\u2066', '\uD800', '\uFFFE'),
    fc.string({ unit: 'grapheme', maxLength: 3 }),
  ),
});

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  alwaysCreateTextNode: true,
  htmlEntities: true,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
});
const parsedSchema = z.object({ p: z.strictObject({ '@title': z.string(), '#text': z.string() }) });

describe('markup', () => {
  it('keeps any text, in an element as in an attribute, and makes no markup of it', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const page = markup`<p title="${text}">${text}</p>`.toString();
        const inner = page.slice('<p title="'.length, -'</p>'.length);
        expect(inner.replace('">', '').replaceAll(/&(?:amp|lt|gt|quot|#39);/gu, '')).not.toMatch(
          /[<>"'&]/u,
        );
        expect(XMLValidator.validate(page)).toBe(true);
        const shown = withoutUnsafe(text).replaceAll(/[\uD800-\uDFFF]/gu, '\uFFFD');
        const { p } = parsedSchema.parse(parser.parse(page));
        expect(p['#text']).toBe(shown);
        expect(p['@title'].replaceAll(/\s/gu, ' ')).toBe(shown.replaceAll(/\s/gu, ' '));
      }),
    );
  });

  it('takes markup, numbers, lists and nothing', () => {
    const list = ['a<', 1, null, markup`<b>${'&'}</b>`, [trusted('<i>x</i>')]];
    expect(markup`<p>${list}</p>`.toString()).toBe('<p>a&lt;1<b>&amp;</b><i>x</i></p>');
  });
});
