// Changing what a request names of a machine, and nothing else: the rest is put as it is.

import { notModelled } from '../../../../http/not-modelled.js';
import type { OperationRequest, OperationResponse } from '../../../../http/operation.js';
import { machineOfRequest } from '../../request.js';
import { machineBodySchema } from '../body.js';
import { putMachine } from '../put.js';
import { renderMachine } from '../render.js';
import type { MachinePatch } from './patch-body.js';

/** 200 with the machine as it will be. Members that a patch leaves out stay; a list in it is the whole list. */
export function patchMachine(request: OperationRequest<MachinePatch>): OperationResponse {
  const { state, clock, body: patch } = request;
  const machine = machineOfRequest(request);
  const shown = machineBodySchema.safeParse(
    renderMachine(state, machine, {
      nowMilliseconds: clock.now(),
      withInstanceView: false,
      extensions: 'ids',
    }),
  );
  if (!shown.success) {
    return notModelled(`patching the machine ${machine.resource.name}`);
  }
  const { storageProfile, hardwareProfile, licenseType } = patch.properties ?? {};
  const { properties, ...body } = shown.data;
  const { storageProfile: disks } = properties;
  return putMachine({
    ...request,
    body: {
      ...body,
      ...(patch.tags === undefined ? {} : { tags: patch.tags }),
      properties: {
        ...properties,
        ...(hardwareProfile === undefined ? {} : { hardwareProfile }),
        ...(licenseType === undefined ? {} : { licenseType }),
        storageProfile: { ...disks, ...storageProfile },
      },
    },
  });
}
