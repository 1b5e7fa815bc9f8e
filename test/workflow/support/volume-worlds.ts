// Worlds with a Windows machine whose data volume has a BEK secret of its own, and what became of that secret.

import type { VaultSecret } from '../../../src/sandbox/providers/key-vault-data/state.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { defaultWorld } from '../../support/run-cli.js';
import { allowOperator, contents } from './key-world.js';
import { addKind, KIND_KEY_VAULT, type Kind } from '../restore/restore-kinds.js';

const KIND: Kind = { osType: 'Windows', ade: 'kek', dataDiskSizesGB: [32] };

/** The secret of the data volume. */
export function volumeSecret(world: WorldState): VaultSecret {
  const found = contents(world, KIND_KEY_VAULT).secrets.find(({ versions }) =>
    versions.some(({ tags }) => tags['VolumeLetter'] === 'F:\\'),
  );
  if (found === undefined) {
    throw new Error('the data volume has no secret of its own');
  }
  return found;
}

function deletion(world: WorldState): NonNullable<VaultSecret['deletion']> {
  const now = Math.floor(world.nowMilliseconds / 1000);
  return { deletedSeconds: now - 60, scheduledPurgeSeconds: now + 7 * 86_400 };
}

/** What became of what the data volume needs. */
const VOLUME_KEY_STATES = {
  there: (world) => {
    volumeSecret(world);
  },
  'soft-deleted': (world) => {
    allowOperator(world, KIND_KEY_VAULT, { secrets: ['recover'] });
    volumeSecret(world).deletion = deletion(world);
  },
  'kek-soft-deleted': (world) => {
    allowOperator(world, KIND_KEY_VAULT, { keys: ['recover'] });
    for (const key of contents(world, KIND_KEY_VAULT).keys) {
      key.deletion = deletion(world);
    }
  },
  disabled: (world) => {
    for (const version of volumeSecret(world).versions) {
      version.enabled = false;
    }
  },
  purged: (world) => {
    const { name } = volumeSecret(world);
    delete world.keyVaultData[KIND_KEY_VAULT]?.secrets[name.toLowerCase()];
  },
} as const satisfies Readonly<Record<string, (world: WorldState) => void>>;

/** The default world with such a machine, VM300. */
export function worldWhere(
  state: keyof typeof VOLUME_KEY_STATES,
  kind: Partial<Kind> = {},
): WorldState {
  const world = defaultWorld();
  addKind(world, { ...KIND, ...kind });
  VOLUME_KEY_STATES[state](world);
  return world;
}
