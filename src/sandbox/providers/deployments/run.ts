// Takes deployments on: each resource is sent when those before it are done, in the name of whoever asked for
// the deployment, and is watched to its end.

import { entriesWith, type EntryIndex } from '../../kernel/entry-index.js';
import type { OperationResponse, SendWithin } from '../../http/operation.js';
import { settleWorld } from '../../settle-world.js';
import type { WorldState } from '../../kernel/state.js';
import { carryOutRound, nextGroupRound } from '../resources/group-deletion/rounds.js';
import { deploymentFailed, refusedResource, terminalFailure } from './resource-errors.js';
import type { Deployment, DeploymentStep } from './state.js';

/** Where the requests of a deployment go. */
const RESOURCE_MANAGER = 'https://management.azure.com';

/** Deployments by whether they run. */
export const deploymentsByState: EntryIndex<Deployment> = {
  name: 'deployments.state',
  valuesOf: ({ end: ended }) => [ended === undefined ? 'running' : 'ended'],
};

type Due = { readonly atMilliseconds: number; readonly deployment: Deployment } & (
  | { readonly act: 'send' | 'finish'; readonly step: DeploymentStep }
  | { readonly act: 'end' }
);

/** Carries out everything that deployments have to do up to an instant (milliseconds since the epoch). */
export type LetDeploymentsRun = (nowMilliseconds: number) => Promise<void>;

/** Runs the deployments of a world, and the deletions of its groups, in order of time; requests that come together wait for each other here. */
export function deploymentRunner(state: WorldState, sendWithin: SendWithin): LetDeploymentsRun {
  let last: Promise<void> = Promise.resolve();
  return async (nowMilliseconds) => {
    const run = (): Promise<void> => runDeployments(state, nowMilliseconds, sendWithin);
    last = last.then(run, run);
    await last;
  };
}

async function runDeployments(
  state: WorldState,
  nowMilliseconds: number,
  sendWithin: SendWithin,
): Promise<void> {
  for (;;) {
    const next = earliest(state, nowMilliseconds);
    const round = nextGroupRound(state, nowMilliseconds);
    if (round !== undefined && round.atMilliseconds <= (next?.atMilliseconds ?? nowMilliseconds)) {
      settleWorld(state, round.atMilliseconds);
      await carryOutRound(state, round, sendWithin);
      continue;
    }
    if (next === undefined) {
      return;
    }
    settleWorld(state, next.atMilliseconds);
    if (next.act === 'send') {
      await send(next.deployment, next.step, next.atMilliseconds, sendWithin);
    } else if (next.act === 'finish') {
      finish(state, next.step);
    } else {
      end(next.deployment, next.atMilliseconds);
    }
  }
}

function earliest(state: WorldState, nowMilliseconds: number): Due | undefined {
  return entriesWith(state.deployments ?? {}, deploymentsByState, 'running')
    .flatMap((deployment) => dueOf(deployment))
    .filter(({ atMilliseconds }) => atMilliseconds <= nowMilliseconds)
    .toSorted((left, right) => left.atMilliseconds - right.atMilliseconds)[0];
}

function dueOf(deployment: Deployment): Due[] {
  const { steps, startedMilliseconds } = deployment;
  const due = steps.flatMap((step): Due[] => {
    const { progress } = step;
    if (progress.state === 'running') {
      return [{ act: 'finish', step, deployment, atMilliseconds: progress.endsMilliseconds }];
    }
    const readyAt = progress.state === 'waiting' ? readyMilliseconds(deployment, step) : undefined;
    return readyAt === undefined
      ? []
      : [{ act: 'send', step, deployment, atMilliseconds: readyAt }];
  });
  if (due.length > 0) {
    return due;
  }
  const ends = steps.map(({ progress }) => endOf(progress) ?? startedMilliseconds);
  return [{ act: 'end', deployment, atMilliseconds: Math.max(startedMilliseconds, ...ends) }];
}

/** When everything before a step was done; undefined as long as something is not, or failed. */
function readyMilliseconds(
  { steps, startedMilliseconds }: Deployment,
  { dependsOn }: DeploymentStep,
): number | undefined {
  const before = steps.filter(({ resourceId }) => dependsOn.includes(resourceId));
  return before.every(({ progress }) => progress.state === 'succeeded')
    ? Math.max(startedMilliseconds, ...before.map(({ progress }) => endOf(progress) ?? 0))
    : undefined;
}

function endOf(progress: DeploymentStep['progress']): number | undefined {
  return progress.state === 'succeeded' || progress.state === 'failed'
    ? progress.endedMilliseconds
    : undefined;
}

async function send(
  { caller }: Deployment,
  step: DeploymentStep,
  nowMilliseconds: number,
  sendWithin: SendWithin,
): Promise<void> {
  const url = new URL(step.resourceId, RESOURCE_MANAGER);
  url.searchParams.set('api-version', step.apiVersion);
  const response = await sendWithin({
    method: 'PUT',
    url,
    body: step.body,
    caller,
    nowMilliseconds,
  });
  const { status } = response;
  if (status >= 400) {
    step.progress = {
      state: 'failed',
      startedMilliseconds: nowMilliseconds,
      endedMilliseconds: nowMilliseconds,
      statusCode: status,
      error: refusedResource(step, response),
    };
    return;
  }
  const watched = watchedOperation(response);
  step.progress = {
    state: 'running',
    startedMilliseconds: nowMilliseconds,
    endsMilliseconds: nowMilliseconds,
    statusCode: status,
    ...(watched === undefined ? {} : { watched }),
  };
}

/** Every provider of the sandbox keeps its operations in one place, by the last part of the address that tells of them. */
function watchedOperation({ headers = {} }: OperationResponse): string | undefined {
  const address = headers['azure-asyncoperation'];
  return address === undefined ? undefined : new URL(address).pathname.split('/').at(-1);
}

function finish(state: WorldState, step: DeploymentStep): void {
  const { progress } = step;
  if (progress.state !== 'running') {
    return;
  }
  const { startedMilliseconds, endsMilliseconds, statusCode, watched } = progress;
  const operation = watched === undefined ? undefined : state.operations[watched];
  if (operation !== undefined && operation.endsMilliseconds > endsMilliseconds) {
    step.progress = { ...progress, endsMilliseconds: operation.endsMilliseconds };
    return;
  }
  const times = { startedMilliseconds, endedMilliseconds: endsMilliseconds };
  step.progress =
    operation?.outcome.status === 'Failed'
      ? {
          state: 'failed',
          ...times,
          statusCode: CONFLICT,
          error: terminalFailure(step, operation.outcome),
        }
      : { state: 'succeeded', ...times, statusCode };
}

/** Status of a resource that was accepted and then failed; after public reports. */
const CONFLICT = 409;

function end(deployment: Deployment, endedMilliseconds: number): void {
  const errors = deployment.steps.flatMap(({ progress }) =>
    progress.state === 'failed' ? [progress.error] : [],
  );
  deployment.end =
    errors.length === 0
      ? { state: 'Succeeded', endedMilliseconds }
      : { state: 'Failed', endedMilliseconds, error: deploymentFailed(deployment.id, errors) };
}
