// Whether ADE encrypts a VM's disks, from four sources that each see a part: the VM's model (dual pass
// alone), the instance view (running VMs alone), the managed disks (always, where readable) and the
// extension (what was asked for). Which source shows what: recording vm-get-instanceview.ade-encrypted,
// OpenAPI definitions EncryptionSettingsCollection and DiskEncryptionSettings.

import { adeSetting, type AdeExtension, type AdeLinuxProgress } from './ade-extension.js';
import type {
  AdeEncryption,
  AdeState,
  EncryptionEvidence,
  KeyVaultObjectRef,
  UnreadableSettings,
} from './encryption.js';
import type { Fact } from '../fact.js';
import { objectKey, parseKeyVaultUrl, type KeyVaultCollection } from '../keys/key-vault-url.js';
import { sameName } from '../resource-id.js';
import type {
  AttachedDisk,
  EncryptionSettings,
  ManagedDisk,
  VirtualMachine,
} from '../virtual-machine.js';

/** A disk as the VM lists it, with the managed disk behind it. */
export interface DiskFacts {
  readonly attached: AttachedDisk;
  readonly disk: Fact<ManagedDisk>;
}

/** What the sources say of one disk. */
interface DiskSight {
  readonly name: string;
  readonly role: AttachedDisk['role'];
  /** Settings in force, of the managed disk where it tells, else of the instance view. */
  readonly settings: readonly EncryptionSettings[];
  /** Undefined when no source tells. */
  readonly encrypted: boolean | undefined;
  /** Word after `EncryptionState/`, lower-cased. */
  readonly stateWord: string | undefined;
  /** ADE's settings version, such as `1.1`. */
  readonly version: string | undefined;
  readonly evidence: readonly EncryptionEvidence[];
}

/** ADE on the VM, or undefined when no source shows it. */
export function detectAde(
  vm: VirtualMachine,
  disks: readonly DiskFacts[],
  extension: AdeExtension | undefined,
): AdeEncryption | undefined {
  const sights = disks
    .filter(({ attached }) => attached.source.kind !== 'ephemeral')
    .map((disk) => sightOf(vm, disk));
  const model = vm.modelEncryption?.enabled === true ? vm.modelEncryption : undefined;
  const onDisks = model !== undefined || sights.some(({ encrypted }) => encrypted === true);
  if (!onDisks && !isUnderWay(extension, allReadBare(disks, sights))) {
    return undefined;
  }
  const owned = [
    ...(model === undefined ? [] : [{ subject: vm.name, settings: model }]),
    ...sights.flatMap((sight) =>
      sight.settings.map((each) => ({ subject: sight.name, settings: each })),
    ),
  ];
  const settings = owned.map((each) => each.settings);
  return {
    kind: 'ade',
    pass: passOf(model, sights, extension),
    state: stateOf(model !== undefined, sights, extension),
    secrets: distinct(settings.flatMap(secretOf)),
    keys: distinct([
      ...settings.flatMap(keyOf),
      ...(settings.length === 0 ? announcedKeys(extension) : []),
    ]),
    unreadable: owned.flatMap(({ subject, settings: each }) => unreadableIn(subject, each)),
    disks: disks.some(({ attached }) => attached.source.kind === 'unmanaged')
      ? 'unmanaged'
      : 'managed',
    evidence: [
      ...modelEvidence(vm),
      ...sights.flatMap((sight) => sight.evidence),
      ...extensionEvidence(vm, extension),
    ],
  };
}

/**
 * Asked to encrypt, or not done with decrypting: even without settings on a disk this is ADE at work. Unless it says that
 * it has encrypted and every disk was read and says otherwise: such an extension is left over from other disks.
 */
function isUnderWay(extension: AdeExtension | undefined, bare: boolean): boolean {
  const done = extension?.outcome === 'done';
  return (
    (extension?.operation === 'enable' && !(done && bare)) ||
    (extension?.operation === 'disable' && !done)
  );
}

/** Blobs say nothing of themselves, so machines on unmanaged disks never count as read. */
function allReadBare(disks: readonly DiskFacts[], sights: readonly DiskSight[]): boolean {
  const lasting = disks.filter(({ attached }) => attached.source.kind !== 'ephemeral');
  return (
    lasting.length > 0 &&
    lasting.every(({ disk }) => disk.status === 'known') &&
    sights.every(({ encrypted }) => encrypted === false)
  );
}

