// One exchange as it is written down: what may be seen of the request and its answer, and nothing else.

import type { Disguise } from './disguise.js';
import { disguisedSentence } from './disguised-sentence.js';
import { disguisedUrl } from './disguised-url.js';
import { recordedBody } from './recorded-body.js';
import { isRegion } from './well-known.js';

/** An exchange as it went over the wire. */
export interface WireExchange {
  readonly method: string;
  readonly url: string;
  readonly requestHeaders: Readonly<Record<string, string>>;
  /** Undefined where there was none, or none that is text. */
  readonly requestBody: string | undefined;
  /** Undefined where none came. */
  readonly response: WireAnswer | undefined;
}

/** What came back. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined where it was not read as a whole: the content of a blob. */
  readonly body: string | undefined;
}

/** Headers that say something of the request or its answer; all others are left out. */
const SHOWN_HEADERS = new Set([
  'accept',
  'azure-asyncnotification',
  'azure-asyncoperation',
  'content-type',
  'date',
  'location',
  'odata-version',
  'retry-after',
  'retry-after-ms',
  'www-authenticate',
  'x-ms-client-request-id',
  'x-ms-correlation-request-id',
  'x-ms-error-code',
  'x-ms-failure-cause',
  'x-ms-keyvault-network-info',
  'x-ms-keyvault-region',
  'x-ms-keyvault-service-version',
  'x-ms-ratelimit-remaining-resource',
  'x-ms-ratelimit-remaining-subscription-deletes',
  'x-ms-ratelimit-remaining-subscription-reads',
  'x-ms-ratelimit-remaining-subscription-resource-requests',
  'x-ms-ratelimit-remaining-subscription-writes',
  'x-ms-request-id',
  'x-ms-resource-unit',
  'x-ms-retry-after-ms',
]);

const SECRET_HEADERS = /authorization|cookie|token|copy-source/u;
/** Would pass for an address. */
const VERSION = /^\d{1,4}(?:\.\d{1,5}){1,3}$/u;

/** Words and dates, which say nothing and occur everywhere. */
const COMMON = /^(?:[A-Za-z ]+|\d{4}-\d\d-\d\d.*)$/u;

const METHODS = new Set(['DELETE', 'GET', 'HEAD', 'PATCH', 'POST', 'PUT']);

/** Shorter texts are found by chance. */
const MIN_SECRET_LENGTH = 8;

/** Records exchanges with one disguise; remembers what must not be written. */
export class ExchangeRedactor {
  private readonly disguise: Disguise;
  private readonly secrets = new Set<string>();

  constructor(disguise: Disguise) {
    this.disguise = disguise;
  }

  /** The exchange as JSON text. Where a secret of this or an earlier exchange is in it, hardly anything of it. */
  recorded(exchange: WireExchange): string {
    this.learnSecrets(exchange.requestHeaders);
    this.learnSecrets(exchange.response?.headers ?? {});
    const text = asText(this.document(exchange));
    return this.holdsSecret(text) ? asText(withheld(exchange)) : text;
  }

  private document({ method, url, requestHeaders, requestBody, response }: WireExchange): object {
    return {
      request: {
        method: METHODS.has(method) ? method : 'OTHER',
        url: disguisedUrl(url, this.disguise),
        headers: this.headers(requestHeaders),
        body: this.body(requestBody ?? '', url),
      },
      response:
        response === undefined
          ? null
          : {
              status: response.status,
              headers: this.headers(response.headers),
              body: response.body === undefined ? '[not read]' : this.body(response.body, url),
            },
    };
  }

  private headers(headers: Readonly<Record<string, string>>): Record<string, string> {
    return Object.fromEntries(
      Object.entries(headers)
        .map(([name, value]) => [name.toLowerCase(), value] as const)
        .filter(([name]) => SHOWN_HEADERS.has(name))
        .map(([name, value]) => [name, this.header(name, value)]),
    );
  }

  private header(name: string, value: string): string {
    if (
      name.endsWith('-region') ? isRegion(value) : name.endsWith('-version') && VERSION.test(value)
    ) {
      return value;
    }
    return this.disguise.form(value) ?? disguisedSentence(value, this.disguise);
  }

  /** Blobs hold keys: of what comes from an account and goes there nothing is shown. */
  private body(text: string, url: string): unknown {
    if (text !== '' && /^https?:\/\/[^/]*\.(?:blob|dfs|file|queue|table|web)\./iu.test(url)) {
      return '[not recorded: content of a storage account]';
    }
    return recordedBody(text, this.disguise, (secret) => this.remember(secret));
  }

  private learnSecrets(headers: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries(headers)) {
      if (SECRET_HEADERS.test(name.toLowerCase())) {
        for (const part of value.split(/[\s,;=]+/u)) {
          this.remember(part);
        }
      }
    }
  }

  private remember(secret: string): void {
    if (secret.length >= MIN_SECRET_LENGTH && !COMMON.test(secret)) {
      this.secrets.add(secret);
    }
  }

  private holdsSecret(text: string): boolean {
    return [...this.secrets].some(
      (secret) => text.includes(secret) || text.includes(JSON.stringify(secret).slice(1, -1)),
    );
  }
}

function withheld({ method, response }: WireExchange): object {
  return {
    request: {
      method: METHODS.has(method) ? method : 'OTHER',
      url: 'https://withheld.invalid',
      headers: {},
      body: null,
    },
    response:
      response === undefined
        ? null
        : { status: response.status, headers: {}, body: '[withheld: a secret was found in it]' },
  };
}

function asText(document: object): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
