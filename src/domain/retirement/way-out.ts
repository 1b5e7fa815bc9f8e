// The way out of a machine that Azure Disk Encryption encrypts ("Migrate from Azure Disk Encryption to encryption at
// host"). There is none in place: the mark of ADE survives decryption, snapshots and copies, so every way that keeps the
// data ends in disks that are uploaded anew, and in a new machine.

import type { Encryption } from '../encryption/encryption.js';
import type { VirtualMachine } from '../virtual-machine.js';
import type { EncryptedVolumes } from './encrypted-volumes.js';

/** The ways out, and where none is needed or known. */
export const WAYS_OUT = [
  /** Decrypt the machine, copy its disks by upload, build a new machine on them. */
  'decrypt-then-upload',
  /** ADE cannot be taken off the OS disk of Linux: build the machine anew, move its data. */
  'rebuild',
  /** The machine comes from a model or a pool: have it made anew. */
  'redeploy',
  /** Nothing of ADE is left but recovery points. */
  'points-only',
  'none',
  'unknown',
] as const;

/** A way out. */
export type WayOut = (typeof WAYS_OUT)[number];

/** What a machine is besides itself; undefined for one that stands for itself. */
export type MachineKind = 'scale-set-instance' | 'avd-host';

/** A way with the reason for it, one sentence without full stop. */
export interface WayOutReading {
  readonly way: WayOut;
  readonly reason: string;
}

/** What decides. */
export interface WayOutFacts {
  /** `gone` only where Azure answered that there is no such machine. */
  readonly machine: 'there' | 'gone' | 'unknown';
  readonly osType?: VirtualMachine['osType'];
  readonly encryption?: Encryption;
  readonly volumes?: EncryptedVolumes;
  readonly kind?: MachineKind;
  /** Recovery points with ADE; undefined where they could not be counted. */
  readonly encryptedPoints: number | undefined;
}

/** The way out of a machine, by its facts. */
export function wayOut(facts: WayOutFacts): WayOutReading {
  const { machine, encryption } = facts;
  if (machine === 'unknown') {
    return { way: 'unknown', reason: 'the VM could not be read' };
  }
  if (machine === 'gone') {
    return withoutAde(facts.encryptedPoints, 'the VM does not exist any more');
  }
  if (encryption === undefined || encryption.kind === 'unrecognised') {
    const what = encryption === undefined ? 'its disks' : encryption.what;
    return { way: 'unknown', reason: `its encryption is not known: ${what}` };
  }
  return encryption.kind === 'ade'
    ? withAde(facts)
    : withoutAde(facts.encryptedPoints, 'its disks are not encrypted with ADE');
}

function withoutAde(encryptedPoints: number | undefined, reason: string): WayOutReading {
  if (encryptedPoints === undefined) {
    return { way: 'unknown', reason: `${reason}; its recovery points could not be read` };
  }
  return encryptedPoints === 0
    ? { way: 'none', reason }
    : { way: 'points-only', reason: `${reason}, but recovery points with ADE are left` };
}

function withAde({ osType, volumes, kind }: WayOutFacts): WayOutReading {
  if (kind === 'scale-set-instance') {
    return { way: 'redeploy', reason: 'it is an instance of a scale set' };
  }
  if (kind === 'avd-host') {
    return { way: 'redeploy', reason: 'it is a session host of Azure Virtual Desktop' };
  }
  if (osType === 'Windows') {
    return { way: 'decrypt-then-upload', reason: 'Windows can be decrypted' };
  }
  switch (volumes?.os) {
    case true:
      return { way: 'rebuild', reason: 'the OS disk of Linux cannot be decrypted' };
    case false:
      return {
        way: 'decrypt-then-upload',
        reason: 'only data disks are encrypted; on Linux these can be decrypted',
      };
    case undefined:
      return { way: 'unknown', reason: 'whether the OS disk is encrypted is not known' };
  }
}
