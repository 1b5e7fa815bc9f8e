// Writes down what clients ask and what they are answered, one file for each exchange.

import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Fetch } from '../faulty-fetch.js';
import { redactedBody, redactedHeaders, redactedText } from './redaction.js';

const NUMBER_DIGITS = 6;

/**
 * Answers requests and records each exchange in a folder before the client has its answer. The files
 * are numbered in the order in which requests came, after those that the folder holds already. A
 * request that gets no answer, because a fault breaks the connection, is recorded with none.
 */
export async function openRecorder(directory: string, fetch: Fetch): Promise<Fetch> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  let number = await lastNumber(directory);
  return async (request) => {
    number += 1;
    const file = join(directory, `${String(number).padStart(NUMBER_DIGITS, '0')}.json`);
    const asked = await describeRequest(request.clone());
    const answered = await settled(fetch(request));
    const answer =
      'response' in answered
        ? await describeResponse(answered.response.clone(), request.url)
        : null;
    await save(file, { request: asked, response: answer });
    if ('error' in answered) {
      throw answered.error;
    }
    return answered.response;
  };
}

async function settled(
  answer: Promise<Response>,
): Promise<{ readonly response: Response } | { readonly error: unknown }> {
  try {
    return { response: await answer };
  } catch (error) {
    return { error };
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

async function describeResponse(response: Response, url: string): Promise<object> {
  // A body that a fault cuts off is recorded as far as it came.
  const text = await textOf(response);
  return {
    status: response.status,
    headers: redactedHeaders(response.headers),
    body: redactedBody(text, new URL(url).hostname),
  };
}

async function textOf(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  try {
    for await (const chunk of response.body ?? []) {
      chunks.push(chunk);
    }
  } catch {
    // What came is all there is.
  }
  return Buffer.concat(chunks).toString('utf8');
}

async function save(file: string, exchange: object): Promise<void> {
  await writeFile(file, `${JSON.stringify(exchange, null, 2)}\n`, { mode: 0o600 });
}
