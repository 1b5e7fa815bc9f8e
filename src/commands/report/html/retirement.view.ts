// The section on the retirement of ADE: the ways out, until when VMs have points with ADE, and the policies that make
// points which outlive it.

import { formatInstant } from '../../../output/instants.js';
import type { RetirementInventoryItem } from '../../retirement/inventory.result.js';
import { volumesCell, WAY_OUT_WORDS } from '../../retirement/inventory.view.js';
import {
  pointExpiry,
  POLICY_VERDICTS,
  REMEDIES,
  untilWords,
} from '../../retirement/points.view.js';
import type { ReportDocument } from '../result.js';
import { legend, stackedBar } from './charts.js';
import { countdown } from './countdown.js';
import { markup, type Content } from './markup.js';
import {
  countedFigure,
  figure,
  fold,
  foldedTable,
  OPEN_ROWS,
  steps,
  table,
  type Label,
  type Section,
} from './pieces.view.js';

/** The section. */
export function retirementSection(document: ReportDocument, label: Label): Section {
  const { inventory, points } = document;
  return {
    id: 'retirement',
    title: 'Retirement of Azure Disk Encryption',
    body: [
      markup`<p>The deadline is ${inventory.deadline.slice(0, 10)}. Recovery points with ADE that are there after it: ${figure('inventory.summary.pointsAfterDeadline', inventory.summary.pointsAfterDeadline)}.</p>
`,
      waysOut(document),
      chart(document),
      policyTable(points.policies),
      outliving(points.items, label),
      machines(inventory.items, label),
    ],
  };
}

type Way = RetirementInventoryItem['outcome'];

const WAYS: readonly Way[] = [
  'rebuild',
  'decrypt-then-upload',
  'redeploy',
  'points-only',
  'unknown',
  'failed',
  'none',
];

function waysOut({ inventory }: ReportDocument): Content {
  const parts = WAYS.map((way) => ({
    label: WAY_OUT_WORDS[way],
    style: `w-${way}`,
    value: inventory.summary.outcomes[way] ?? 0,
  })).filter(({ value }) => value > 0);
  const counts = WAYS.filter((way) => (inventory.summary.outcomes[way] ?? 0) > 0).map((way) =>
    figure(`inventory.summary.outcomes.${way}`, inventory.summary.outcomes[way] ?? 0),
  );
  return [
    markup`<p>Ways out of ${countedFigure('inventory.summary.total', inventory.summary.total, 'VM')}:</p>
`,
    stackedBar(parts),
    legend(parts, counts),
  ];
}

/** How many VMs have points with ADE, as time goes by, if no more were made. */
function chart({ inventory, points: { policies }, time }: ReportDocument): Content {
  const holders = inventory.items.filter(({ protection }) =>
    protection.some(({ expiry, unread }) => expiry !== 'none' || unread !== null),
  );
  if (holders.length === 0) {
    return null;
  }
  const known = holders
    .flatMap(({ protection }) => {
      const isKnown = protection.every(({ expiry }) => expiry === 'at' || expiry === 'none');
      const last = protection
        .flatMap(({ lastExpiry }) => lastExpiry ?? [])
        .toSorted()
        .at(-1);
      return isKnown && last !== undefined ? [last] : [];
    })
    .toSorted();
  const open = holders.length - known.length;
  const first = policies.flatMap(({ from }) => from ?? []).toSorted(byRun)[0];
  return countdown(
    `VMs with recovery points with ADE, from ${holders.length} today to ${open} after ${(known.at(-1) ?? time).slice(0, 10)}, if no more were made`,
    'VMs with recovery points with ADE, if no more points were made:',
    { ends: known, open, labels: ['with a known last expiry', 'without one'] },
    {
      from: time,
      marks: [
        { time: inventory.deadline, label: 'ADE retires', style: 'fail' },
        ...(first === undefined || first.run < time
          ? []
          : [{ time: first.run, label: `points outlive it from ${first.day}`, style: 'warn' }]),
      ],
    },
  );
}

function byRun(left: { readonly run: string }, right: { readonly run: string }): number {
  return left.run < right.run ? -1 : 1;
}

function policyTable(all: ReportDocument['points']['policies']): Content {
  const changes = all.flatMap(({ change }) => change ?? []);
  return all.length === 0
    ? null
    : [
        markup`<h3>Policies, and from which day on their points outlive ADE</h3>
`,
        table(
          'Policies and the first day whose points outlive ADE',
          [
            { header: 'Policy' },
            { header: 'Vault' },
            { header: 'VMs with ADE', isNumber: true },
            { header: 'From' },
            { header: 'By its' },
            { header: 'Change', isWide: true },
          ],
          all.map(({ policy, vault, machines: count, from, verdict }) => [
            policy.name,
            vault.name,
            count,
            from?.day ?? '-',
            from === null ? '-' : `${from.rule} retention`,
            POLICY_VERDICTS[verdict],
          ]),
        ),
        ...changes.map(({ command, until }) => [steps([command]), untilWords(until)]),
      ];
}

function outliving(all: ReportDocument['points']['items'], label: Label): Content {
  return foldedTable(`Recovery points that outlive ADE: ${all.length}`, {
    name: 'Recovery points that outlive ADE',
    columns: [
      { header: 'VM' },
      { header: 'Point' },
      { header: 'Time (UTC)' },
      { header: 'Expiry' },
      { header: 'Vault' },
      { header: 'Remains', isWide: true },
    ],
    rows: all.map((item) => [
      label(item.vm),
      item.name,
      formatInstant(item.time, { terminal: true }).slice(0, 16),
      pointExpiry(item, { terminal: true }),
      item.vault.name,
      REMEDIES[item.remedy],
    ]),
  });
}

function machines(items: readonly RetirementInventoryItem[], label: Label): Content {
  return WAYS.map((way) => {
    const some = items.filter(({ outcome }) => outcome === way);
    return some.length === 0
      ? null
      : fold(
          markup`${WAY_OUT_WORDS[way]}: ${some.length}`,
          machineTable(way, some, label),
          some.length <= OPEN_ROWS && way !== 'none',
        );
  });
}

function machineTable(way: Way, items: readonly RetirementInventoryItem[], label: Label): Content {
  return table(
    `VMs, ${WAY_OUT_WORDS[way]}`,
    [
      { header: 'VM' },
      { header: 'OS' },
      { header: 'Volumes' },
      { header: 'Pass' },
      { header: 'Points with ADE', isNumber: true },
      { header: 'Last expiry (UTC)' },
      { header: 'Reason', isWide: true },
    ],
    items.map(({ vm, osType, ade, protection, reason }) => [
      label(vm),
      osType ?? '-',
      volumesCell(ade),
      ade?.pass ?? '-',
      protection.some(({ encryptedPoints }) => encryptedPoints === null)
        ? '?'
        : protection.reduce((sum, { encryptedPoints }) => sum + (encryptedPoints ?? 0), 0),
      protection
        .map(({ expiry, lastExpiry }) =>
          lastExpiry === null ? expiry : formatInstant(lastExpiry, { terminal: true }).slice(0, 16),
        )
        .join(', ') || '-',
      reason,
    ]),
  );
}
