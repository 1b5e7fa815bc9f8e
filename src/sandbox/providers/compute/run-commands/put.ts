// Putting a run command: the agent of a machine that runs starts its script, once for what is put.

import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { providerError } from '../../../http/arm-error.js';
import type { OperationRequest, OperationResponse } from '../../../http/operation.js';
import { findResource, putResource, type ArmResource } from '../../../kernel/resource.js';
import { startComputeOperation, statusHeaders } from '../operations.js';
import { machineIdOf, machineOfRequest } from '../request.js';
import { operationNotAllowed } from '../virtual-machines/errors.js';
import { agentAnswers, type MachineRuntime } from '../virtual-machines/state.js';
import {
  keptOutput,
  renderRunCommand,
  RUN_COMMAND_TYPE,
  runCommandRuntimeSchema,
  type RunCommandRuntime,
} from './run-command.js';
import { runOf, type ScriptRun } from './scripts.js';

const parameterSchema = z.strictObject({ name: z.string(), value: z.string() });

/** What a request may hold: a script in its own words, run by the system, its output kept by the platform. */
export const runCommandBodySchema = z.strictObject({
  location: z.string(),
  tags: z.record(z.string(), z.string()).optional(),
  properties: z.strictObject({
    source: z.strictObject({ script: z.string() }),
    parameters: z.array(parameterSchema).optional(),
    /** Read and forgotten. */
    protectedParameters: z.array(parameterSchema).optional(),
    asyncExecution: z.boolean().optional(),
    timeoutInSeconds: z.int().positive().optional(),
    treatFailureAsDeploymentFailure: z.boolean().optional(),
  }),
});

type PutRequest = OperationRequest<z.infer<typeof runCommandBodySchema>>;

/** From the request until the agent starts a script; not recorded. */
const START_MILLISECONDS = 5000;

/** How long the platform waits for an agent; not recorded. */
const SILENCE_MILLISECONDS = 15 * 60_000;

/** Documented: 90 minutes. */
const USUAL_TIMEOUT_SECONDS = 5400;

/** The id of the run command in the path. */
export function runCommandIdOf(request: OperationRequest): string {
  return `${machineIdOf(request)}/runCommands/${request.params['runCommandName']}`;
}

/** 201 for a new run command, 200 for one that is there; what is put a second time is not run again, which is assumed. */
export function putRunCommand(request: PutRequest): OperationResponse {
  const { state, clock, body, params } = request;
  const { properties: machine } = machineOfRequest(request);
  if (machine.runtime.powerState !== 'running') {
    return operationNotAllowed('Cannot modify extensions in the VM when the VM is not running.');
  }
  const id = runCommandIdOf(request);
  const known = findResource(state, id);
  const wanted = wantedProperties(body);
  if (known !== undefined && runsStill(known, clock.now())) {
    return providerError(
      409,
      'Conflict',
      'Run command extension execution is in progress. Please wait for completion before invoking a run command.',
    );
  }
  if (known !== undefined && isDeepStrictEqual(askedOf(known), wanted)) {
    const repeated = startComputeOperation(request, 'run-command-put', id, START_MILLISECONDS);
    return respond(request, known, repeated, 200);
  }
  const run = runOf(state, params['vmName'] ?? '', body.properties.source.script);
  const runtime = plannedRun(machine.runtime, run, wanted, clock.now());
  const operation = startComputeOperation(
    request,
    'run-command-put',
    id,
    operationEnd(runtime, wanted.asyncExecution) - clock.now(),
  );
  const runCommand: ArmResource = {
    id: known?.id ?? id,
    name: known?.name ?? params['runCommandName'] ?? '',
    type: RUN_COMMAND_TYPE,
    location: body.location,
    tags: body.tags ?? {},
    properties: {
      ...wanted,
      provisioningState: known === undefined ? 'Creating' : 'Updating',
      runtime,
      pending: operation.id,
    },
  };
  putResource(state, runCommand);
  return respond(request, runCommand, operation, known === undefined ? 201 : 200);
}

function respond(
  request: PutRequest,
  runCommand: ArmResource,
  operation: ReturnType<typeof startComputeOperation>,
  status: 200 | 201,
): OperationResponse {
  return {
    status,
    headers: statusHeaders(request, operation, request.body.location),
    body: renderRunCommand(runCommand, request.clock.now(), false),
  };
}

function wantedProperties({ properties }: z.infer<typeof runCommandBodySchema>) {
  const {
    source,
    parameters = [],
    asyncExecution = false,
    timeoutInSeconds = USUAL_TIMEOUT_SECONDS,
    treatFailureAsDeploymentFailure = false,
  } = properties;
  return { source, parameters, asyncExecution, timeoutInSeconds, treatFailureAsDeploymentFailure };
}

function askedOf({ properties }: ArmResource): Record<string, unknown> {
  const { provisioningState: _, runtime: _runtime, pending: _pending, ...asked } = properties;
  return asked;
}

function runsStill({ properties }: ArmResource, nowMilliseconds: number): boolean {
  return (
    properties['pending'] !== undefined ||
    nowMilliseconds < runCommandRuntimeSchema.parse(properties['runtime']).endsMilliseconds
  );
}

/** An agent that comes up in time starts the script then; one that does not never starts it. */
function plannedRun(
  machine: MachineRuntime,
  { exitCode, output, error, milliseconds }: ScriptRun,
  { timeoutInSeconds }: { readonly timeoutInSeconds: number },
  nowMilliseconds: number,
): RunCommandRuntime {
  const starts = Math.max(
    nowMilliseconds + START_MILLISECONDS,
    machine.agentFromMilliseconds ?? nowMilliseconds,
  );
  const givesUp = nowMilliseconds + SILENCE_MILLISECONDS;
  const nothing = { exitCode: 0, output: '', error: '', timedOut: false };
  if (starts > givesUp || !agentAnswers(machine, starts)) {
    return { ...nothing, endsMilliseconds: givesUp };
  }
  const limit = timeoutInSeconds * 1000;
  const timedOut = milliseconds === undefined || milliseconds > limit;
  return {
    startsMilliseconds: starts,
    endsMilliseconds: starts + (timedOut ? limit : milliseconds),
    timedOut,
    exitCode,
    output: keptOutput(output),
    error: keptOutput(error),
  };
}

/** Documented: an asynchronous one is provisioned as soon as its script has started. */
function operationEnd(
  { startsMilliseconds, endsMilliseconds }: RunCommandRuntime,
  asyncExecution: boolean,
): number {
  return asyncExecution ? (startsMilliseconds ?? endsMilliseconds) : endsMilliseconds;
}
