// A fact is what a read of Azure established, including that it established nothing. "Could not read"
// is never taken for "is not there".

/** The outcome of reading one thing. */
export type Fact<T> =
  | { readonly status: 'known'; readonly value: T }
  | { readonly status: 'absent' }
  | {
      readonly status: 'unreadable';
      /** `refused`: whoever asks, as long as things are as the message says. */
      readonly reason: 'forbidden' | 'unavailable' | 'unreachable' | 'refused';
      /** The program's code of the failed read, such as `AZB_THROTTLED`. */
      readonly code?: string;
      /** What the service said, safe to print. */
      readonly message: string;
      /** The action that the caller lacks, where the service named it. */
      readonly action?: string;
      /** The scope at which it is lacking. */
      readonly scope?: string;
      /** The caller's object id, where the service named it. */
      readonly caller?: string;
      /** What would let the read through, where it is refused. */
      readonly fix?: readonly string[];
    };

/** Whether the read was refused because the subscription is not registered for the resource provider. */
export function isUnregistered(
  fact: Fact<unknown>,
): fact is Extract<Fact<never>, { readonly status: 'unreadable' }> {
  return fact.status === 'unreadable' && fact.code === 'AZB_PROVIDER_NOT_REGISTERED';
}

/** A fact that was read. */
export function known<T>(value: T): Fact<T> {
  return { status: 'known', value };
}

/** The value of a fact, or undefined when it is absent or could not be read. */
export function valueOf<T>(fact: Fact<T>): T | undefined {
  return fact.status === 'known' ? fact.value : undefined;
}
