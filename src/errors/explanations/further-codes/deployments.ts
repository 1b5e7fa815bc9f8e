// Codes of template deployments, and of requests that Resource Manager cannot take.

import { assumption, PUBLIC_REPORTS, recording } from '../pages.js';
import { general, known } from './further-code.js';
import type { CodeExplanation } from '../explanation.js';

const DEPLOYMENT =
  'https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/common-deployment-errors';
const OPERATIONS = 'az deployment operation group list -g RG -n DEPLOYMENT -o table';

/** Deployments of restored VMs, and general refusals. */
export const DEPLOYMENT_CODES: readonly CodeExplanation[] = [
  known({
    codes: ['DeploymentFailed', 'ResourceDeploymentFailure'],
    meaning: 'a resource of the deployment failed; the details name its own code',
    prove: [OPERATIONS],
    fix: ['look up the inner code: azbackup explain CODE'],
    retry: 'after-fix',
    docs: DEPLOYMENT,
  }),
  known({
    codes: ['NoRegisteredProviderFound'],
    meaning:
      'the resource type has no such api-version in this region; the message lists what it has',
    likely: 'an old or preview api-version, or a cloud that does not have it yet',
    prove: [
      'az provider show -n NAMESPACE --query "resourceTypes[].{type:resourceType, versions:apiVersions[:3]}"',
    ],
    fix: ['use an api-version of the message'],
    retry: 'after-fix',
    docs: DEPLOYMENT,
  }),
  known({
    codes: ['DeploymentActive'],
    meaning: 'a deployment of this name is running',
    prove: ['az deployment group list -g RG -o table'],
    fix: ['wait until it has ended, then run the command again'],
    retry: 'yes',
    docs: DEPLOYMENT,
  }),
  known({
    codes: ['DeploymentNotFound'],
    meaning: 'the resource group has no deployment of this name',
    prove: ['az deployment group list -g RG -o table'],
    fix: ['check the name and the resource group'],
    retry: 'after-fix',
    docs: DEPLOYMENT,
  }),
  known({
    codes: ['InvalidTemplate', 'InvalidTemplateDeployment'],
    meaning: 'the template does not hold together, or its checks failed; the details say where',
    prove: [OPERATIONS],
    fix: ['correct the template or its parameters as the message says'],
    retry: 'after-fix',
    docs: DEPLOYMENT,
  }),
  known({
    codes: ['InvalidContentLink'],
    meaning: 'the template could not be read at its address',
    likely: 'the signature of the address has expired, or a firewall closes the staging account',
    prove: ['az storage account show -n ACCOUNT --query networkRuleSet'],
    fix: ['deploy from a local copy of the template'],
    retry: 'after-fix',
    docs: DEPLOYMENT,
  }),
  known({
    codes: ['InvalidParameter'],
    meaning: 'a value does not fit the resource; the message names it',
    fix: ['correct the value'],
    retry: 'after-fix',
    docs: DEPLOYMENT,
  }),
  known({
    codes: ['InvalidRequestContent', 'InvalidRequestFormat'],
    meaning: 'the body of the request has unknown or missing values',
    fix: ['correct the request; from azbackup itself it is a bug to report'],
    retry: 'after-fix',
    docs: DEPLOYMENT,
  }),
  known({
    codes: ['MissingApiVersionParameter'],
    meaning: 'the request names no api-version',
    fix: ['add ?api-version= to the address'],
    retry: 'after-fix',
    evidence: [PUBLIC_REPORTS],
  }),
  known({
    codes: ['InvalidResourceLocation'],
    meaning: 'a resource of this name exists in another region',
    prove: ['az resource list --name NAME -o table'],
    fix: ['choose another name, or the region in which it exists'],
    retry: 'after-fix',
    docs: DEPLOYMENT,
  }),
  known({
    codes: ['InvalidResourceGroupLocation', 'LocationNotAvailableForResourceGroup'],
    meaning: 'the resource group exists in another region, or the region takes none',
    prove: ['az group show -n RG --query location', 'az account list-locations -o table'],
    fix: ['choose the region of the group, or another group'],
    retry: 'after-fix',
    evidence: [PUBLIC_REPORTS],
  }),
  known({
    codes: ['InvalidResourceNamespace'],
    meaning: 'no resource provider of this name exists in this cloud',
    prove: ['az provider list -o table'],
    fix: ['check the name of the provider, and the cloud'],
    retry: 'after-fix',
    docs: DEPLOYMENT,
  }),
  known({
    codes: ['InvalidResourceReference'],
    meaning: 'a resource that the request refers to does not exist, or is in another region',
    prove: ['az resource show --ids RESOURCE-ID'],
    fix: ['check the id in the message'],
    retry: 'after-fix',
    docs: DEPLOYMENT,
  }),
  known({
    codes: ['SubscriptionNotFound'],
    meaning: 'the subscription does not exist, or this sign-in cannot see it',
    prove: ['az account list -o table'],
    fix: ['check --subscription', 'az login --tenant TENANT'],
    retry: 'after-fix',
    docs: DEPLOYMENT,
  }),
  general({
    codes: ['BadRequest'],
    meaning: 'a general refusal; only the message says what does not fit',
    fix: ['read the message, and look up the inner code if it names one'],
    retry: 'after-fix',
    docs: DEPLOYMENT,
  }),
  general({
    codes: ['NotFound', 'OperationNotFound'],
    meaning: 'what the request names does not exist, or no longer',
    likely: 'an operation is forgotten some time after it has ended',
    fix: ['check the names, then read the state of the resource itself'],
    retry: 'after-fix',
    docs: DEPLOYMENT,
  }),
  general({
    codes: ['Conflict', 'ConflictError'],
    meaning: 'the state of the resource does not allow the operation; the inner code says why',
    likely: 'another change of the same resource is under way',
    fix: ['look up the inner code; without one, run the command again in a minute'],
    retry: 'yes',
    docs: DEPLOYMENT,
  }),
  general({
    codes: ['Forbidden'],
    meaning: 'not allowed; the inner code says why',
    fix: ['look up the inner code, such as ForbiddenByRbac: azbackup explain ForbiddenByRbac'],
    retry: 'after-fix',
    docs: 'https://learn.microsoft.com/azure/key-vault/general/common-error-codes',
  }),
  general({
    codes: ['MethodNotAllowed'],
    meaning: 'the operation does not exist for this resource, or not in its state',
    fix: ['look up the inner code, if there is one'],
    retry: 'no',
    evidence: [recording('Key Vault: recover of what is not deleted', '2023-05')],
  }),
  known({
    codes: ['BadGateway'],
    meaning: 'temporary Azure error: the gateway got no valid answer from the service behind it',
    fix: ['run the command again in a few minutes'],
    retry: 'yes',
    evidence: [assumption('that the gateway gives this code with status 502')],
  }),
];
