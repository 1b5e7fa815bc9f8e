// A result of `azbackup gate` with every outcome: for the pages, and for the tests of formats and views.

import type { GateInitDocument } from '../../../../src/commands/gate/init.result.js';
import type { GateDemand, GateDocument } from '../../../../src/commands/gate/result.js';

const GROUP =
  '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-prod/providers';

/** The VM of a name. */
export function gateVm(name: string): { id: string; name: string } {
  return { id: `${GROUP}/Microsoft.Compute/virtualMachines/${name}`, name };
}

const LINES: Readonly<Partial<Record<GateDemand['rule'], number>>> = {
  protected: 7,
  'last-point-max-age': 8,
  'keys-usable': 10,
  immutability: 14,
};

/** A demand of the sample's file. */
export function gateDemand(
  rule: GateDemand['rule'],
  outcome: GateDemand['outcome'],
  more: Partial<GateDemand> = {},
): GateDemand {
  return {
    rule,
    block: 'production',
    requirement: rule === 'last-point-max-age' ? `${rule}: 26h` : rule,
    line: LINES[rule] ?? 1,
    column: 7,
    outcome,
    reason: `VM001: ${rule}`,
    known: false,
    waiver: null,
    fingerprint: '5b0f7c1e-2f43-5c5b-8f0e-000000000001',
    ...more,
  };
}

const WAIVER = {
  reason: 'the vault becomes immutable in March',
  expires: '2027-03-01T00:00:00Z',
  line: 20,
  expired: false,
};

/** Every outcome. */
export const GATE_SAMPLE: GateDocument = {
  kind: 'gate',
  schemaVersion: 1,
  file: 'azbackup.gate.yaml',
  verdict: 'not-met',
  unknown: 'fail',
  baseline: null,
  items: [
    {
      vm: gateVm('VM001'),
      outcome: 'not-met',
      results: [
        gateDemand('protected', 'not-met', { reason: 'VM001 is not protected' }),
        gateDemand('keys-usable', 'unknown', {
          reason: 'whether the keys and secrets of VM001 are in place could not be read',
          fingerprint: '5b0f7c1e-2f43-5c5b-8f0e-000000000002',
        }),
      ],
    },
    {
      vm: gateVm('VM005'),
      outcome: 'met',
      results: [
        gateDemand('protected', 'met', {
          reason: 'VM005 is protected in rsv-prod',
          fingerprint: '5b0f7c1e-2f43-5c5b-8f0e-000000000003',
        }),
        gateDemand('keys-usable', 'not-applicable', {
          reason: 'VM005 has no keys of Azure Disk Encryption',
          fingerprint: '5b0f7c1e-2f43-5c5b-8f0e-000000000004',
        }),
        gateDemand('immutability', 'waived', {
          reason: 'vault rsv-prod is not immutable',
          waiver: WAIVER,
          fingerprint: '5b0f7c1e-2f43-5c5b-8f0e-000000000005',
        }),
      ],
    },
  ],
  waivers: [
    {
      rule: 'immutability',
      scope: 'VM005',
      reason: WAIVER.reason,
      expires: WAIVER.expires,
      line: WAIVER.line,
      state: 'in-use',
    },
  ],
  summary: {
    total: 2,
    outcomes: { 'not-met': 1, met: 1 },
    results: { 'not-met': 1, unknown: 1, met: 1, 'not-applicable': 1, waived: 1 },
    known: 0,
  },
};

/** A first file. */
export const GATE_INIT_SAMPLE: GateInitDocument = {
  kind: 'gate-init',
  schemaVersion: 1,
  file: 'azbackup.gate.yaml',
  items: [
    { rule: 'protected', outcome: 'active', requirement: 'protected: true', missed: 0, unknown: 0 },
    {
      rule: 'immutability',
      outcome: 'commented',
      requirement: 'immutability: true',
      missed: 3,
      unknown: 0,
    },
  ],
  summary: { total: 16, outcomes: { demanded: 1, commented: 1 } },
};
