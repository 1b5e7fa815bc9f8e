// Which action at which scope a caller lacks. Azure says so in the message alone, in one wording for each
// service; a wording that is not known yields nothing, and the error is reported without it.

/** An action and the scope at which it was refused. */
export interface Denied {
  readonly action: string;
  readonly scope: string;
}

const WORDINGS: readonly RegExp[] = [
  // Resource Manager, AuthorizationFailed.
  /does not have authorization (?:or an ABAC condition not fulfilled )?to perform action '(?<action>[^']+)' over scope '(?<scope>[^']+)'/u,
  // Resource Manager, LinkedAuthorizationFailed: it first names what the caller does have.
  /does not have permission to perform action(?:\(s\))? '(?<action>[^']+)' on the linked scope\(s\) '(?<scope>[^']+)'/u,
  // Key Vault with Azure RBAC, ForbiddenByRbac.
  /^Action: '(?<action>[^']+)'\s*$[\s\S]*?^Resource: '(?<scope>[^']+)'/mu,
  // Key Vault with access policies, ForbiddenByPolicy: "secrets get permission on key vault 'kv;location=…'".
  /does not have (?<action>\w+ \w+) permission on key vault '(?<scope>[^';]+)/u,
];

const CALLERS: readonly RegExp[] = [
  // Resource Manager: "The client '…' with object id '…'".
  /with object id '(?<caller>[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})'/iu,
  // Key Vault: "appid=…;oid=…;iss=…".
  /\boid=(?<caller>[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12});/iu,
];

/** The object id of the caller whom the message of a 403 is about; undefined when it does not say. */
export function callerIn(message: string): string | undefined {
  return CALLERS.map((wording) => wording.exec(message)?.groups?.['caller']).find(
    (caller) => caller !== undefined,
  );
}

/** What the message of a 403 says is lacking; undefined when it does not say. */
export function deniedIn(message: string): Denied | undefined {
  for (const wording of WORDINGS) {
    const { action, scope } = wording.exec(message)?.groups ?? {};
    if (action !== undefined && scope !== undefined) {
      return { action, scope };
    }
  }
  return undefined;
}
