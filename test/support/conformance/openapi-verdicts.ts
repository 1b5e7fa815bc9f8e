// What Microsoft's descriptions say of some traffic, with what was reviewed taken out.

import type { OpenApiException, UndescribedRequest } from './openapi-exceptions.js';
import type { Departure, OpenApiValidator } from './openapi-validator.js';
import type { SentExchange } from '../../../src/sandbox/recorded/replay.js';

/** An exchange, the operation that it belongs to, and in what it departs from its description. */
export interface Judged {
  readonly exchange: SentExchange;
  /** Undefined when no description covers the request. */
  readonly operation: string | undefined;
  readonly departures: readonly Departure[];
}

/** Judges one exchange after another. */
export async function evaluateChecks(
  validator: OpenApiValidator,
  exchanges: readonly SentExchange[],
): Promise<readonly Judged[]> {
  const verdicts: Judged[] = [];
  for (const exchange of exchanges) {
    verdicts.push({ exchange, ...(await validator.validate(exchange)) });
  }
  return verdicts;
}

/** The departures that no exception covers. */
export function unreviewed(
  verdicts: readonly Judged[],
  exceptions: readonly OpenApiException[],
): readonly Departure[] {
  return verdicts
    .flatMap(({ departures }) => departures)
    .filter((departure) => !exceptions.some((exception) => covers(exception, departure)));
}

/** The exceptions that no departure needs. */
export function unneeded(
  verdicts: readonly Judged[],
  exceptions: readonly OpenApiException[],
): readonly OpenApiException[] {
  const departures = verdicts.flatMap((verdict) => verdict.departures);
  return exceptions.filter(
    (exception) => !departures.some((departure) => covers(exception, departure)),
  );
}

/** `METHOD host/path` of the requests that no description covers. */
export function undescribedAddresses(verdicts: readonly Judged[]): readonly string[] {
  return verdicts
    .filter(({ operation }) => operation === undefined)
    .map(({ exchange: { method, url } }) => {
      const { host, pathname } = new URL(url);
      return `${method} ${host}${pathname}`;
    });
}

/** Which addresses nobody has explained, and which explanations no address needs. */
export function explained(
  addresses: readonly string[],
  known: readonly UndescribedRequest[],
): { readonly unexplained: readonly string[]; readonly unused: readonly UndescribedRequest[] } {
  return {
    unexplained: addresses.filter((each) => !known.some(({ address }) => address.test(each))),
    unused: known.filter(({ address }) => !addresses.some((each) => address.test(each))),
  };
}

function covers(exception: OpenApiException, departure: Departure): boolean {
  return (
    exception.operation === departure.operation &&
    exception.side === departure.side &&
    exception.what === departure.what
  );
}
