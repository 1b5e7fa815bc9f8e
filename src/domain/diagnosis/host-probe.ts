// What a look at the way to a host comes to.

/** What became of one request without a token. */
export type HostProbe =
  | {
      readonly kind: 'answered';
      /** Seconds that this machine's clock is ahead of the server's `Date`; absent when it sent none. */
      readonly clockAheadSeconds?: number;
      readonly tls: TlsTrust;
      /** Host and port of the proxy that it went through. */
      readonly proxy?: string;
    }
  | { readonly kind: 'failed'; readonly reason: string; readonly proxy?: string };

/** What the certificates of a host come to. */
export interface TlsTrust {
  /** Why Node does not trust them, such as SELF_SIGNED_CERT_IN_CHAIN; absent when it does. */
  readonly problem?: string;
  /** The name at the root of the chain, as far as the server sent it. */
  readonly issuer: string;
}
