// A host name that real DNS would not know.

/**
 * Thrown out of `fetch` for a key vault or storage account that does not exist: in Azure its
 * name does not resolve, so there is no response to imitate. Looks like Node's own error.
 */
export class HostNotFound extends TypeError {
  readonly code = 'ENOTFOUND';
  readonly errno = -3008;
  readonly syscall = 'getaddrinfo';
  readonly hostname: string;

  constructor(hostname: string) {
    super(`getaddrinfo ENOTFOUND ${hostname}`);
    this.name = 'HostNotFound';
    this.hostname = hostname;
  }
}
