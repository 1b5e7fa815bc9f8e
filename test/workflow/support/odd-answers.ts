// Answers of somebody else in the place of Azure's: pages, fragments, JSON of another form, and Azure's own
// JSON with one field of another type.

import { answerOf, isRecord, withBody, type Tampering } from './hostile-answers.js';

const PAGE = '<!DOCTYPE html><html><body>Please sign in to Hotel WiFi</body></html>';

/** Bodies that come with success and are no answer. */
export const ODD_BODIES: Readonly<Record<string, Tampering>> = {
  'a page of HTML': odd(PAGE),
  nothing: odd(''),
  null: odd('null'),
  'an empty object': odd('{}'),
  'an empty list': odd('[]'),
  'a number': odd('42'),
  text: odd('OK'),
  'JSON of something else': odd('{"portal":{"login":true},"items":[1,2,3]}'),
  'a list that is none': odd('{"value":"none"}'),
  'half a body': async (request, response) => {
    const text = await response.clone().text();
    return text.length < 4 || isBlob(request)
      ? undefined
      : answerOf(response, text.slice(0, Math.floor(text.length / 2)));
  },
};

function odd(text: string): Tampering {
  return (request, response) =>
    response.status >= 300 || isBlob(request) ? undefined : withStatus(response, text);
}

function withStatus(response: Response, text: string): Response {
  const headers = new Headers({ 'content-type': 'text/html' });
  return [204, 304].includes(response.status)
    ? new Response(text, { status: 200, headers })
    : answerOf(response, text);
}

function isBlob(request: Request): boolean {
  return new URL(request.url).hostname.includes('.blob.');
}

/** Where a field lies in a body. */
type Path = readonly (string | number)[];

const OTHER_VALUES: readonly unknown[] = [7, 'text', true, null, {}, [], ['text'], { a: 1 }];

/**
 * The answer with one field of another type.
 * @param seed chooses the field and its value, evenly over all fields of the answer
 */
export function retyped(seed: number): Tampering {
  return (request, response) =>
    response.status >= 300 || isBlob(request)
      ? undefined
      : withBody(response, (body) => {
          const paths = pathsOf(body);
          const path = paths[(seed * 7919) % Math.max(1, paths.length)];
          return path === undefined
            ? undefined
            : replaced(body, path, OTHER_VALUES[seed % OTHER_VALUES.length]);
        });
}

/** All fields, up to the second entry of each list. */
function pathsOf(value: unknown, before: Path = []): Path[] {
  const entries: (readonly [string | number, unknown])[] = Array.isArray(value)
    ? value.slice(0, 2).map((entry, index) => [index, entry] as const)
    : isRecord(value)
      ? Object.entries(value)
      : [];
  return entries.flatMap(([name, entry]) => [
    [...before, name],
    ...pathsOf(entry, [...before, name]),
  ]);
}

function replaced(value: unknown, [name, ...rest]: Path, by: unknown): unknown {
  if (name === undefined) {
    return by;
  }
  if (Array.isArray(value)) {
    return value.map((entry, index) => (index === name ? replaced(entry, rest, by) : entry));
  }
  return isRecord(value) ? { ...value, [name]: replaced(value[String(name)], rest, by) } : value;
}
