// `azbackup help authentication`.

import { AUTH_METHODS, type AuthMethod } from '../../domain/sign-in.js';
import { commands, rows, text, type Topic } from './topic.js';

const NEEDS: Readonly<Record<AuthMethod, string>> = {
  environment:
    'AZURE_TENANT_ID, AZURE_CLIENT_ID, and AZURE_CLIENT_SECRET or AZURE_CLIENT_CERTIFICATE_PATH',
  'workload-identity': 'AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_FEDERATED_TOKEN_FILE',
  'github-actions': 'AZURE_TENANT_ID, AZURE_CLIENT_ID, and a job with "id-token: write"',
  'azure-pipelines': 'a task with a service connection, and SYSTEM_ACCESSTOKEN mapped',
  'managed-identity':
    'IDENTITY_ENDPOINT; on a plain VM name it with --auth; AZURE_CLIENT_ID picks one of several',
  'azure-cli': 'az, signed in',
};

/** The topic. */
export const authentication: Topic = [
  text(
    'azbackup has no sign-in of its own. It tries these methods in order, and takes the first whose',
    'variables are set; --auth names one.',
  ),
  rows('Methods', ...AUTH_METHODS.map((method) => [method, NEEDS[method]] as const)),
  commands(
    ['az login', 'on a computer of your own'],
    ['azbackup login', 'shows the variants of az login'],
    ['azbackup status --vm VM001 --auth azure-cli', 'one method, no other'],
  ),
  text(
    'In GitHub Actions and Azure Pipelines a new assertion is requested for each token, so waits',
    'of hours outlast the minutes that an assertion lives.',
  ),
  text(
    'Azure Backup reads key vaults as itself: an operator needs no rights in key vaults to protect',
    'a VM. Documented roles: Backup Operator and Virtual Machine Contributor.',
  ),
];
