// What a drill will make and take away, as a plan shows it before anything is done.

import { nameOf, type ResourceId } from '../../../domain/resource-id.js';
import type { StepChange } from '../../../steps/change.js';
import { words, type StepFamily, type StepWords } from '../../../steps/family.js';
import type { Step } from '../../../steps/plan.js';
import { securityRules } from './build-place.js';
import type { PreparedDrill } from './prepare.js';

const WORDS = {
  'drill-group': words('+', 'resource group', 'creating', 'created'),
  'drill-security-group': words('+', 'network security group', 'creating', 'created'),
  'drill-network': words('+', 'virtual network', 'creating', 'created'),
  'drill-key-vault': words('+', 'key vault', 'creating', 'created'),
  'drill-disks': words('+', 'disks', 'restoring', 'restored'),
  'drill-machine': words('+', 'virtual machine', 'creating', 'created'),
  'drill-end': words('-', 'all of these', 'deleting', 'deleted'),
} satisfies Record<string, StepWords>;

/** A line of the plan. */
export interface DrillStep extends Step {
  readonly kind: keyof typeof WORDS;
  /** What stands behind the noun. */
  readonly text: string;
}

interface DrillChange extends StepChange {
  readonly type: keyof typeof WORDS;
  readonly details: { readonly text: string };
}

/** The description of this family. */
export const drillFamily: StepFamily<DrillStep, DrillChange> = {
  isStep: (step): step is DrillStep => Object.hasOwn(WORDS, step.kind),
  isChange: (change): change is DrillChange => Object.hasOwn(WORDS, change.type),
  name({ kind, target }) {
    const { noun, running, done } = WORDS[kind];
    return { running, done, subject: `${noun} ${nameOf(target)}` };
  },
  change: ({ kind, target, text }) => ({ type: kind, target, details: { text } }),
  line({ type, details }) {
    const { sign, noun } = WORDS[type];
    return { sign, noun, text: details.text };
  },
};

/** What a drill makes, in order, and that it goes again. */
export function drillSteps(prepared: PreparedDrill): readonly DrillStep[] {
  const { place, target, size, ownKeyVault, chosen, expires } = prepared;
  const { friendlyName: vm, sourceResourceId: vmId } = target.item;
  const step = (kind: DrillStep['kind'], id: ResourceId, text: string): DrillStep => ({
    kind,
    id: `${kind}:${id}`.toLowerCase(),
    target: id,
    after: [],
    vmIds: [vmId],
    text,
  });
  const group = nameOf(place.groupId);
  return [
    step('drill-group', place.groupId, `${group} in ${prepared.location}`),
    step(
      'drill-security-group',
      place.securityGroupId,
      `${nameOf(place.securityGroupId)}, denies all both ways${exceptions(prepared)}`,
    ),
    step(
      'drill-network',
      place.networkId,
      `${nameOf(place.networkId)}, not peered, no public address`,
    ),
    ...(ownKeyVault
      ? [
          step(
            'drill-key-vault',
            place.keyVaultId,
            `${nameOf(place.keyVaultId)}, for the key and secret of ${vm}`,
          ),
        ]
      : []),
    step(
      'drill-disks',
      `${place.groupId}/disks`,
      `${disksOf(prepared)} of ${vm}, from recovery point ${chosen.point.name} of ${chosen.point.time}`,
    ),
    step(
      'drill-machine',
      `${place.groupId}/vm`,
      `${place.machineName}, ${size ?? 'of its original size'}`,
    ),
    step(
      'drill-end',
      `${place.groupId}/end`,
      `when the checks have ended; expires ${expires}, later while the drill runs`,
    ),
  ];
}

function exceptions(prepared: PreparedDrill): string {
  const open = securityRules(prepared).flatMap(({ service }) =>
    service === undefined ? [] : [`${service.tag} ${service.port}`],
  );
  return open.length === 0 ? '' : `, but for ADE out to ${open.join(', ')}`;
}

function disksOf({ source, chosen }: PreparedDrill): string {
  const included = chosen.point.disks?.includedCount ?? chosen.point.disks?.included.length;
  const sizes = source?.disks.map(({ sizeGb }) => sizeGb) ?? [];
  const total = sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
  const known = source !== undefined && sizes.every((size) => size !== undefined);
  const count = included ?? source?.disks.length;
  const size =
    known && (included === undefined || included === source.disks.length) ? ` (${total} GiB)` : '';
  return count === undefined ? 'the disks' : `${count} ${count === 1 ? 'disk' : 'disks'}${size}`;
}
