// What the steps of a restore are called, and how documents and plans show them.

import { nameOf } from '../../../domain/resource-id.js';
import { tagsOf } from '../../../steps/change.js';
import { joinFamilies, words, type StepFamily, type StepWords } from '../../../steps/family.js';
import { keyFamily } from '../../keys/describe.js';
import type { RestoreChange } from './changes.js';
import type { RestoreStep } from './step.js';

const WORDS: Readonly<Record<RestoreStep['kind'], StepWords>> = {
  'restore-disks': words('+', 'disks', 'restoring', 'restored'),
  'set-disk-encryption': words('~', 'disk', 'setting', 'set'),
  'create-interface': words('+', 'network interface', 'creating', 'created'),
  'create-machine': words('+', 'virtual machine', 'creating', 'created'),
  'put-ade-extension': words('+', 'extension', 'installing', 'installed'),
  'delete-staging': words('-', 'staging blobs', 'deleting', 'deleted'),
};

const ownFamily: StepFamily<RestoreStep, RestoreChange> = {
  isStep: (step): step is RestoreStep => Object.hasOwn(WORDS, step.kind),
  isChange: (change): change is RestoreChange => Object.hasOwn(WORDS, change.type),
  name(step) {
    const { running, done } = WORDS[step.kind];
    return { running, done, subject: subjectOf(step) };
  },
  change: changeOf,
  line(change) {
    const { sign, noun } = WORDS[change.type];
    return { sign, noun, text: textOf(change) };
  },
};

/** The description of all steps of a restore. */
export const restoreFamily = joinFamilies(keyFamily, ownFamily);

function subjectOf(step: RestoreStep): string {
  const target = nameOf(step.target);
  switch (step.kind) {
    case 'restore-disks':
      return `disks of ${nameOf(step.vmId)}`;
    case 'set-disk-encryption':
      return `encryption settings of the OS disk of ${nameOf(step.vmId)}`;
    case 'create-interface':
    case 'create-machine':
      return `${WORDS[step.kind].noun} ${target}`;
    case 'put-ade-extension':
      return `${step.extensionType} on ${target}`;
    case 'delete-staging':
      return `${WORDS[step.kind].noun} in ${target}`;
  }
}

function changeOf(step: RestoreStep): RestoreChange {
  const { kind: type, target } = step;
  switch (type) {
    case 'restore-disks':
      return { type, target, details: diskDetails(step) };
    case 'set-disk-encryption':
      return { type, target, details: { vm: step.vmId } };
    case 'create-interface':
      return { type, target, details: interfaceDetails(step) };
    case 'create-machine':
      return { type, target, details: machineDetails(step) };
    case 'put-ade-extension':
      return { type, target, details: extensionDetails(step) };
    case 'delete-staging':
      return { type, target, details: { vm: step.vmId, keepsTemplate: step.keepsTemplate } };
  }
}

type StepOf<Kind extends RestoreStep['kind']> = Extract<RestoreStep, { readonly kind: Kind }>;
type DetailsOf<Kind extends RestoreStep['kind']> = Extract<
  RestoreChange,
  { readonly type: Kind }
>['details'];

function diskDetails(step: StepOf<'restore-disks'>): DetailsOf<'restore-disks'> {
  return {
    vm: step.vmId,
    recoveryPoint: step.point,
    stagingAccount: step.storageAccountId,
    location: step.location,
    ...(step.joins === undefined ? {} : { joins: step.joins }),
  };
}

function extensionDetails({
  extensionType,
  volumeType,
}: StepOf<'put-ade-extension'>): DetailsOf<'put-ade-extension'> {
  return { extensionType, volumeType };
}

function interfaceDetails(step: StepOf<'create-interface'>): DetailsOf<'create-interface'> {
  return {
    subnet: step.subnetId,
    location: step.location,
    ...(step.privateAddress === undefined ? {} : { privateAddress: step.privateAddress }),
    tags: tagsOf(step),
  };
}

function machineDetails(step: StepOf<'create-machine'>): DetailsOf<'create-machine'> {
  return {
    interface: step.interfaceId,
    location: step.location,
    osType: step.osType,
    zones: [...step.zones],
    ...(step.size === undefined ? {} : { size: step.size }),
    tags: tagsOf(step),
  };
}

function textOf({ type, target: id, details }: RestoreChange): string {
  const target = nameOf(id);
  switch (type) {
    case 'restore-disks': {
      const { vm, recoveryPoint, stagingAccount, joins } = details;
      const place = `to ${target}, staged in ${nameOf(stagingAccount)}`;
      const joined = joins === undefined ? '' : `; job ${joins} is already running`;
      return `of ${nameOf(vm)}, recovery point ${recoveryPoint}, ${place}${joined}`;
    }
    case 'set-disk-encryption':
      return `OS disk restored from ${nameOf(details.vm)}, with the current key and secret`;
    case 'create-interface': {
      const { subnet, privateAddress = 'dynamic private address' } = details;
      return `${target} in subnet ${nameOf(subnet)}, ${privateAddress}, no public address`;
    }
    case 'create-machine': {
      const { osType, size } = details;
      const model = size === undefined ? osType : `${osType}, ${size}`;
      return `${target} from the restored disks, ${model}`;
    }
    case 'put-ade-extension':
      return `${details.extensionType} on ${target}, volumes: ${details.volumeType}`;
    case 'delete-staging':
      return details.keepsTemplate
        ? `in ${target}, with key material; the template is kept`
        : `in ${target}`;
  }
}