function sightOf(vm: VirtualMachine, disk: DiskFacts): DiskSight {
  const running = instanceSight(vm, disk.attached.name);
  const stored = storedSight(disk);
  return {
    name: disk.attached.name,
    role: disk.attached.role,
    settings: settingsInForce(stored, running),
    encrypted:
      running === undefined && stored === undefined
        ? undefined
        : running?.encrypted === true || stored?.encrypted === true,
    stateWord: running?.stateWord,
    version: stored?.version,
    evidence: [...(running?.evidence ?? []), ...(stored?.evidence ?? [])],
  };
}

/**
 * Managed disks that no source shows as encrypted. Dual pass leaves no trace on data disks, so that there a
 * disk counts only where the instance view shows it.
 */
export function disksWithoutAde(vm: VirtualMachine, disks: readonly DiskFacts[]): DiskFacts[] {
  const isDual = vm.modelEncryption?.enabled === true;
  return disks.filter(
    (each) =>
      each.disk.status === 'known' &&
      sightOf(vm, each).encrypted === false &&
      (!isDual || instanceSight(vm, each.attached.name) !== undefined),
  );
}

type SourceSight = Omit<DiskSight, 'name' | 'role'>;

/** The disk's own settings are what a VM starts with; the instance view may lag behind them. */
function settingsInForce(
  stored: SourceSight | undefined,
  running: SourceSight | undefined,
): readonly EncryptionSettings[] {
  return stored !== undefined && stored.settings.length > 0
    ? stored.settings
    : (running?.settings ?? []);
}

/** What the instance view says of a disk; undefined when it does not show it. */
function instanceSight(vm: VirtualMachine, diskName: string): SourceSight | undefined {
  const instance = vm.instanceView?.disks.find(({ name }) => sameName(name, diskName));
  if (instance === undefined) {
    return undefined;
  }
  const settings = instance.encryptionSettings.filter(({ enabled }) => enabled);
  const stateWord = instance.statusCodes
    .map((code) => /^EncryptionState\/(?<word>\w+)$/iu.exec(code)?.groups?.['word']?.toLowerCase())
    .find((word) => word !== undefined);
  const encrypted = settings.length > 0 || (stateWord !== undefined && ENCRYPTED.has(stateWord));
  return {
    settings,
    encrypted,
    stateWord,
    version: undefined,
    evidence: encrypted ? [seen('instance-view', diskName, settings, stateWord)] : [],
  };
}

/** What the managed disk says of itself; undefined when there is none or it could not be read. */
function storedSight({ attached, disk }: DiskFacts): SourceSight | undefined {
  if (disk.status !== 'known') {
    return undefined;
  }
  const ade = disk.value.adeSettings;
  if (ade?.enabled !== true) {
    return {
      settings: [],
      encrypted: false,
      stateWord: undefined,
      version: undefined,
      evidence: [],
    };
  }
  const { settings, version } = ade;
  return {
    settings,
    encrypted: true,
    stateWord: undefined,
    version,
    evidence: [seen('managed-disk', attached.name, settings, `settings version ${version}`)],
  };
}

/** States in which ADE has a hold on the disk's content. */
const ENCRYPTED = new Set([
  'encrypted',
  'encryptioninprogress',
  'decryptioninprogress',
  'vmrestartpending',
]);

function seen(
  source: EncryptionEvidence['source'],
  subject: string,
  settings: readonly EncryptionSettings[],
  detail: string | undefined,
): EncryptionEvidence {
  const secret = settings.find(({ secretUrl }) => secretUrl !== undefined)?.secretUrl;
  const parts = ['ADE is on', detail, secret === undefined ? undefined : `BEK ${secret}`];
  return {
    source,
    subject,
    statement: parts.filter((part) => part !== undefined).join(', '),
  };
}

function modelEvidence(vm: VirtualMachine): readonly EncryptionEvidence[] {
  const { modelEncryption, name } = vm;
  return modelEncryption?.enabled === true
    ? [seen('vm-model', name, [modelEncryption], 'settings in the VM model (dual pass)')]
    : [];
}

/** What the extension adds to the verdict, for ADE and for what is left of it. */
export function extensionEvidence(
  vm: VirtualMachine,
  ade: AdeExtension | undefined,
): readonly EncryptionEvidence[] {
  if (ade === undefined) {
    return [];
  }
  const { extension, progress } = ade;
  const operation = adeSetting(extension, 'EncryptionOperation') ?? 'no operation';
  const words = [
    `${extension.type} ${extension.typeHandlerVersion}`,
    `${operation}: ${extension.provisioningState}`,
    ...(progress?.os === undefined ? [] : [`os ${progress.os}`]),
    ...(progress?.data === undefined ? [] : [`data ${progress.data}`]),
  ];
  return [
    {
      source: 'ade-extension',
      subject: `${vm.name}/${extension.name}`,
      statement: words.join(', '),
    },
  ];
}

