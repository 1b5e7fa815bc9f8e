// Puts the keys and secrets that a recording shows into its world, under the recorded names and versions.

import { z } from 'zod';
import { worldIds } from '../kernel/ids.js';
import type { WorldState } from '../kernel/state.js';
import type { Recording } from './recording.js';

/** A key or secret as answers show it, whole or in a list. */
const shownSchema = z.object({
  id: z.string().optional(),
  kid: z.string().optional(),
  key: z.object({ kid: z.string(), key_ops: z.array(z.string()) }).optional(),
  value: z.string().optional(),
  contentType: z.string().optional(),
  attributes: z
    .object({ enabled: z.boolean(), created: z.number(), updated: z.number() })
    .default({ enabled: true, created: 1_600_000_000, updated: 1_600_000_000 }),
  tags: z.record(z.string(), z.string()).default({}),
});

type Shown = z.infer<typeof shownSchema>;

const OBJECT_URL =
  /^https:\/\/(?<vault>[\w-]+)\.vault\.azure\.net\/(?<kind>keys|secrets)\/(?<name>[\w-]+)(?:\/(?<version>\w+))?$/u;

const ALL_KEY_OPERATIONS = ['encrypt', 'decrypt', 'sign', 'verify', 'wrapKey', 'unwrapKey'];

/** Seeds every object that the recording's answers show. */
export function seedRecordedObjects(state: WorldState, recording: Recording): void {
  const answers = recording.exchanges.map(({ response }) => response.body);
  JSON.stringify(answers, (_key, value: unknown) => {
    const shown = shownSchema.safeParse(value);
    if (shown.success) {
      seedObject(state, shown.data);
    }
    return value;
  });
}

/** Seeds the keys and secrets that disks name and that nobody asks for: answers then tell nothing of them. */
export function seedNamedObjects(state: WorldState, { exchanges }: Recording): void {
  const asked = exchanges.map(({ request }) => request.url.toLowerCase());
  const answers = JSON.stringify(exchanges.map(({ response }) => response.body));
  const urls =
    answers.match(/https:\/\/[\w-]+\.vault\.azure\.net\/(?:keys|secrets)\/[\w-]+\/\w+/gu) ?? [];
  for (const url of new Set(urls)) {
    const object = url.slice(0, url.lastIndexOf('/')).toLowerCase();
    if (!asked.some((each) => each.startsWith(object))) {
      seedObject(state, shownSchema.parse({ id: url }));
    }
  }
}

/** Seeds the version of a key or secret that a URL names, unless it is there. */
export function seedKeyUrl(state: WorldState, url: string): void {
  seedObject(state, shownSchema.parse({ id: url }));
}

function seedObject(state: WorldState, shown: Shown): void {
  const url = OBJECT_URL.exec(urlOf(shown))?.groups;
  if (url === undefined) {
    return;
  }
  const { vault = '', name = '', version, kind } = url;
  const objects = (state.keyVaultData[vault] ??= { keys: {}, secrets: {} });
  const known = (kind === 'keys' ? objects.keys : objects.secrets)[name]?.versions ?? [];
  if (known.some((found) => version === undefined || found.version === version)) {
    return;
  }
  const base = {
    version: version ?? worldIds(state).hex(32),
    enabled: shown.attributes.enabled,
    createdSeconds: shown.attributes.created,
    updatedSeconds: shown.attributes.updated,
    tags: shown.tags,
  };
  if (kind === 'keys') {
    addKeyVersion(objects, name, { ...base, keyOps: shown.key?.key_ops ?? ALL_KEY_OPERATIONS });
  } else {
    addSecretVersion(objects, name, { ...base, ...contentOf(shown) });
  }
}

function urlOf({ id, kid, key }: Shown): string {
  return id ?? kid ?? key?.kid ?? '';
}

function contentOf({ value, contentType }: Shown): Pick<SecretVersion, 'value' | 'contentType'> {
  return {
    value: value ?? 'not recorded',
    ...(contentType === undefined ? {} : { contentType }),
  };
}

type Objects = NonNullable<WorldState['keyVaultData'][string]>;
type KeyVersion = NonNullable<Objects['keys'][string]>['versions'][number];
type SecretVersion = NonNullable<Objects['secrets'][string]>['versions'][number];

function addKeyVersion(
  objects: Objects,
  name: string,
  version: Omit<KeyVersion, 'kty' | 'sizeBits'>,
): void {
  const key = (objects.keys[name] ??= { name, managed: false, versions: [] });
  key.versions.push({ ...version, kty: 'RSA', sizeBits: 2048 });
  key.versions.sort(byAge);
}

function addSecretVersion(objects: Objects, name: string, version: SecretVersion): void {
  const secret = (objects.secrets[name] ??= { name, managed: false, versions: [] });
  secret.versions.push(version);
  secret.versions.sort(byAge);
}

function byAge(left: { createdSeconds: number }, right: { createdSeconds: number }): number {
  return left.createdSeconds - right.createdSeconds;
}
