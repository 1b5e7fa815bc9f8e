// How the older flavour of Azure Disk Encryption signs in: with the id and secret of an Entra app, which are
// checked when the request comes and not kept. Documentation: Azure Disk Encryption with Microsoft Entra ID.

import type { Principal } from '../../graph/state.js';
import type { WorldState } from '../../../kernel/state.js';

/** The app of a request; undefined when there is none. */
export function encryptionApp(
  state: WorldState,
  clientId: string | undefined,
): Principal | undefined {
  return state.directory.principals.find(
    ({ appId }) => appId !== undefined && appId.toLowerCase() === clientId?.toLowerCase(),
  );
}

/** Why the app cannot sign in; undefined when it can. The wording is an assumption. */
export function whyNoSignIn(
  state: WorldState,
  clientId: string | undefined,
  clientSecret: string | undefined,
): string | undefined {
  const app = encryptionApp(state, clientId);
  if (clientId === undefined || clientSecret === undefined) {
    return 'AADClientID and AADClientSecret are needed';
  }
  if (app === undefined) {
    return `there is no application ${clientId} in the directory`;
  }
  return app.accountEnabled && app.clientSecret === clientSecret
    ? undefined
    : `the application ${clientId} could not sign in with its secret`;
}
