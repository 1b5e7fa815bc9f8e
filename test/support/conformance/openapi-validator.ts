// Microsoft's own validator over Microsoft's own descriptions: which part of an exchange departs from them.

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { LiveValidator } from 'oav/dist/lib/liveValidation/liveValidator.js';
import type { LiveValidationResult } from 'oav/dist/lib/liveValidation/liveValidator.js';
import type { SentExchange } from '../../../src/sandbox/recorded/replay.js';

/** Where the descriptions lie, when they do. */
export const OPENAPI_FOLDER = new URL('../../../../shared/openapi/', import.meta.url);

/** False in a checkout without the descriptions. */
export const haveOpenApi = existsSync(OPENAPI_FOLDER);

/** One departure from a description. */
export interface Departure {
  /** The description's operation id; the path where there is none. */
  readonly operation: string;
  readonly side: 'request' | 'response';
  /** The validator's code, and the member or value that it speaks of. */
  readonly what: string;
  readonly exchange: string;
}

/** What the validator says of one exchange. */
export interface Validation {
  /** Undefined when no description covers the request. */
  readonly operation: string | undefined;
  readonly departures: readonly Departure[];
}

/**
 * The api-version of the description that covers a path; the first that fits counts. There is one for
 * each provider, so requests are judged by it whatever version they name.
 */
const VERSIONS: readonly (readonly [path: RegExp, version: string])[] = [
  [/\/providers\/Microsoft\.Authorization\/role(?:Assignments|Definitions)/iu, '2022-04-01'],
  [/\/providers\/Microsoft\.KeyVault\//iu, '2023-07-01'],
  [/\/providers\/Microsoft\.Compute\/(?:disks|diskEncryptionSets)/iu, '2023-10-02'],
  [/\/providers\/Microsoft\.Compute\//iu, '2023-09-01'],
  [/\/vaults\/[^/]+\/backup|\/locations\/[^/]+\/backup/iu, '2023-06-01'],
  [/\/providers\/Microsoft\.RecoveryServices\//iu, '2023-08-01'],
  [/^\/(?:keys|secrets|deletedkeys|deletedsecrets)(?:\/|$)/iu, '7.5'],
];

/** Validates exchanges. */
export interface OpenApiValidator {
  validate(exchange: SentExchange): Promise<Validation>;
}

let loaded: Promise<OpenApiValidator> | undefined;

/** Loads the descriptions, once for all tests that share this process; takes some seconds, and no network. */
export function loadOpenApiValidator(): Promise<OpenApiValidator> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<OpenApiValidator> {
  const validator = new LiveValidator(
    {
      directory: fileURLToPath(OPENAPI_FOLDER),
      swaggerPathsPattern: ['**/*.json'],
      excludedSwaggerPathsPattern: [],
      git: { shouldClone: false },
      loadValidatorInBackground: false,
    },
    // What it logs it also returns.
    () => undefined,
  );
  await validator.initialize();
  preferConcretePaths(validator);
  return { validate: async (exchange) => await validate(validator, exchange) };
}

/**
 * "When matching URLs, concrete (non-templated) paths would be matched before their templated
 * counterparts", says OpenAPI; the validator gives up on `/keys/{name}/versions`, which may also be read
 * as a version of that name.
 */
function preferConcretePaths({ operationSearcher }: LiveValidator): void {
  const search = operationSearcher.getPotentialOperations.bind(operationSearcher);
  operationSearcher.getPotentialOperations = (request) => {
    const found = search(request);
    const parameters = found.matches.map(({ pathMatch }) => pathMatch.length);
    const fewest = Math.min(...parameters);
    return {
      ...found,
      matches: found.matches.filter(({ pathMatch }) => pathMatch.length === fewest),
    };
  };
}

async function validate(validator: LiveValidator, exchange: SentExchange): Promise<Validation> {
  const { method, status, headers, requestBody, body } = exchange;
  const url = describedUrl(method, exchange.url);
  const query = Object.fromEntries(url.searchParams);
  const { requestValidationResult, responseValidationResult } =
    await validator.validateLiveRequestResponse({
      liveRequest: {
        method,
        url: url.href,
        query,
        headers: { 'content-type': 'application/json' },
        ...(isObject(requestBody) ? { body: requestBody } : {}),
      },
      liveResponse: {
        statusCode: String(status),
        headers: { ...headers },
        ...(isObject(body) ? { body } : {}),
      },
    });
  const { runtimeException } = requestValidationResult;
  if (runtimeException !== undefined) {
    return { operation: undefined, departures: [] };
  }
  const name = `${method} ${new URL(exchange.url).pathname} ${status}`;
  return {
    operation: requestValidationResult.operationInfo.operationId,
    departures: [
      ...departuresOf(requestValidationResult, 'request', name),
      ...departuresOf(responseValidationResult, 'response', name),
    ],
  };
}

/** The address as the descriptions know it: their api-version, and a version of each key and secret. */
function describedUrl(method: string, address: string): URL {
  const url = new URL(address);
  const version = VERSIONS.find(([path]) => path.test(decodeURIComponent(url.pathname)))?.[1];
  if (version !== undefined) {
    url.searchParams.set('api-version', version);
  }
  if (['GET', 'PATCH'].includes(method) && /^\/(?:keys|secrets)\/[^/]+\/?$/u.test(url.pathname)) {
    // Without a version the newest one is meant; the descriptions know the longer form alone.
    url.pathname = `${url.pathname.replace(/\/$/u, '')}/newest`;
  }
  return url;
}

function departuresOf(
  { errors, operationInfo, runtimeException }: LiveValidationResult,
  side: Departure['side'],
  exchange: string,
): Departure[] {
  const base = { operation: operationInfo.operationId, side, exchange };
  return [
    ...errors.map(({ code, message }) => ({ ...base, what: `${code} ${message}` })),
    ...(runtimeException === undefined
      ? []
      : [{ ...base, what: `${runtimeException.code} ${runtimeException.message}` }]),
  ];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
