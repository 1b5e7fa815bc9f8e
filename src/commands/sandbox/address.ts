// Where a sandbox is served when nobody says otherwise.

/** The same each time, so that what a shell was told stays true when the server is started anew. */
export const DEFAULT_PORT = 8443;

/** The proxy's address on this machine. */
export const DEFAULT_ADDRESS = `http://127.0.0.1:${DEFAULT_PORT}`;
