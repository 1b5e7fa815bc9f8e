import { describe, expect, it } from 'vitest';
import type { DiskFacts } from '../../../../src/domain/encryption/ade-detection.js';
import type { Encryption } from '../../../../src/domain/encryption/encryption.js';
import {
  bareDataDisks,
  encryptedVolumes,
  volumesWord,
} from '../../../../src/domain/retirement/encrypted-volumes.js';
import {
  wayOut,
  type WayOutFacts,
  type WayOut,
} from '../../../../src/domain/retirement/way-out.js';
import { BEK_ONLY, aDisk, aVm, type MachineBuilder } from '../../../support/facts-builder.js';

const ADE: Encryption = {
  kind: 'ade',
  pass: 'single',
  state: 'encrypted',
  secrets: [],
  keys: [],
  unreadable: [],
  disks: 'managed',
  evidence: [],
};
const PLATFORM: Encryption = {
  kind: 'platform-key',
  diskEncryptionSetIds: [],
  residue: 'extension-left-behind',
  evidence: [],
};
const STRANGE: Encryption = { kind: 'unrecognised', what: 'disk os', evidence: [] };

describe('the way out of a machine', () => {
  const linux = (os: boolean | undefined): Partial<WayOutFacts> => ({
    osType: 'Linux',
    volumes: { os, data: true },
  });

  it.each<[string, Partial<WayOutFacts>, WayOut]>([
    ['Windows', { osType: 'Windows', volumes: { os: true, data: true } }, 'decrypt-then-upload'],
    ['Linux, data disks only', linux(false), 'decrypt-then-upload'],
    ['Linux, OS disk', linux(true), 'rebuild'],
    ['Linux, nobody knows', linux(undefined), 'unknown'],
    ['a scale set', { ...linux(true), kind: 'scale-set-instance' }, 'redeploy'],
    ['a session host', { osType: 'Windows', kind: 'avd-host' }, 'redeploy'],
    ['gone, with points', { machine: 'gone' }, 'points-only'],
    ['gone, without', { machine: 'gone', encryptedPoints: 0 }, 'none'],
    ['gone, points not read', { machine: 'gone', encryptedPoints: undefined }, 'unknown'],
    ['not read', { machine: 'unknown' }, 'unknown'],
    ['decrypted, with points', { encryption: PLATFORM }, 'points-only'],
    ['never encrypted', { encryption: PLATFORM, encryptedPoints: 0 }, 'none'],
    ['an encryption that nobody knows', { encryption: STRANGE }, 'unknown'],
  ])('%s', (_, more, way) => {
    const facts: WayOutFacts = { machine: 'there', encryption: ADE, encryptedPoints: 3, ...more };
    expect(wayOut(facts).way).toBe(way);
  });

  it.each([
    [true, true, 'all'],
    [true, false, 'os'],
    [false, true, 'data'],
    [false, false, 'none'],
    [undefined, true, 'unknown'],
    [true, undefined, 'unknown'],
  ])('volumes: OS %s, data %s is %s', (os, data, word) => {
    expect(volumesWord({ os, data })).toBe(word);
  });
});

describe('which volumes are encrypted', () => {
  const adeSettings = { enabled: true, version: '1.1', settings: [BEK_ONLY] };
  const disk = (role: 'os' | 'data', encrypted: boolean): DiskFacts => {
    const { attached, disk: fact } = aDisk(role, `VM001_${role}`, 64);
    return fact.status === 'known' && encrypted
      ? { attached, disk: { ...fact, value: { ...fact.value, adeSettings } } }
      : { attached, disk: fact };
  };
  const both = (os: boolean, data: boolean): MachineBuilder =>
    aVm()
      .linux()
      .withDisks([disk('os', os), disk('data', data)]);
  const reporting = (machine: MachineBuilder, substatus: string): MachineBuilder =>
    machine.withAdeExtension().withInstanceView({
      extensions: [
        {
          name: 'any',
          type: 'Microsoft.Azure.Security.AzureDiskEncryptionForLinux',
          typeHandlerVersion: '1.4.0.5',
          statuses: [],
          substatusMessages: [substatus],
        },
      ],
    });
  const asked = (VolumeType: string): MachineBuilder =>
    aVm()
      .linux()
      .withAdeExtension({ settings: { EncryptionOperation: 'EnableEncryption', VolumeType } });

  it.each<[string, MachineBuilder, string]>([
    ['both disks', both(true, true), 'all'],
    ['the OS disk', both(true, false), 'os'],
    ['the data disk', both(false, true), 'data'],
    [
      'the extension',
      reporting(both(false, true), '{"os":"NotEncrypted","data":"Encrypted"}'),
      'data',
    ],
    [
      'the extension against the disks',
      reporting(both(true, true), '{"os":"NotEncrypted","data":"Encrypted"}'),
      'unknown',
    ],
    ['what was asked for, where nothing else tells', asked('OS'), 'os'],
    ['nothing at all', aVm().linux(), 'unknown'],
  ])('by %s', (_, { vm, disks }, word) => {
    expect(volumesWord(encryptedVolumes(vm, disks))).toBe(word);
  });

  it.each<[string, MachineBuilder, readonly string[]]>([
    ['all are encrypted', both(true, true), []],
    ['no data disk is', both(true, false), []],
    [
      'one was attached later',
      aVm()
        .linux()
        .withDisks([disk('os', true), disk('data', true), aDisk('data', 'later', 8)]),
      ['later'],
    ],
    [
      'dual pass is deallocated, and nothing is seen of its data disks',
      aVm()
        .linux()
        .with({ modelEncryption: { ...BEK_ONLY, enabled: true } })
        .withAdeExtension({ settings: { VolumeType: 'All' } })
        .withDisks([disk('os', true), aDisk('data', 'VM001_data', 8)]),
      [],
    ],
  ])('disks that ADE has left out, where %s', (_, { vm, disks }, names) => {
    expect(bareDataDisks(vm, disks, encryptedVolumes(vm, disks))).toEqual(names);
  });
});
