// Puts domain values into the pieces that result documents are made of.

import type { Encryption } from '../../domain/encryption/encryption.js';
import { valueOf } from '../../domain/fact.js';
import { nameOf, type ResourceId } from '../../domain/resource-id.js';
import type { VirtualMachine } from '../../domain/virtual-machine.js';
import { AzbackupError } from '../../errors/azbackup-error.js';
import { EXIT_CODES } from '../../errors/exit-code.js';
import type {
  EncryptionDocument,
  FindingDocument,
  ItemErrorDocument,
  ResourceDocument,
} from './parts.js';
import type { Finding } from '../../preflight/check.js';
import type { EvaluatedMachine } from '../evaluated-machines.js';

/** Id and name of a resource. */
export function resourceDocument(id: ResourceId, name = nameOf(id)): ResourceDocument {
  return { id, name };
}

/** What results on machines have in common. */
export interface MachineDocument {
  readonly vm: ResourceDocument;
  readonly osType: VirtualMachine['osType'] | null;
  readonly resourceGroup: string | null;
  readonly location: string | null;
  readonly encryption: EncryptionDocument | null;
  readonly vault: ResourceDocument | null;
  readonly policy: string | null;
  readonly findings: FindingDocument[];
}

/** A machine as it was judged; nulls and no findings where its facts could not be had. */
export function machineDocument(machine: EvaluatedMachine): MachineDocument {
  if (machine.status === 'failed') {
    return {
      vm: resourceDocument(machine.target.id, machine.target.name),
      osType: null,
      resourceGroup: null,
      location: null,
      encryption: null,
      vault: null,
      policy: null,
      findings: [],
    };
  }
  const { facts, evaluation } = machine;
  const vault = valueOf(facts.vault);
  return {
    vm: resourceDocument(facts.vm.id, facts.vm.name),
    osType: facts.vm.osType,
    resourceGroup: facts.vm.resourceGroup,
    location: facts.vm.location,
    encryption: encryptionDocument(facts.encryption),
    vault: vault === undefined ? null : resourceDocument(vault.id, vault.name),
    policy: facts.policyName,
    findings: findingDocuments(evaluation.findings),
  };
}

/** How the disks are encrypted. */
export function encryptionDocument(encryption: Encryption): EncryptionDocument {
  const evidence = encryption.evidence.map((entry) => ({ ...entry }));
  if (encryption.kind !== 'ade') {
    return {
      kind: encryption.kind,
      pass: null,
      state: null,
      keyEncryptionKey: null,
      disks: null,
      secrets: [],
      keys: [],
      evidence,
    };
  }
  return {
    kind: 'ade',
    pass: encryption.pass,
    state: encryption.state,
    keyEncryptionKey: encryption.keys.length > 0,
    disks: encryption.disks,
    secrets: encryption.secrets.map(({ url }) => url),
    keys: encryption.keys.map(({ url }) => url),
    evidence,
  };
}

/** Findings as documents; passed ones included, so that scripts see what was looked at. */
export function findingDocuments(findings: readonly Finding[]): FindingDocument[] {
  return findings.map((finding) => ({
    checkId: finding.checkId,
    status: finding.status,
    severity: finding.severity,
    subject: finding.subject,
    summary: finding.summary,
    evidence: [...finding.evidence],
    fix: [...finding.fix],
    docs: finding.docs ?? null,
    ignored: finding.ignored,
  }));
}

/** Why an item failed. Rethrows what is no expected trouble: that is a bug, not an item's outcome. */
export function itemError(error: unknown): ItemErrorDocument {
  if (!(error instanceof AzbackupError)) {
    throw error;
  }
  const { code, kind, azureCode, message, causes, fix } = error.fields;
  return {
    code,
    exitCode: EXIT_CODES[kind],
    azureCode: azureCode ?? null,
    message,
    causes: [...(causes ?? [])],
    fix: [...(fix ?? [])],
  };
}

/** How often each outcome occurs. */
export function countOutcomes(
  items: readonly { readonly outcome: string }[],
): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { outcome } of items) {
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  return counts;
}
