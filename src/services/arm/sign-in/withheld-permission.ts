// What a CI job has to be allowed before it can sign in: without that its environment lacks what identity tokens are
// requested with, and the error would be about az's login, which nobody in the job meant.

import { AzbackupError } from '../../../errors/azbackup-error.js';
import type { AuthMethod } from '../../../domain/sign-in.js';
import type { Environment } from './auth-methods.js';

/** A CI service that keeps the way to identity tokens from jobs that do not ask for it. */
interface CiService {
  readonly method: AuthMethod;
  /** The variable, and its value, that every job of it has. */
  readonly mark: readonly [name: string, value: string];
  /** Variables that are there only where the job is allowed to. */
  readonly withheld: readonly string[];
  readonly message: string;
  readonly causes: readonly string[];
  readonly fix: readonly string[];
}

const SERVICES: readonly CiService[] = [
  {
    method: 'github-actions',
    mark: ['GITHUB_ACTIONS', 'true'],
    // GitHub Docs: OpenID Connect reference, "Adding permissions settings".
    withheld: ['ACTIONS_ID_TOKEN_REQUEST_URL', 'ACTIONS_ID_TOKEN_REQUEST_TOKEN'],
    message: 'the GitHub job lacks the permission "id-token: write"',
    causes: [
      'without it GitHub gives the job no identity token to sign in with',
      'pull requests from forks never have it',
    ],
    fix: ['add to the workflow, or to the job: permissions: { contents: read, id-token: write }'],
  },
  {
    method: 'azure-pipelines',
    mark: ['TF_BUILD', 'True'],
    withheld: ['SYSTEM_ACCESSTOKEN'],
    message: 'SYSTEM_ACCESSTOKEN is not mapped into the step of the pipeline',
    causes: ['without it Azure DevOps gives the job no identity token to sign in with'],
    fix: ['add to the step: env: { SYSTEM_ACCESSTOKEN: $(System.AccessToken) }'],
  },
];

/**
 * The error of a CI job that has all to sign in with but the permission; undefined where something else is missing.
 * @param missing variables that a method lacks
 */
export function withheldPermission(
  environment: Environment,
  missing: (method: AuthMethod) => readonly string[],
): AzbackupError | undefined {
  const service = SERVICES.find(({ method, mark: [name, value], withheld }) => {
    const lacking = missing(method);
    return (
      environment[name] === value &&
      lacking.length > 0 &&
      lacking.every((each) => withheld.includes(each))
    );
  });
  return service === undefined
    ? undefined
    : new AzbackupError({
        code: 'AZB_CI_PERMISSION_MISSING',
        kind: 'not-allowed',
        message: service.message,
        causes: service.causes,
        fix: service.fix,
      });
}
