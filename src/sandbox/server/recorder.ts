// Writes down what clients ask and what they are answered, one file for each exchange.

import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Fetch } from '../faults/inject-faults.js';
import { makeFolder } from '../kernel/persistence/own-folder.js';
import { redactedBody, redactedHeaders, redactedText } from './redaction.js';

const NUMBER_DIGITS = 6;

/** The folder for the exchanges cannot be made, or is none; the message is the file system's. */
export class RecordFolderError extends Error {
  override readonly name = 'RecordFolderError';
}

/**
 * Answers requests and records each exchange in a folder before the client has its response. The files
 * are numbered in the order in which requests came, after those that the folder holds already. A
 * request that gets no response, because a fault breaks the connection, is recorded with none.
 * @throws RecordFolderError
 */
export async function openRecorder(directory: string, fetch: Fetch): Promise<Fetch> {
  let number = await openFolder(directory);
  return async (request) => {
    number += 1;
    const file = join(directory, `${String(number).padStart(NUMBER_DIGITS, '0')}.json`);
    const asked = await describeRequest(request.clone());
    try {
      const { answer, response } = await described(await fetch(request), request.url);
      await save(file, { request: asked, response: answer });
      return response;
    } catch (error) {
      await save(file, { request: asked, response: null });
      throw error;
    }
  };
}

async function openFolder(directory: string): Promise<number> {
  try {
    await makeFolder(directory);
    return await lastNumber(directory);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new RecordFolderError(reason, { cause: error });
  }
}

async function lastNumber(directory: string): Promise<number> {
  const numbers = (await readdir(directory)).map((name) =>
    Number(/^(?<number>\d+)\.json$/u.exec(name)?.groups?.['number'] ?? 0),
  );
  return Math.max(0, ...numbers);
}

async function describeRequest(request: Request): Promise<object> {
  return {
    method: request.method,
    url: redactedText(request.url),
    headers: redactedHeaders(request.headers),
    body: redactedBody(await request.text(), new URL(request.url).hostname),
  };
}

/** The description of a response, and one that can still be sent. */
async function described(
  response: Response,
  url: string,
): Promise<{ readonly answer: object; readonly response: Response }> {
  const { status, headers } = response;
  const came = await received(response.body);
  const text = Buffer.concat(came.chunks).toString('utf8');
  return {
    answer: {
      status,
      headers: redactedHeaders(headers),
      body: redactedBody(text, new URL(url).hostname),
    },
    response: new Response(response.body === null ? null : again(came), { status, headers }),
  };
}

/** A body as far as it came, and the error that cut it off. */
interface ReceivedBody {
  readonly chunks: readonly Uint8Array<ArrayBuffer>[];
  readonly error?: unknown;
}

async function received(body: Response['body']): Promise<ReceivedBody> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  try {
    for await (const chunk of body ?? []) {
      if (chunk instanceof Uint8Array) {
        chunks.push(new Uint8Array(chunk));
      }
    }
    return { chunks };
  } catch (error) {
    return { chunks, error };
  }
}

function again({ chunks, error }: ReceivedBody): ReadableStream<Uint8Array<ArrayBuffer>> {
  const left = [...chunks];
  return new ReadableStream({
    pull: (controller) => {
      const chunk = left.shift();
      if (chunk !== undefined) {
        controller.enqueue(chunk);
      } else if (error === undefined) {
        controller.close();
      } else {
        controller.error(error);
      }
    },
  });
}

async function save(file: string, exchange: object): Promise<void> {
  await writeFile(file, `${JSON.stringify(exchange, null, 2)}\n`, { mode: 0o600 });
}