/** Settings on a disk say which flavour wrote them; without any the extension's version tells. */
function passOf(
  model: EncryptionSettings | undefined,
  sights: readonly DiskSight[],
  extension: AdeExtension | undefined,
): 'single' | 'dual' {
  if (model !== undefined) {
    return 'dual';
  }
  const version = sights.find((sight) => sight.version !== undefined)?.version;
  if (version !== undefined) {
    return version.trim() === '1.0' ? 'dual' : 'single';
  }
  return extension?.pass ?? 'single';
}

function stateOf(
  inModel: boolean,
  sights: readonly DiskSight[],
  extension: AdeExtension | undefined,
): AdeState {
  const words = [
    ...sights.flatMap(({ stateWord }) => stateWord ?? []),
    ...progressWords(extension?.progress),
  ];
  if (words.includes('decryptioninprogress')) {
    return 'decrypting';
  }
  if (words.includes('encryptioninprogress') || words.includes('vmrestartpending')) {
    return 'encrypting';
  }
  if (extension?.operation === 'disable') {
    return extension.outcome === 'failed' ? 'failed' : 'decrypting';
  }
  return enabledState(inModel, sights, extension);
}

function enabledState(
  inModel: boolean,
  sights: readonly DiskSight[],
  extension: AdeExtension | undefined,
): AdeState {
  const bare = sights.some(({ encrypted }) => encrypted === false);
  const held = inModel || sights.some(({ encrypted }) => encrypted === true);
  const confirmed = sights.every(({ stateWord }) => stateWord === 'encrypted');
  if (extension?.outcome === 'failed' && !(held && confirmed)) {
    return 'failed';
  }
  if (extension?.outcome === 'running' && !(held && confirmed)) {
    return 'encrypting';
  }
  if (!held) {
    // Asked for and reported done: the disks say otherwise, or (deallocated, unmanaged) say nothing.
    return bare ? 'encrypting' : 'encrypted';
  }
  return bare || isPartly(extension?.progress, sights) ? 'partly-encrypted' : 'encrypted';
}

/** Linux reports its data volumes as not encrypted even where there are none. */
function isPartly(progress: AdeLinuxProgress | undefined, sights: readonly DiskSight[]): boolean {
  const words = progressWords(progress);
  const hasData = sights.some(({ role }) => role === 'data');
  return hasData && words.includes('encrypted') && words.includes('notencrypted');
}

function progressWords(progress: AdeLinuxProgress | undefined): readonly string[] {
  return [progress?.os, progress?.data].flatMap((word) => word?.toLowerCase() ?? []);
}

/** Every setting has a secret; one that names the key vault of a KEK, or a KEK, has a key. */
function unreadableIn(subject: string, settings: EncryptionSettings): UnreadableSettings[] {
  const { secretUrl, keyUrl, keyVaultId } = settings;
  const hasKey = keyUrl !== undefined || keyVaultId !== undefined;
  return [
    ...(secretOf(settings).length > 0
      ? []
      : [{ kind: 'secrets' as const, subject, text: secretUrl ?? '' }]),
    ...(!hasKey || keyOf(settings).length > 0
      ? []
      : [{ kind: 'keys' as const, subject, text: keyUrl ?? '' }]),
  ];
}

function secretOf({ secretUrl, secretVaultId }: EncryptionSettings): KeyVaultObjectRef[] {
  return referTo('secrets', secretUrl, secretVaultId);
}

function keyOf({ keyUrl, keyVaultId }: EncryptionSettings): KeyVaultObjectRef[] {
  return referTo('keys', keyUrl, keyVaultId);
}

/** Until settings appear on a disk, the KEK is known only from what the extension was told. */
function announcedKeys(ade: AdeExtension | undefined): readonly KeyVaultObjectRef[] {
  return ade === undefined
    ? []
    : referTo(
        'keys',
        adeSetting(ade.extension, 'KeyEncryptionKeyURL'),
        adeSetting(ade.extension, 'KekVaultResourceId'),
      );
}

function referTo(
  kind: KeyVaultCollection,
  url: string | undefined,
  vaultId: string | undefined,
): KeyVaultObjectRef[] {
  const parsed = url === undefined ? undefined : parseKeyVaultUrl(url, vaultId);
  if (parsed?.collection !== kind) {
    return [];
  }
  const { collection: _, ...ref } = parsed;
  return [ref];
}

function distinct(refs: readonly KeyVaultObjectRef[]): readonly KeyVaultObjectRef[] {
  const keys = refs.map(objectKey);
  return refs.filter((_, at) => keys.indexOf(keys[at] ?? '') === at);
}
