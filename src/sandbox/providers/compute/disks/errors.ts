// What compute refuses of managed disks.

import { providerError } from '../../../http/arm-error.js';
import type { OperationResponse } from '../../../http/operation.js';
import { operationNotAllowed } from '../virtual-machines/errors.js';

/** 409 for another size of a disk whose machine runs (kubernetes, issue 96706). */
export function resizedWhileAttached(disk: string, machineId: string): OperationResponse {
  return operationNotAllowed(
    `Cannot resize disk ${disk} while it is attached to running VM ${machineId}. Resizing a disk of an Azure Virtual Machine requires the virtual machine to be deallocated. Please stop your VM and retry the operation.`,
    { innererror: { internalErrorCode: 'ChangeDiskSizeWhileAttachedNotAllowed' } },
  );
}

const GIGABYTE = 1024 ** 3;

/** 400 for a smaller size. Public reports of the sentence and of its code for OS disks; the status is an assumption. */
export function sizeReduced(nowGB: number, wantedGB: number): OperationResponse {
  return providerError(
    400,
    'ResizeDiskError',
    `Disk size reduction is not supported. Current size is ${nowGB * GIGABYTE} bytes, requested size is ${wantedGB * GIGABYTE} bytes.`,
    { target: 'disk.diskSizeGB' },
  );
}

/** 409 for what a disk cannot become. Public reports of the sentence, of another property; code and status are assumed. */
export function diskPropertyFixed(property: string, disk: string): OperationResponse {
  return providerError(
    409,
    'PropertyChangeNotAllowed',
    `Changing property '${property}' is not allowed for existing disk '${disk}'.`,
    { target: property },
  );
}
