// The ways to sign in: what each needs from the environment, and what it makes of it.

import type { TokenCredential } from '@azure/core-auth';
import type * as Identity from './identity-library.js';
import type { AuthMethod } from '../../../domain/sign-in.js';
import { azurePipelinesAssertion } from './azure-pipelines-assertion.js';
import { isBuiltIn, type Cloud } from '../clouds.js';
import { federatedCredential, tokenFromFile } from './federated-credential.js';
import { githubAssertion } from './github-assertion.js';
import { bindTo, type SharedClientOptions } from '../transport/transport.js';

/** The identity library, loaded when the first token is wanted. */
type IdentityLibrary = typeof Identity;

/** Variables as the process got them; never printed. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What a credential is made from. */
export interface CredentialOptions {
  readonly cloud: Cloud;
  readonly environment: Environment;
  /** Absent means the first that the environment describes. */
  readonly method?: AuthMethod;
  /** How requests to the sign-in service are sent. */
  readonly client: SharedClientOptions;
}

/** One way to sign in. */
export interface AuthSource {
  /** Variables that would have to be set and are not; empty when it can be tried. */
  readonly missing: (environment: Environment) => readonly string[];
  /** Needs no variable when asked for by name. */
  readonly explicitNeedsNothing?: true;
  readonly make: (library: IdentityLibrary, options: CredentialOptions) => TokenCredential;
  /** What it exchanges for tokens, where that is one: a token that somebody else has signed. */
  readonly assertion?: (options: Omit<CredentialOptions, 'method'>) => Promise<string>;
}

const PIPELINES_TENANT = ['AZURESUBSCRIPTION_TENANT_ID', 'AZURE_TENANT_ID'];
const PIPELINES_CLIENT = ['AZURESUBSCRIPTION_CLIENT_ID', 'AZURE_CLIENT_ID'];

/** Every way to sign in, by its name. */
export const AUTH_SOURCES: Readonly<Record<AuthMethod, AuthSource>> = {
  environment: {
    missing: (environment) => [
      ...unset(environment, ['AZURE_TENANT_ID', 'AZURE_CLIENT_ID']),
      ...unsetAll(environment, ['AZURE_CLIENT_SECRET', 'AZURE_CLIENT_CERTIFICATE_PATH']),
    ],
    make: servicePrincipal,
  },
  'workload-identity': {
    missing: (environment) =>
      unset(environment, ['AZURE_TENANT_ID', 'AZURE_CLIENT_ID', 'AZURE_FEDERATED_TOKEN_FILE']),
    make: (library, options) => byAssertion(library, options, assertionOfFile(options)),
    assertion: (options) => assertionOfFile(options)(),
  },
  'github-actions': {
    missing: (environment) =>
      unset(environment, [
        'AZURE_TENANT_ID',
        'AZURE_CLIENT_ID',
        'ACTIONS_ID_TOKEN_REQUEST_URL',
        'ACTIONS_ID_TOKEN_REQUEST_TOKEN',
      ]),
    make: (library, options) => byAssertion(library, options, assertionOfGithub(options)),
    assertion: (options) => assertionOfGithub(options)(),
  },
  'azure-pipelines': {
    // The tasks that use a service connection set the first names; whoever goes without them, the second.
    missing: (environment) => [
      ...unsetAll(environment, PIPELINES_TENANT),
      ...unsetAll(environment, PIPELINES_CLIENT),
      ...unset(environment, [
        'AZURESUBSCRIPTION_SERVICE_CONNECTION_ID',
        'SYSTEM_OIDCREQUESTURI',
        'SYSTEM_ACCESSTOKEN',
      ]),
    ],
    make: (library, options) =>
      byAssertion(library, options, assertionOfPipeline(options), {
        tenant: PIPELINES_TENANT,
        client: PIPELINES_CLIENT,
      }),
    assertion: (options) => assertionOfPipeline(options)(),
  },
  'managed-identity': {
    // Set by App Service, Functions, Container Apps and Arc. A plain VM sets nothing, and asking its
    // metadata address elsewhere would hang: there, say --auth managed-identity.
    missing: (environment) => unsetAll(environment, ['IDENTITY_ENDPOINT', 'MSI_ENDPOINT']),
    explicitNeedsNothing: true,
    make: (library, { environment, ...options }) => {
      const clientId = environment['AZURE_CLIENT_ID'];
      return new library.ManagedIdentityCredential({
        // It asks the address that the environment names, without a secret.
        ...options.client,
        ...(clientId === undefined || clientId === '' ? {} : { clientId }),
      });
    },
  },
  'azure-cli': {
    missing: () => [],
    make: (library) => new library.AzureCliCredential(),
  },
};

