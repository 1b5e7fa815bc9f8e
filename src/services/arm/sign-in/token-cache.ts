// One cache of tokens for all clients of a command. Each SDK client keeps a cache of its own, and the
// sign-in library another, both judged by the machine's time: the first would ask az once for every client,
// and both would mistake the hours of the sandbox.

import type { AccessToken, GetTokenOptions, TokenCredential } from '@azure/core-auth';
import { systemClock, type Clock } from '../../../clock.js';

/** Fresh enough to outlast a wait before a repetition. */
const MIN_REMAINING_MS = 5 * 60 * 1000;

/** A token, and until when it is good by the command's clock. */
interface HeldToken {
  readonly token: AccessToken | null;
  /** Milliseconds since the Unix epoch. */
  readonly goodUntil: number;
}

type Scopes = string | string[];
type Options = GetTokenOptions | undefined;
/** Tokens, and those on their way, by audience. */
type Tokens = Map<string, Promise<HeldToken>>;

/**
 * A credential that makes the real one when a token is first wanted, and keeps tokens until five minutes
 * before they expire by `clock`. Concurrent requests for one token share one sign-in.
 * @param machineClock the clock by which the sign-in library dates its tokens
 */
export function cachedCredential(
  makeCredential: () => Promise<TokenCredential>,
  clock: Clock,
  machineClock: Pick<Clock, 'now'> = systemClock,
): TokenCredential {
  const tokens: Tokens = new Map();
  const credentials = lastingOnce(makeCredential);

  const fetchToken = async (scopes: Scopes, options: Options): Promise<HeldToken> => {
    const token = await (await credentials.current()).getToken(scopes, options);
    const lifetime = token === null ? 0 : token.expiresOnTimestamp - machineClock.now();
    return { token, goodUntil: clock.now() + lifetime };
  };

  return {
    getToken: async (scopes, options) => {
      const key = keyOf(scopes, options);
      const fetch = (): Promise<HeldToken> => fetchToken(scopes, options);
      const held = tokens.get(key);
      // Claims come from a service that has refused the token held.
      if (held === undefined || options?.claims !== undefined) {
        return uncached(await fetchAndHold(tokens, key, fetch));
      }
      if (isFresh(await held, clock)) {
        return uncached(await held);
      }
      const replaced = tokens.get(key);
      if (replaced !== undefined && replaced !== held) {
        return uncached(await replaced);
      }
      credentials.forget();
      return uncached(await fetchAndHold(tokens, key, fetch));
    },
  };
}

/** Makes a credential once; forgotten, it is made anew, without what the library has cached. */
function lastingOnce(make: () => Promise<TokenCredential>): {
  readonly current: () => Promise<TokenCredential>;
  readonly forget: () => void;
} {
  let made: Promise<TokenCredential> | undefined;
  return {
    current: () => {
      made ??= make();
      return made;
    },
    forget: () => {
      made = undefined;
    },
  };
}

function isFresh({ goodUntil }: HeldToken, clock: Clock): boolean {
  return goodUntil - clock.now() > MIN_REMAINING_MS;
}

/** Held before it is there, so that those who ask at once share one; a failure is not held. */
async function fetchAndHold(
  tokens: Tokens,
  key: string,
  fetch: () => Promise<HeldToken>,
): Promise<HeldToken> {
  const pending = fetch();
  tokens.set(key, pending);
  try {
    return await pending;
  } catch (error) {
    if (tokens.get(key) === pending) {
      tokens.delete(key);
    }
    throw error;
  }
}

/** Tells the SDKs that the token is stale already, so that they ask again here each time. */
function uncached({ token }: HeldToken): AccessToken | null {
  if (token === null) {
    return null;
  }
  const { tokenType } = token;
  return {
    token: token.token,
    expiresOnTimestamp: 0,
    ...(tokenType === undefined ? {} : { tokenType }),
  };
}

function keyOf(scopes: Scopes, options: Options): string {
  const names = typeof scopes === 'string' ? [scopes] : scopes;
  return [options?.tenantId ?? '', ...names].join(' ');
}
