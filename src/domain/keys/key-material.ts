// Secret text that the program must hold for a moment: copies of keys and secrets on their way from a
// recovery point into a key vault.

import { rememberSecret } from './sent-secrets.js';

const REDACTED = '[redacted]';
/** What Node's console and assertion messages ask an object for. */
const INSPECT = Symbol.for('nodejs.util.inspect.custom');

/** Text that no message, document, plan or log can show by accident: it prints as `[redacted]`. */
export class KeyMaterial {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** The text itself: for the services that send it to a key vault, and for nothing else. */
  reveal(): string {
    rememberSecret(this.#text);
    return this.#text;
  }

  toString(): string {
    return REDACTED;
  }

  toJSON(): string {
    return REDACTED;
  }

  [INSPECT](): string {
    return REDACTED;
  }
}
