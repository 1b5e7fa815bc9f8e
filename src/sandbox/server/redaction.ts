// Takes out of recorded exchanges whatever opens something: tokens, secrets, key material, signatures.

const REDACTED = '[redacted]';

/** Fields that hold such a thing wherever they stand, lower-case. */
const SECRET_FIELDS = new Set([
  'access_token',
  'accesssas',
  'adminpassword',
  'client_assertion',
  'client_secret',
  'id_token',
  'keybackupdata',
  'password',
  'protectedsettings',
  'refresh_token',
  'secretdata',
  'secrettext',
]);

/** Private parts of a JSON Web Key (RFC 7518, section 6); elsewhere these names mean other things. */
const PRIVATE_KEY_FIELDS = new Set(['d', 'dp', 'dq', 'k', 'p', 'q', 'qi', 'key_hsm']);

/** Headers that carry tokens; a challenge (`www-authenticate`) tells only where to get one. */
const SECRET_HEADERS = /^(?:proxy-)?authorization$|^x-ms-authorization|cookie$/u;

const KEY_VAULT_HOST = /\.vault\.azure\.net$/u;

/** The headers by name, without what signs somebody in. */
export function redactedHeaders(headers: Headers): Record<string, string> {
  return Object.fromEntries(
    [...headers].map(([name, value]) => [
      name,
      SECRET_HEADERS.test(name) ? REDACTED : redactedText(value),
    ]),
  );
}

/** A text, such as a URL or a form, without tokens and signatures in it. */
export function redactedText(text: string): string {
  return text
    .replaceAll(
      /(?<name>\b(?:sig|client_secret|client_assertion|password|refresh_token|code)=)[^&\s"]+/giu,
      `$<name>${REDACTED}`,
    )
    .replaceAll(/\beyJ[\w-]+\.[\w-]+\.[\w-]*/gu, REDACTED);
}

/** A body as it is recorded: JSON as a value, anything else as text, nothing as null. */
export function redactedBody(text: string, hostname: string): unknown {
  if (text === '') {
    return null;
  }
  const json = parseJson(text);
  return json === undefined
    ? redactedText(text)
    : redactedValue(json, KEY_VAULT_HOST.test(hostname));
}

/**
 * @param vault Key Vault's data plane, where every `value` that is a text is a secret, a backup, or the
 *   result of using a key
 */
function redactedValue(value: unknown, vault: boolean): unknown {
  if (typeof value === 'string') {
    return redactedText(value);
  }
  if (Array.isArray(value)) {
    return value.map((each: unknown) => redactedValue(each, vault));
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const isKey = 'kty' in value;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]: [string, unknown]) => [
      name,
      isSecret(name, field, { vault, isKey }) ? REDACTED : redactedValue(field, vault),
    ]),
  );
}

function isSecret(
  name: string,
  field: unknown,
  place: { readonly vault: boolean; readonly isKey: boolean },
): boolean {
  return (
    SECRET_FIELDS.has(name.toLowerCase()) ||
    (place.isKey && PRIVATE_KEY_FIELDS.has(name)) ||
    (place.vault && name === 'value' && typeof field === 'string')
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
