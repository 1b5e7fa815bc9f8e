// Recorded answers of real Azure, which lie beside the repository. Tests that need them skip when they
// are not there, as in a checkout of the repository alone.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { Exchange, Recording } from '../../src/sandbox/recorded/recording.js';

export type { Exchange, Recording } from '../../src/sandbox/recorded/recording.js';

const FOLDER = new URL('../../../shared/recordings/', import.meta.url);

/** False in a checkout without the recordings. */
export const haveRecordings = existsSync(FOLDER);

/** All recorded sequences; none when there are no recordings. */
export function recordings(): readonly Recording[] {
  if (!haveRecordings) {
    return [];
  }
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.json') && file !== 'index.json')
    .map((file) => ({ file, exchanges: exchangesOf(readRecording(file)) }))
    .filter(({ exchanges }) => exchanges.length > 0);
}

/** The JSON of one file, whatever its shape. */
export function readRecording(file: string): Record<string, unknown> {
  return JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as Record<string, unknown>;
}

function exchangesOf(document: Record<string, unknown>): readonly Exchange[] {
  const { exchanges } = document;
  return Array.isArray(exchanges) ? (exchanges as readonly Exchange[]) : [];
}

/** The recorded answer as a Response; az has taken some headers out. */
export function recordedResponse({ response }: Exchange): Response {
  const { status, headers, body } = response;
  const bodiless = status === 204 || body === undefined || body === null || body === '';
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return new Response(bodiless ? null : text, {
    status,
    headers: { 'content-type': 'application/json', ...withoutLengths(headers) },
  });
}

/** Lengths and encodings are those of the bytes of then. */
function withoutLengths(headers: Readonly<Record<string, string>> = {}): Record<string, string> {
  const stale = ['content-length', 'content-encoding', 'transfer-encoding'];
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !stale.includes(name.toLowerCase())),
  );
}