type AssertionOptions = Pick<CredentialOptions, 'environment' | 'client'>;

/** Variables that name who signs in; the first that is set counts. */
const USUAL_NAMES = { tenant: ['AZURE_TENANT_ID'], client: ['AZURE_CLIENT_ID'] };

function byAssertion(
  library: IdentityLibrary,
  { environment, ...options }: CredentialOptions,
  mint: () => Promise<string>,
  names: { readonly tenant: readonly string[]; readonly client: readonly string[] } = USUAL_NAMES,
): TokenCredential {
  return federatedCredential(
    (minting) =>
      new library.ClientAssertionCredential(
        firstValueOf(environment, names.tenant),
        firstValueOf(environment, names.client),
        minting,
        identityOptions(options),
      ),
    mint,
  );
}

function assertionOfFile({
  environment,
}: Pick<AssertionOptions, 'environment'>): () => Promise<string> {
  return tokenFromFile(valueOf(environment, 'AZURE_FEDERATED_TOKEN_FILE'));
}

function assertionOfGithub({ environment, client }: AssertionOptions): () => Promise<string> {
  return githubAssertion(client, {
    url: valueOf(environment, 'ACTIONS_ID_TOKEN_REQUEST_URL'),
    token: valueOf(environment, 'ACTIONS_ID_TOKEN_REQUEST_TOKEN'),
  });
}

function assertionOfPipeline({ environment, client }: AssertionOptions): () => Promise<string> {
  return azurePipelinesAssertion(client, {
    url: valueOf(environment, 'SYSTEM_OIDCREQUESTURI'),
    token: valueOf(environment, 'SYSTEM_ACCESSTOKEN'),
    serviceConnectionId: valueOf(environment, 'AZURESUBSCRIPTION_SERVICE_CONNECTION_ID'),
  });
}

function servicePrincipal(
  library: IdentityLibrary,
  { environment, ...options }: CredentialOptions,
): TokenCredential {
  const tenantId = valueOf(environment, 'AZURE_TENANT_ID');
  const clientId = valueOf(environment, 'AZURE_CLIENT_ID');
  const secret = environment['AZURE_CLIENT_SECRET'];
  if (secret !== undefined && secret !== '') {
    return new library.ClientSecretCredential(tenantId, clientId, secret, identityOptions(options));
  }
  const password = environment['AZURE_CLIENT_CERTIFICATE_PASSWORD'];
  return new library.ClientCertificateCredential(
    tenantId,
    clientId,
    {
      certificatePath: valueOf(environment, 'AZURE_CLIENT_CERTIFICATE_PATH'),
      ...(password === undefined ? {} : { certificatePassword: password }),
    },
    identityOptions(options),
  );
}

/** What of an empty answer is wrong, the library says itself. */
const SIGN_IN_FORM = { mayBeEmpty: true };

function identityOptions({
  cloud,
  client,
}: Pick<CredentialOptions, 'cloud' | 'client'>): SharedClientOptions & {
  authorityHost: string;
  disableInstanceDiscovery: boolean;
} {
  // The public discovery service does not know the authorities of private clouds.
  const disableInstanceDiscovery = !isBuiltIn(cloud);
  return {
    ...bindTo('sign-in', cloud, client, SIGN_IN_FORM),
    authorityHost: cloud.authority,
    disableInstanceDiscovery,
  };
}

function isSet(environment: Environment, name: string): boolean {
  return (environment[name] ?? '') !== '';
}

/** Those of the variables that are not set. */
function unset(environment: Environment, names: readonly string[]): readonly string[] {
  return names.filter((name) => !isSet(environment, name));
}

/** The variables as one alternative, when none of them is set. */
function unsetAll(environment: Environment, names: readonly string[]): readonly string[] {
  return names.some((name) => isSet(environment, name)) ? [] : [names.join(' or ')];
}

/** The value of the first variable that is set, of some of which `missing` has found one to be. */
function firstValueOf(environment: Environment, names: readonly string[]): string {
  return valueOf(environment, names.find((name) => isSet(environment, name)) ?? '');
}

/** The value of a variable that `missing` has found to be set. */
function valueOf(environment: Environment, name: string): string {
  return environment[name] ?? '';
}
