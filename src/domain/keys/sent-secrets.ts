// What this process has sent as a secret, so that no text that repeats it is shown: a server may answer with the
// value that it could not take, in any of the forms in which servers write such things.

/** A piece this long is no accident. */
const PIECE_LENGTH = 16;
/** A shorter secret would take words out of sentences, and is none. */
const MIN_LENGTH = 8;
/** From this length on a text that holds the secret holds one of its pieces at a multiple of their length. */
const MIN_LENGTH_IN_PIECES = 2 * PIECE_LENGTH - 1;

/** Runs that may hold a piece of a secret, with the escapes of JSON, URLs and HTML in them. */
const RUN = /[\w+/=~.%\\&#;-]{8,}/gu;
const ESCAPE =
  /\\+u(?<json>[\dA-Fa-f]{4})|%(?<url>[\dA-Fa-f]{2})|&#x(?<html>[\dA-Fa-f]{1,4});|\\+|=+/gu;
const REDACTED = '[redacted]';

const FACTOR = 31;
/** What the first character of a piece counts once the next piece begins behind it. */
const FACTOR_OF_LEFT = Array.from({ length: PIECE_LENGTH }).reduce<number>(
  (power) => Math.imul(power, FACTOR),
  1,
);

const remembered = new Set<string>();
/** Those that are not yet among the forms and pieces: most commands look once, at their end. */
const waiting: string[] = [];
/** What they look like in texts, and their pieces at every place, by number, since there are thousands. */
const forms: string[] = [];
/** A bit for each number: one that is set may be another piece's, so the text itself has the last word. */
const pieces = new Uint32Array(2 ** 17);
const short = new Set<string>();

/** From now on no text shows this, whole or in a piece of 31 characters, in any form. */
export function rememberSecret(text: string): void {
  const value = text.trim();
  if (value.length >= MIN_LENGTH && !remembered.has(value)) {
    remembered.add(value);
    waiting.push(value);
  }
}

/** At the end of a run: nothing of its secrets is kept any longer. */
export function forgetSentSecrets(): void {
  for (const list of [remembered, short]) {
    list.clear();
  }
  pieces.fill(0);
  waiting.length = 0;
  forms.length = 0;
}

/** The text without the runs that hold a secret, or a piece of one. */
export function withoutSentSecrets(text: string): string {
  for (const form of waiting.splice(0).flatMap((value) => formsOf(value))) {
    addForm(canonical(form));
  }
  return remembered.size === 0
    ? text
    : text.replaceAll(RUN, (run) => (holdsSecret(canonical(run)) ? REDACTED : run));
}

function addForm(form: string): void {
  if (form.length < MIN_LENGTH_IN_PIECES) {
    short.add(form);
    return;
  }
  forms.push(form);
  // Each piece's number follows from that of the piece before it: a token has thousands, at every end of a run.
  let number = numberOfPiece(form, 0);
  addPiece(number);
  for (let next = PIECE_LENGTH; next < form.length; next += 1) {
    const left = Math.imul(FACTOR_OF_LEFT, form.charCodeAt(next - PIECE_LENGTH));
    number = (Math.imul(number, FACTOR) + form.charCodeAt(next) - left) | 0;
    addPiece(number);
  }
}

/** Of a number, the upper bits: those below hardly know the first characters of the piece. */
function addPiece(number: number): void {
  pieces[number >>> 15] = (pieces[number >>> 15] ?? 0) | (1 << (number >>> 10));
}

function hasPiece(number: number): boolean {
  return ((pieces[number >>> 15] ?? 0) & (1 << (number >>> 10))) !== 0;
}

/** Looks at every 16th place only: the pieces begin at every place of the secret. */
function holdsSecret(run: string): boolean {
  for (let at = 0; at + PIECE_LENGTH <= run.length; at += PIECE_LENGTH) {
    if (hasPiece(numberOfPiece(run, at)) && isPiece(run.slice(at, at + PIECE_LENGTH))) {
      return true;
    }
  }
  for (const value of short) {
    if (run.includes(value)) {
      return true;
    }
  }
  return false;
}

/** A number that two pieces seldom share: it is found many times faster than the piece itself. */
function numberOfPiece(text: string, start: number): number {
  let number = 0;
  for (let at = start; at < start + PIECE_LENGTH; at += 1) {
    number = (Math.imul(number, FACTOR) + text.charCodeAt(at)) | 0;
  }
  return number;
}

function isPiece(piece: string): boolean {
  return forms.some((form) => form.includes(piece));
}

/** As it is, and base64 at each of the three ways to fall into a longer text. */
function formsOf(value: string): readonly string[] {
  const bytes = Buffer.from(value);
  return [value, ...[0, 1, 2].map((skip) => bytes.subarray(skip).toString('base64'))];
}

/** Without escapes, in one alphabet of base64, without regard to case. */
function canonical(run: string): string {
  return run
    .replaceAll(ESCAPE, (_all, json?: string, url?: string, html?: string) => {
      const code = json ?? url ?? html;
      return code === undefined ? '' : String.fromCodePoint(Number.parseInt(code, 16));
    })
    .replaceAll('-', '+')
    .replaceAll('_', '/')
    .toLowerCase();
}
