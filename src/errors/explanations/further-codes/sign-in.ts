// Codes of the sign-in: Microsoft Entra's token endpoint, and tokens that a service does not take.

import { PUBLIC_REPORTS, recording } from '../pages.js';
import { known } from './further-code.js';
import type { CodeExplanation } from '../explanation.js';

const ENTRA = 'https://learn.microsoft.com/entra/identity-platform/reference-error-codes';
const DEPLOYMENT =
  'https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/common-deployment-errors';
const WHO = ['az account show', 'azbackup help authentication'];
const SIGN_IN = 'az login';

/** Tenants, applications, secrets, tokens. */
export const SIGN_IN_CODES: readonly CodeExplanation[] = [
  known({
    codes: ['AADSTS90002'],
    meaning: 'no tenant of this name or id exists in this cloud',
    likely: 'AZURE_TENANT_ID has a typing error, or belongs to another cloud',
    prove: WHO,
    fix: ['correct AZURE_TENANT_ID, or choose the cloud with --cloud'],
    retry: 'after-fix',
    docs: ENTRA,
  }),
  known({
    codes: ['AADSTS700016'],
    meaning: 'the tenant has no application with this client id',
    likely: 'AZURE_CLIENT_ID and AZURE_TENANT_ID belong to different tenants',
    prove: ['az ad sp show --id CLIENT-ID'],
    fix: ['correct AZURE_CLIENT_ID or AZURE_TENANT_ID'],
    retry: 'after-fix',
    docs: ENTRA,
  }),
  known({
    codes: ['AADSTS7000215'],
    meaning: 'the client secret is wrong',
    likely: 'AZURE_CLIENT_SECRET holds the id of the secret, not its value, or an older one',
    prove: ['az ad app credential list --id CLIENT-ID -o table'],
    fix: ['az ad app credential reset --id CLIENT-ID --append'],
    retry: 'after-fix',
    docs: ENTRA,
  }),
  known({
    codes: ['AADSTS7000216'],
    meaning: 'neither a client secret nor an assertion was sent',
    likely: 'AZURE_CLIENT_SECRET is empty',
    prove: ['azbackup help authentication'],
    fix: ['set AZURE_CLIENT_SECRET, or choose another method with --auth'],
    retry: 'after-fix',
    docs: ENTRA,
  }),
  known({
    codes: ['AADSTS700024'],
    meaning: 'the federated token was not valid yet, or had expired, when it was exchanged',
    likely:
      'a token that was read once and kept: those of GitHub live 5 minutes, of Azure DevOps 10; or a wrong clock',
    prove: ['azbackup doctor --category sign-in'],
    fix: [
      'sign in with --auth github-actions or azure-pipelines, which request a new one each time',
    ],
    retry: 'after-fix',
    docs: ENTRA,
  }),
  known({
    codes: ['AADSTS700213', 'AADSTS700212', 'AADSTS700211', 'AADSTS7002138'],
    meaning:
      'the application has no federated credential for this issuer (700211), audience (700212) and subject (700213; 7002138: other upper and lower case)',
    likely: 'the workflow runs on another branch, environment or service connection',
    prove: [
      'azbackup doctor --category sign-in',
      'az ad app federated-credential list --id CLIENT-ID',
    ],
    fix: ['add the federated credential that azbackup doctor prints'],
    retry: 'after-fix',
    docs: 'https://learn.microsoft.com/entra/workload-id/workload-identity-federation',
  }),
  known({
    codes: ['AADSTS50027'],
    meaning: 'the federated token is no valid JWT',
    likely: 'AZURE_FEDERATED_TOKEN_FILE names another file',
    prove: ['azbackup doctor --category sign-in'],
    fix: ['correct AZURE_FEDERATED_TOKEN_FILE'],
    retry: 'after-fix',
    docs: ENTRA,
  }),
  known({
    codes: ['AADSTS7000112'],
    meaning: 'the application is disabled in the tenant',
    prove: ['az ad sp show --id CLIENT-ID --query accountEnabled'],
    fix: ['have the application enabled by an administrator of the tenant'],
    retry: 'after-fix',
    docs: ENTRA,
  }),
  known({
    codes: ['AADSTS500011'],
    meaning: 'the tenant has no service principal for the service that a token was asked for',
    likely: 'a token for a service of another cloud, or of an unused service',
    prove: WHO,
    fix: ['choose the cloud with --cloud'],
    retry: 'after-fix',
    docs: ENTRA,
  }),
  known({
    codes: ['InvalidAuthenticationToken'],
    meaning: 'the service cannot read the token of this sign-in',
    prove: WHO,
    fix: [SIGN_IN],
    retry: 'after-fix',
    evidence: [PUBLIC_REPORTS],
  }),
  known({
    codes: ['ExpiredAuthenticationToken'],
    meaning: 'the token of this sign-in has expired',
    likely: 'the clock of this computer is wrong, or the sign-in is older than the token lives',
    prove: ['az account get-access-token --query expiresOn'],
    fix: [SIGN_IN],
    retry: 'after-fix',
    evidence: [PUBLIC_REPORTS],
  }),
  known({
    codes: ['InvalidAuthenticationTokenAudience'],
    meaning: 'the token is for another service or another cloud',
    prove: WHO,
    fix: ['choose the cloud with --cloud'],
    retry: 'after-fix',
    evidence: [PUBLIC_REPORTS],
  }),
  known({
    codes: ['InvalidAuthenticationTokenTenant'],
    meaning: 'the token is of another tenant than the subscription or key vault',
    likely: 'signed in to a home tenant while the subscription belongs to another',
    prove: ['az account show --query tenantId'],
    fix: ['az login --tenant TENANT'],
    retry: 'after-fix',
    docs: DEPLOYMENT,
  }),
  known({
    codes: ['AuthenticationFailed'],
    meaning: 'the request had no token, or a signature that is not valid',
    likely: 'a proxy removes the header Authorization, or the clock of this computer is wrong',
    prove: WHO,
    fix: [SIGN_IN],
    retry: 'after-fix',
    docs: 'https://learn.microsoft.com/rest/api/storageservices/common-rest-api-error-codes',
  }),
  known({
    codes: ['Unauthorized', 'AKV10000'],
    meaning: 'the key vault asks for a token',
    likely:
      'the first answer of every key vault, which names the tenant; an error only if it is the last',
    fix: [SIGN_IN],
    retry: 'after-fix',
    evidence: [recording('Key Vault data plane: first request', '2023-05')],
  }),
];
