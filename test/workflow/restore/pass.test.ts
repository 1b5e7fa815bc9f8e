// Whether ADE ran with an application, of points that do not say it: the restored disks tell, then the machine, then the
// user; nobody guesses.
import { describe, expect, it } from 'vitest';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { defaultWorld } from '../../support/run-cli.js';
import { pointsOf } from '../support/key-world.js';
import {
  addAdeApplication,
  addKind,
  deleteMachine,
  KIND_KEY_VAULT,
  type Kind,
} from './restore-kinds.js';
import { errorOf, itemOfRestore, NETWORK, restore, runs } from './restores.js';

const SINGLE: Kind = { osType: 'Linux', ade: 'kek', dataDiskSizesGB: [32] };
const DUAL: Kind = { osType: 'Linux', ade: 'kek', pass: 'DoublePass' };
/** So many that Azure puts no settings on the restored disks. */
const MANY_DISKS: Kind = { ...DUAL, dataDiskSizesGB: Array.from({ length: 17 }, () => 8) };
const GONE: Pick<Kind, 'then'> = { then: (world, { vmId }) => deleteMachine(world, vmId) };
const ARGV = `--vm VM300 --to vm --name VM300R ${NETWORK}`;

function worldOf(kind: Kind, word: string | undefined): WorldState {
  const world = defaultWorld();
  addKind(world, kind);
  for (const point of pointsOf(world, 'VM300')) {
    point.keyAndSecret = structuredClone(point.keyAndSecret);
    const { keyAndSecret } = point;
    if (keyAndSecret !== undefined) {
      delete keyAndSecret.encryptionMechanism;
      Object.assign(keyAndSecret, word === undefined ? {} : { encryptionMechanism: word });
    }
  }
  return world;
}

describe.each([[undefined], ['TriplePass'], ['None']])('points whose mechanism is %s', (word) => {
  it('are restored as their disks say: single pass', async () => {
    const world = worldOf({ ...SINGLE, ...GONE }, word);
    const run = await restore(`${ARGV} --ade-volume-type all`, world);
    expect([run.code, itemOfRestore(run).outcome]).toEqual([0, 'restored']);
    expect(itemOfRestore(run).changes.map(({ type }) => type)).toContain('put-ade-extension');
    expect(runs(world, 'VM300R')).toBe(true);
  });

  it('are restored as the machine says where the disks say nothing: dual pass', async () => {
    const world = worldOf(MANY_DISKS, word);
    const app = addAdeApplication(world, KIND_KEY_VAULT);
    const env = { AZBACKUP_ADE_CLIENT_SECRET: app.secret };
    const run = await restore(`${ARGV} --ade-client-id ${app.clientId}`, world, { env });
    expect([run.code, itemOfRestore(run).outcome]).toEqual([0, 'restored']);
  });
});

describe('a machine that is gone, of whose pass nothing tells', () => {
  it('is asked about once its disks are there, and the answer goes on from them', async () => {
    const world = worldOf({ ...MANY_DISKS, ...GONE }, undefined);
    const app = addAdeApplication(world, KIND_KEY_VAULT);
    const env = { AZBACKUP_ADE_CLIENT_SECRET: app.secret };
    const argv = `${ARGV} --ade-client-id ${app.clientId}`;
    const asked = await restore(argv, world, { env });
    expect(asked.code).toBe(6);
    const { error, changes } = itemOfRestore(asked);
    expect(error).toMatchObject({ code: 'AZB_ADE_PASS_NEEDED' });
    expect(error?.fix.join()).toContain('--ade-pass');
    expect(changes.map(({ type, status }) => [type, status])).toEqual([['restore-disks', 'done']]);
    const run = await restore(`${argv} --ade-pass dual`, world, { env });
    expect([run.code, itemOfRestore(run).outcome]).toEqual([0, 'restored']);
    expect(itemOfRestore(run).changes.map(({ type }) => type)).not.toContain('restore-disks');
  });

  it('is asked about before anything is sent where its disks are blobs, which tell nothing', async () => {
    const world = worldOf({ osType: 'Windows', ade: 'kek', unmanaged: true, ...GONE }, undefined);
    const asked = await restore(ARGV, world);
    expect(asked.code).toBe(2);
    expect(errorOf(asked)).toMatchObject({ code: 'AZB_ADE_PASS_NEEDED' });
    expect(asked.writes).toEqual([]);
    const run = await restore(`${ARGV} --ade-pass single`, world);
    expect([run.code, itemOfRestore(run).outcome]).toEqual([0, 'restored']);
  });
});
