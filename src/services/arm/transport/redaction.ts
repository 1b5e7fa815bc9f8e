// Takes out of a text whatever could open something: used wherever errors and debug lines are built.

import { withoutSentSecrets } from '../../../domain/keys/sent-secrets.js';

const REDACTED = '[redacted]';

/** Each pattern keeps its first group, the name of the thing, and loses the rest. */
const SECRETS: readonly RegExp[] = [
  // Authorization headers, in any quoting.
  /(\b(?:Bearer|PoP|Basic)\s+)[\w.~+/=-]{8,}/giu,
  // Signatures of SAS URLs, and of the URLs under which Azure reports its operations (t, c, s, h).
  /([?&](?:sig|t|c|s|h|code|access_token|id_token|client_secret|client_assertion)=)[^&\s"'<>]+/giu,
  // Form bodies of token requests, and connection strings.
  /(\b(?:client_secret|client_assertion|refresh_token|access_token|password|AccountKey|SharedAccessKey|SharedAccessSignature)\s*=\s*)[^&;\s"']+/giu,
  // Fields of JSON bodies of sign-in, Key Vault and recovery points.
  /("(?:value|access_token|refresh_token|id_token|client_secret|secretData|keyBackupData|KeyVaultSecretBackupData|accessTokenString|k|d)"\s*:\s*)"(?:[^"\\]|\\.)*"/gu,
];

/** Tokens that stand alone: JSON web tokens, and any long unbroken base64url. */
const LOOSE_TOKENS: readonly RegExp[] = [
  /\beyJ[\w-]+\.[\w-]+(?:\.[\w-]*)*/gu,
  /(?<![\w/+-])[\w+-]{100,}={0,2}/gu,
];

/**
 * Padded base64 of 16 bytes or more, as a BEK is, and base64 or base64url of 32 bytes or more without
 * padding. Words, ids and paths look alike: what is taken out is told by its letters.
 */
const KEY_MATERIAL =
  /(?<![\w/+=-])(?:[\w/+-]{22,}={1,2}(?![\w=])|[A-Za-z0-9+/]{43,}|[\w-]{43,})(?![\w/+=-])/gu;

/** Query parameters that say nothing secret and tell one call from another. */
const HARMLESS_PARAMETERS = ['api-version', '$filter', '$expand'];

/** The text without tokens, signatures and secret values. */
export function redact(text: string): string {
  const named = SECRETS.reduce(
    (current, pattern) => current.replace(pattern, `$1${REDACTED}`),
    withoutSentSecrets(text),
  );
  const withoutTokens = LOOSE_TOKENS.reduce(
    (current, pattern) => current.replace(pattern, REDACTED),
    named,
  );
  return withoutTokens.replace(KEY_MATERIAL, (found) => (isKeyMaterial(found) ? REDACTED : found));
}

/**
 * Bytes of a key have all kinds of letters and no words; an operation's id of Azure Backup is base64 too, of
 * text that can be read.
 */
function isKeyMaterial(text: string): boolean {
  const hasAllKinds = [/[a-z]/u, /[A-Z]/u, /\d/u].every((kind) => kind.test(text));
  const isPadded = text.endsWith('=');
  return (
    hasAllKinds &&
    (!isPadded || text.length % 4 === 0) &&
    (isPadded || !LONG_WORD.test(text)) &&
    !READABLE.test(Buffer.from(text, 'base64').toString('latin1'))
  );
}

/** A run that chance does not bring about in a key: a word in small letters. */
const LONG_WORD = /[a-z]{9,}/u;

const READABLE = /^[\x20-\x7E]*$/u;

/** A service's words line by line, without blank lines and without what must not be shown. */
export function redactedLines(text: string): readonly string[] {
  return redact(text)
    .split(/\r?\n/u)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** A URL fit for a log: of its query only what is known to be harmless, of its user info nothing. */
export function redactUrl(url: string): string {
  if (!URL.canParse(url)) {
    return redact(url);
  }
  const { origin, pathname, searchParams } = new URL(url);
  const kept = HARMLESS_PARAMETERS.flatMap((name) => {
    const value = searchParams.get(name);
    return value === null ? [] : [`${name}=${value}`];
  });
  const query = kept.length === 0 ? '' : `?${kept.join('&')}`;
  return redact(`${origin}${pathname}${query}`);
}

/**
 * An error that may be shown with `--debug`: name, redacted message, and where it was thrown.
 * The SDK's own error objects hold the whole exchange, tokens and bodies included.
 * @param message other words than the error's own, which may be a whole body
 */
export function redactError(error: unknown, message?: string): Error {
  const source = error instanceof Error ? error : new Error(String(error));
  const words = message ?? source.message;
  const safe = new Error(redact(words));
  safe.name = source.name;
  if (source.stack !== undefined) {
    safe.stack = redact(source.stack.replace(source.message, () => words));
  }
  return safe;
}
