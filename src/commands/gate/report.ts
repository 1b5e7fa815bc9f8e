// Judges what was read by the rules of a gate file, and puts it into the result document.

import { judge } from '../../domain/gate/judge.js';
import { outcomeOf, outcomeOfMachine, verdictOfGate } from '../../domain/gate/outcome.js';
import { isExpired, waiverFor } from '../../domain/gate/waiver.js';
import { idKey } from '../../domain/resource-id.js';
import type { Instant } from '../../domain/time/instant.js';
import type { GuidOf } from '../context.js';
import { countOutcomes, resourceDocument } from '../results/machines.js';
import type { GateBlock, GateFile, PlacedDemand, PlacedWaiver } from './file.js';
import type { GatedMachine } from './gather.js';
import type { GateDemand, GateDocument, GateItem } from './result.js';

/** What the judgement depends on besides the machines. */
export interface GateQuestion {
  /** The name of the file. */
  readonly name: string;
  readonly file: GateFile;
  readonly now: Instant;
  readonly guidOf: GuidOf;
  /** Fingerprints of misses that are known. */
  readonly baseline?: { readonly name: string; readonly known: ReadonlySet<string> } | undefined;
}

/** The document. */
export function gateDocument(
  question: GateQuestion,
  machines: readonly GatedMachine[],
): GateDocument {
  const { name, file, baseline } = question;
  const used = new Set<PlacedWaiver>();
  const items = machines.map((machine) => itemOf(question, machine, used));
  const results = items.flatMap((item) => item.results);
  return {
    kind: 'gate',
    schemaVersion: 1,
    file: name,
    verdict: verdictOfGate(results, file.unknown),
    unknown: file.unknown,
    baseline: baseline?.name ?? null,
    items,
    waivers: file.waivers.map((waiver) => ({
      rule: waiver.rule,
      scope: waiver.scope,
      reason: waiver.reason,
      expires: waiver.expires,
      line: waiver.line,
      state: isExpired(waiver, question.now) ? 'expired' : used.has(waiver) ? 'in-use' : 'unused',
    })),
    summary: {
      total: items.length,
      outcomes: countOutcomes(items),
      results: countOutcomes(results),
      known: results.filter(({ known }) => known).length,
    },
  };
}

function itemOf(
  question: GateQuestion,
  { target, blocks, facts }: GatedMachine,
  used: Set<PlacedWaiver>,
): GateItem {
  const results = blocks.flatMap((block) =>
    block.demands.map((placed) => {
      const judgement = judge(facts, placed.demand);
      const { rule } = placed.demand;
      const { file, now } = question;
      const effect = waiverFor(file.waivers, { rule, vm: target, judgement, now });
      if (effect.kind === 'waived') {
        used.add(effect.waiver);
      }
      return demandOf(question, { target, block, placed }, judgement, effect);
    }),
  );
  return {
    vm: resourceDocument(target.id, target.name),
    outcome: outcomeOfMachine(results.map(({ outcome }) => outcome)),
    results,
  };
}

function demandOf(
  { guidOf, baseline }: GateQuestion,
  { target, block, placed }: Demanded,
  { verdict, reason }: ReturnType<typeof judge>,
  effect: ReturnType<typeof waiverFor<PlacedWaiver>>,
): GateDemand {
  const { demand, text, line, column } = placed;
  const outcome = outcomeOf(verdict, effect.kind === 'waived');
  const fingerprint = guidOf(`gate ${demand.rule} ${idKey(target.id)} ${block.name}`);
  return {
    rule: demand.rule,
    block: block.name,
    requirement: text,
    line,
    column,
    outcome,
    reason,
    known: outcome === 'not-met' && baseline?.known.has(fingerprint) === true,
    waiver:
      effect.kind === 'none'
        ? null
        : {
            reason: effect.waiver.reason,
            expires: effect.waiver.expires,
            line: effect.waiver.line,
            expired: effect.kind === 'expired',
          },
    fingerprint,
  };
}

/** A demand of a block on a machine. */
interface Demanded {
  readonly target: GatedMachine['target'];
  readonly block: GateBlock;
  readonly placed: PlacedDemand;
}
