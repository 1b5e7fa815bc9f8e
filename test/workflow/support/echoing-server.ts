// A server whose refusals repeat what was sent to it: the body and the token, in the forms that servers, their
// frameworks and the proxies before them write such things.

import { watched, type WatchedRun } from './watched-run.js';

/** How what was sent is written into the answer. */
export const ECHOES: Readonly<Record<string, (sent: string) => string>> = {
  'as it came': (sent) => sent,
  'as a string within JSON': (sent) => JSON.stringify(JSON.stringify(sent)),
  'with the escapes of .NET': (sent) =>
    sent.replaceAll(
      /[^\w ]/gu,
      (letter) => `\\u${letter.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`,
    ),
  'percent-encoded': (sent) => encodeURIComponent(sent),
  'with the entities of HTML': (sent) =>
    sent.replaceAll(/[^\w ]/gu, (letter) => `&#x${letter.charCodeAt(0).toString(16)};`),
  'in lines of 40 letters': (sent) => sent.replaceAll(/.{40}/gu, '$&\r\n'),
  'in small letters': (sent) => sent.toLowerCase(),
  'up to its middle': (sent) => sent.slice(0, Math.ceil(sent.length / 2)),
  'from its middle on': (sent) => sent.slice(Math.floor(sent.length / 3)),
  'in base64': (sent) => Buffer.from(sent).toString('base64'),
};

/** Where the answer has it. */
export const PLACES = [
  'the message',
  'the code',
  'a detail',
  'a page',
  'a header',
  'an answer of 200',
] as const;
export type EchoPlace = (typeof PLACES)[number];

/** A command that sends secrets, and what it needs to have them. */
export interface SendingCommand {
  readonly argv: string;
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * What is seen of secrets when the answer to one request repeats it.
 * @param place of the request, counted from 1
 */
export async function leaksWhenEchoed(
  { argv, env = {} }: SendingCommand,
  place: number,
  form: keyof typeof ECHOES,
  where: EchoPlace,
): Promise<Pick<WatchedRun, 'leaks'>> {
  let count = 0;
  return watched(argv.split(' '), {
    env,
    around: async (request, answer) => {
      count += 1;
      if (count !== place) {
        return answer();
      }
      const body = await request.clone().text();
      const text = ECHOES[form]?.(`${request.headers.get('authorization') ?? ''} ${body}`) ?? '';
      return refusal(text, where);
    },
  });
}

function refusal(text: string, where: EchoPlace): Response {
  const message = `The value ${text} cannot be taken.`;
  switch (where) {
    case 'the message':
      return json(400, { error: { code: 'BadParameter', message } });
    case 'the code':
      return json(400, { error: { code: text, message: 'no' } });
    case 'a detail':
      return json(409, {
        error: {
          code: 'Conflict',
          message: 'no',
          details: [{ code: 'Inner', message, target: text }],
        },
      });
    case 'a page':
      return new Response(`<html><body>${message}</body></html>`, {
        status: 400,
        headers: { 'content-type': 'text/html' },
      });
    case 'a header':
      return new Response('', {
        status: 400,
        headers: { 'x-ms-error-code': headerOf(text), 'x-ms-request-id': headerOf(text) },
      });
    case 'an answer of 200':
      return json(200, {
        id: text,
        name: text,
        status: text,
        properties: { status: text, error: { message } },
      });
  }
}

/** Headers hold one line. */
function headerOf(text: string): string {
  return text.replaceAll(/\s+/gu, ' ').trim();
}

function json(status: number, body: unknown): Response {
  return Response.json(body, { status });
}
