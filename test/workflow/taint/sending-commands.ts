// Commands that send secrets on their way: a client secret, tokens, values of secrets, backups of keys.

import { watchedWorld } from '../support/watched-run.js';
import type { SendingCommand } from '../support/echoing-server.js';

/** The sandbox's own sign-in sends nothing of its own; this one sends what operators do. */
function servicePrincipal(): Readonly<Record<string, string>> {
  const { principals, signedInObjectId } = watchedWorld.directory;
  const found = principals.find(({ objectId }) => objectId === signedInObjectId);
  return {
    AZURE_TENANT_ID: found?.tenantId ?? '',
    AZURE_CLIENT_ID: found?.appId ?? '',
    AZURE_CLIENT_SECRET: found?.clientSecret ?? '',
  };
}

/** Each with at least this many requests. */
export const SENDING_COMMANDS: readonly (SendingCommand & { readonly requests: number })[] = [
  {
    argv: 'status --vm VM005 --debug -o json --auth environment',
    env: servicePrincipal(),
    requests: 5,
  },
  { argv: 'grant-access --vm VM001 --debug -v', requests: 12 },
  { argv: 'restore-keys --vm VM014 --debug -v -o json', requests: 12 },
  { argv: 'restore-keys --vm VM005 --key-vault kv-prod-lost --debug -v', requests: 12 },
  { argv: 'restore --vm VM005 --key-vault kv-prod-lost --keys always --debug -v', requests: 30 },
  {
    argv: 'restore --vm VM014 --to vm --name VM014R --vnet vnet-prod --subnet default --debug -v -o json',
    requests: 40,
  },
];
