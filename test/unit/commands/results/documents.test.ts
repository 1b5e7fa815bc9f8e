// The machine contract: the keys of every document, written out by hand. A change here is a change of
// the contract and belongs in CHANGELOG.md; keys may be added, none may go.
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { EXIT_CODES } from '../../../../src/errors/exit-code.js';
import { documentSchemas } from '../../../../tools/docs/document-schemas.js';
import { EVERY_KIND } from './sample-documents.js';

const SCHEMAS = await documentSchemas();

const MACHINE = 'vm vm.id vm.name';
const VAULT = 'vault vault.id vault.name';
const ERROR =
  'error error.code error.exitCode error.azureCode error.message error.causes error.fix';
const FINDINGS =
  'findings findings.checkId findings.status findings.severity findings.subject findings.summary findings.evidence findings.fix findings.docs findings.ignored';
const ENCRYPTION =
  'encryption encryption.kind encryption.pass encryption.state encryption.keyEncryptionKey encryption.disks encryption.secrets encryption.keys encryption.evidence encryption.evidence.source encryption.evidence.subject encryption.evidence.statement';

/** Changes, with the details of the kinds that the document has, each once. */
function changes(details: string): string {
  const keys = ['', '.id', '.type', '.target', '.status', '.operationId', '.jobId', '.seconds'];
  const detailKeys = ['', ...new Set(details.split(' '))].map((key) =>
    key === '' ? '.details' : `.details.${key}`,
  );
  return [...keys, ...detailKeys].map((key) => `changes${key}`).join(' ');
}

const LOSS_DETAILS =
  'retentionLoss retentionLoss.points retentionLoss.expiring retentionLoss.oldest retentionLoss.newest retentionLoss.shortened retentionLoss.exact';
const ROLE_DETAILS =
  'change roleName dataActions assignableScopes principalId assignment keys secrets';
const VAULT_DETAILS = 'location redundancy crossRegionRestore days previousDays';
const PROTECTION_DETAILS = `vm policy previousPolicy ${LOSS_DETAILS} resourceGuardRequests retention recoveryPoints keptDays`;
const JOB_DETAILS = 'vm expiry job vmName operation';
const POLICY_DETAILS = `change policy words ${LOSS_DETAILS} resourceGuardRequests`;
const RUN_LINE =
  'id command started place file machines machines.total machines.done machines.failed machines.left';
const CLOUD =
  'name source armEndpoint armScope authority graphEndpoint graphScope keyVaultSuffix storageSuffix portal backupAppId backupAppName apiVersions';
const KEY_DETAILS = 'objectName version contentType tags';
const RESTORE_DETAILS =
  'vm recoveryPoint stagingAccount location joins subnet privateAddress tags interface osType zones size extensionType volumeType keepsTemplate';

/** A key or secret of a recovery point. */
function keyOfPoint(name: string): string {
  const keys = ['', '.url', '.keyVault', '.keyVault.id', '.keyVault.name', '.name', '.version'];
  return [...keys, '.backedUp'].map((key) => `encryption.${name}${key}`).join(' ');
}

const STATE_OF_KEY = (name: string): string =>
  ['', '.wantedUrl', '.state', '.url'].map((key) => `keys.volumes${name}${key}`).join(' ');
const VOLUME_KEYS = `keys.volumes keys.volumes.disk keys.volumes.lun ${STATE_OF_KEY('.secret')} ${STATE_OF_KEY('.key')}`;

/** A key or secret where it is to be. */
function objectInKeyVault(name: string): string {
  const keys = ['', '.name', '.keyVault', '.keyVault.id', '.keyVault.name', '.wantedUrl'];
  return [...keys, '.state', '.url'].map((key) => `${name}${key}`).join(' ');
}
const TASKS = 'tasks tasks.name tasks.status tasks.seconds tasks.percent tasks.details';
const JOB = `jobId ${VAULT} ${MACHINE} vm.resourceGroup vm.sharedName operation status outcome startTime endTime seconds percent remainingSeconds ${TASKS} properties ${ERROR} next`;

const DRILL_RESOURCES = ['', '.kind', '.id', '.state', '.made', '.time', '.reason', '.goneBy']
  .map((key) => `resources${key}`)
  .join(' ');
const LIMITS = 'rto rto.seconds rto.limitSeconds rpo rpo.seconds rpo.limitSeconds';
const DRILL = `${MACHINE} ${VAULT} id outcome reasons cleanup cleanupReasons recoveryPoint recoveryPoint.name recoveryPoint.time recoveryPoint.tier recoveryPoint.consistency recoveryPoint.threat recoveryPoint.reason resourceGroup location expires creates jobId phases phases.name phases.started phases.ended phases.seconds checks checks.check checks.outcome checks.observed ${LIMITS} notes ${DRILL_RESOURCES} seed caller started ended ${ERROR} next`;

/** The three commands on items share their document. */
const ITEM_CHANGE = [
  `kind schemaVersion dryRun items summary run`,
  `${MACHINE} outcome ${VAULT} policy protectionState recoveryPoints lastRecoveryPoint softDelete softDelete.deletedAt softDelete.purgedAt softDelete.remainingSeconds resourceGuard operationId jobId seconds ${changes(PROTECTION_DETAILS)} ${ERROR}`,
  'total outcomes changes',
] as const;
const VAULT_LINE = `${VAULT} resourceGroup location provisioningState redundancy crossRegionRestore softDelete softDelete.state softDelete.retentionDays immutability protectedItems softDeletedItems unread`;

const DAYS_OF_MONTH = (kind: string): string =>
  ['', '.format', '.dates', '.format', '.weeks', '.days']
    .map((key) => `${kind}.on${key}`)
    .join(' ');
const TERMS = [
  'policyType timeZone schedule schedule.frequency schedule.times schedule.days schedule.everyHours',
  'schedule.windowHours retention retention.daily retention.daily.days retention.weekly',
  'retention.weekly.weeks retention.weekly.on retention.monthly retention.monthly.months',
  DAYS_OF_MONTH('retention.monthly'),
  'retention.yearly retention.yearly.years retention.yearly.in',
  DAYS_OF_MONTH('retention.yearly'),
  'instantRestoreDays archive archive.mode archive.mode archive.count archive.unit archive.mode',
  'snapshotGroup snapshotGroup.prefix snapshotGroup.suffix snapshotConsistency',
]
  .join(' ')
  .split(' ')
  .reduce((paths, key) => `${paths} terms.${key}`, 'terms');
const POLICY = `policy policy.id policy.name ${VAULT} ${TERMS} zone protectedItems nextBackup unknownFields`;

const THREAT =
  'threat threat.status threat.threats threat.threats.title threat.threats.severity threat.threats.state';

const FROZEN: Readonly<Record<string, readonly [top: string, items: string, summary: string]>> = {
  preflight: [
    'kind schemaVersion items summary',
    `${MACHINE} outcome verdict osType resourceGroup location ${ENCRYPTION} ${VAULT} policy ${FINDINGS} ${ERROR}`,
    'total ready warning blocked failed',
  ],
  enable: [
    `kind schemaVersion dryRun items summary run`,
    `${MACHINE} outcome osType resourceGroup location ${ENCRYPTION} ${VAULT} policy protectionState lastRecoveryPoint nextBackup operationId jobId seconds ${changes(`${ROLE_DETAILS} ${VAULT_DETAILS} ${PROTECTION_DETAILS}`)} ${FINDINGS} ${ERROR}`,
    'total outcomes changes',
  ],
  'grant-access': [
    `kind schemaVersion dryRun revoke items summary run`,
    `${MACHINE} outcome keyVaults keyVaults.id keyVaults.name keyVaults.permissionModel keyVaults.missing principal principal.objectId principal.displayName ${changes(ROLE_DETAILS)} ${FINDINGS} ${ERROR}`,
    'total outcomes changes',
  ],
  status: [
    'kind schemaVersion items summary',
    `${MACHINE} outcome machineGone ${VAULT} policy protectionState lastBackup lastBackup.status lastBackup.time lastBackup.ageSeconds lastRecoveryPoint lastRecoveryPoint.time lastRecoveryPoint.ageSeconds tooOld lastError lastError.jobId lastError.code lastError.message lastError.meaning lastError.fix lastError.time softDelete softDelete.deletedAt softDelete.remainingSeconds ${ENCRYPTION} keyAccess keyHealth excludedDisks excludedDisks.lun excludedDisks.name ${FINDINGS} ${ERROR}`,
    'total outcomes tooOld',
  ],
  'recovery-points': [
    'kind schemaVersion calendar since until tier machines items summary',
    `${MACHINE} ${VAULT} name time ageSeconds consistency tiers tiers.tier tiers.status expiryTime ruleName softDeleted ${THREAT} encrypted`,
    'total machines oldest newest daysWithoutPoint daysMissing',
  ],
  'recovery-point': [
    'kind schemaVersion items summary',
    `${MACHINE} outcome ${VAULT} policy protectionState name time ageSeconds consistency tiers tiers.tier tiers.status expiryTime ruleName softDeleted ${THREAT} osType vmSize managedDisks securityType zones disks disks.included disks.included.lun disks.included.name disks.excluded disks.excluded.lun disks.excluded.name disks.includedCount disks.attachedCount archiveReadiness archiveReadiness.ready archiveReadiness.reason encrypted encryption encryption.mechanism ${keyOfPoint('secret')} ${keyOfPoint('key')}`,
    'total',
  ],
  'audit-keys': [
    'kind schemaVersion failOn machines pairs items summary',
    `${MACHINE} outcome ${VAULT} name time pair likelyPair reason`,
    'total machines outcomes failing notLookedAt',
  ],
  metrics: [
    'kind schemaVersion time complete file items summary',
    `${MACHINE} outcome ${VAULT} policy protected excludedDisks lastRecoveryPoint lastJob lastJob.success lastJob.time keysUsable lastPassedDrill unread ${ERROR}`,
    'total outcomes',
  ],
  report: [
    'kind schemaVersion time complete unread file headline items status calendar gate inventory points keys jobs drills next summary',
    `${MACHINE} outcome reasons missedDays pointsAfterDeadline`,
    'total outcomes safe unknown missedDays pointsAfterDeadline',
  ],
  'report-diff': [
    'kind schemaVersion old new items keys summary',
    `${MACHINE} outcome changes changes.what changes.before changes.after changes.direction`,
    'total unchanged outcomes keys',
  ],
  export: [
    'kind schemaVersion export items summary',
    'name description file content',
    'total written',
  ],
  gate: [
    'kind schemaVersion file verdict unknown baseline items waivers summary',
    `${MACHINE} outcome results results.rule results.block results.requirement results.line results.column results.outcome results.reason results.known results.waiver results.waiver.reason results.waiver.expires results.waiver.line results.waiver.expired results.fingerprint`,
    'total outcomes results known',
  ],
  'gate-init': [
    'kind schemaVersion file items summary',
    'rule outcome requirement missed unknown',
    'total outcomes',
  ],
  'drill-run': [
    'kind schemaVersion dryRun evidence items summary',
    DRILL,
    'total outcomes cleanups',
  ],
  'drill-list': ['kind schemaVersion items summary', DRILL, 'total outcomes'],
  'drill-show': ['kind schemaVersion items summary', DRILL, 'total outcomes'],
  'drill-clean': [
    'kind schemaVersion dryRun items summary',
    `id outcome reasons resourceGroup vm expires ${DRILL_RESOURCES} ${ERROR} next`,
    'total outcomes',
  ],
  'drill-report': [
    'kind schemaVersion from items rto causes leftovers invalidFiles summary',
    `${MACHINE} outcome drills lastPassed newest newest.id newest.started newest.cleanup newest.recoveryPointTime ${LIMITS.replaceAll(/r[tp]o/gu, 'newest.$&')} newest.reasons`,
    'total outcomes files drills drillOutcomes',
  ],
  'retirement-inventory': [
    'kind schemaVersion deadline items summary',
    `${MACHINE} outcome reason machine resourceGroup location osType size sizeCanEncryptAtHost belongsTo encryption ade ade.pass ade.state ade.volumes ade.bareDisks ade.keyEncryptionKey ade.secrets ade.keys ade.keyVaults protection protection.vault protection.vault.id protection.vault.name protection.policy protection.protectionState protection.points protection.encryptedPoints protection.afterDeadline protection.expiry protection.lastExpiry protection.unread ${ERROR}`,
    'total outcomes pointsAfterDeadline unread',
  ],
  'retirement-points': [
    'kind schemaVersion deadline after policies items failed summary',
    `${MACHINE} outcome ${VAULT} policy name time tiers expiry basis remedy next`,
    'total outcomes machines points',
  ],
  'retirement-keys': [
    'kind schemaVersion items gaps failed summary',
    'outcome object url keyVault name version points lastPoint lastPoint.vm lastPoint.vm.id lastPoint.vm.name lastPoint.name lastPoint.time lastPoint.expiry notBefore deleteFrom usedBy usedBy.id usedBy.name reasons',
    'total outcomes machines points unnamed',
  ],
  'retirement-plan': [
    'kind schemaVersion deadline items summary',
    `${MACHINE} outcome reason drain drainDay steps steps.id steps.what steps.why steps.by steps.notBefore steps.next steps.guest ${ERROR}`,
    'total outcomes unread',
  ],
  restore: [
    'kind schemaVersion dryRun items summary',
    `${MACHINE} outcome to ${VAULT} recoveryPoint recoveryPoint.name recoveryPoint.time recoveryPoint.tier recoveryPoint.consistency recoveryPoint.threat recoveryPoint.reason location stagingAccount stagingAccount.id stagingAccount.name targetResourceGroup machine machine.id machine.name jobId continuation disks disks.role disks.lun disks.id keys keys.secret keys.secret.wantedUrl keys.secret.state keys.secret.url keys.key keys.key.wantedUrl keys.key.state keys.key.url ${VOLUME_KEYS} verified verified.what verified.status verified.detail staging staging.container staging.left notes ${changes(`${RESTORE_DETAILS} ${KEY_DETAILS}`)} ${ERROR} next`,
    'total outcomes changes',
  ],
  'restore-keys': [
    'kind schemaVersion dryRun items summary',
    `${MACHINE} outcome source source.recoveryPoint source.time source.vault source.vault.id source.vault.name source.file ${objectInKeyVault('secret')} ${objectInKeyVault('key')} diskSettings diskSettings.differs diskSettings.secretUrl diskSettings.secretVaultId diskSettings.keyUrl diskSettings.keyVaultId notes ${changes(KEY_DETAILS)} ${ERROR}`,
    'total outcomes changes',
  ],
  'backup-now': [
    `kind schemaVersion dryRun items summary run`,
    `${MACHINE} outcome ${VAULT} joined operationId jobId status expiry recoveryPoint recoveryPoint.name recoveryPoint.time startTime endTime seconds ${TASKS} properties ${changes(JOB_DETAILS)} ${FINDINGS} ${ERROR} next`,
    'total outcomes changes',
  ],
  'jobs-list': ['kind schemaVersion items summary', JOB, 'total outcomes'],
  'jobs-show': ['kind schemaVersion items summary', JOB, 'total outcomes'],
  'jobs-watch': ['kind schemaVersion items summary', JOB, 'total outcomes'],
  'jobs-cancel': [
    'kind schemaVersion dryRun items summary',
    `${JOB} ${changes(JOB_DETAILS)}`,
    'total outcomes',
  ],
  disable: ITEM_CHANGE,
  resume: ITEM_CHANGE,
  undelete: ITEM_CHANGE,
  doctor: [
    'kind schemaVersion items summary',
    'id category status summary evidence fix',
    'ok warn fail unknown skipped bundle',
  ],
  'vault-list': ['kind schemaVersion items summary', VAULT_LINE, 'total protectedItems'],
  'vault-show': [
    'kind schemaVersion items summary',
    `${VAULT_LINE} redundancyLocked encryption encryption.kind encryption.keyUrl encryption.infrastructureEncryption identity identity.type identity.principalIds resourceGuard resourceGuard.id resourceGuard.operations resourceGuard.operations.operation resourceGuard.operations.request itemStates policies policies.id policies.name policies.type policies.protectedItems softDeleted softDeleted.vm softDeleted.vm.id softDeleted.vm.name softDeleted.deletedAt softDeleted.purgedAt softDeleted.remainingSeconds rules rules.setting rules.changeable rules.reason rules.source`,
    'protectedItems softDeletedItems',
  ],
  'vault-create': [
    'kind schemaVersion dryRun items summary',
    `${VAULT} outcome resourceGroup location redundancy crossRegionRestore softDelete softDelete.state softDelete.retentionDays differences differences.setting differences.current differences.wanted differences.possible differences.reason differences.source seconds ${changes(VAULT_DETAILS)} ${ERROR}`,
    'changes',
  ],
  'policy-list': ['kind schemaVersion items summary', POLICY, 'total vaults'],
  'policy-show': ['kind schemaVersion items summary', POLICY, 'total'],
  'policy-diff': [
    'kind schemaVersion same left right items summary',
    'field before after',
    'differences',
  ],
  'policy-change': [
    'kind schemaVersion dryRun items summary',
    `policy policy.id policy.name ${VAULT} outcome ${TERMS} zone nextBackup differences differences.field differences.before differences.after machines machines.id machines.name operationId seconds ${changes(POLICY_DETAILS)} ${ERROR}`,
    'total outcomes changes',
  ],
  explain: [
    'kind schemaVersion items summary',
    'code outcome kind names codeConfirmed meaning likelyCause prove fix retry exitCodes evidence evidence.kind evidence.source evidence.date evidence.url docs similar found',
    'total explained unknown',
  ],
  completion: ['kind schemaVersion items summary', 'shell script', 'commands'],
  login: ['kind schemaVersion items summary', 'command when', 'signedIn total'],
  'runs-list': ['kind schemaVersion items summary', `${RUN_LINE} problem`, 'total left'],
  'runs-show': [
    'kind schemaVersion items summary',
    'vm vm.id vm.name outcome code jobId next',
    `${RUN_LINE} resume`,
  ],
  'runs-prune': ['kind schemaVersion dryRun items summary', `${RUN_LINE} outcome`, 'total kept'],
  mcp: ['kind schemaVersion items summary', 'tool calls failed', 'calls applied'],
  'cloud-list': ['kind schemaVersion items summary', CLOUD, 'total'],
  'cloud-show': ['kind schemaVersion items summary', CLOUD, 'total'],
  version: ['kind schemaVersion items summary', 'name value', 'azbackup build node platform'],
  'sandbox-reset': [
    'kind schemaVersion dryRun items summary',
    'name directory time subscriptionId',
    'virtualMachines',
  ],
  'sandbox-show': [
    'kind schemaVersion world items summary',
    `${MACHINE} resourceGroup osType encryption keyVaults protectedIn protectionState recoveryPoints situation`,
    'virtualMachines keyVaults recoveryServicesVaults protectedItems recoveryPoints',
  ],
  'sandbox-serve': [
    'kind schemaVersion items summary',
    'proxy endpoint port certificate directory recordings',
    'world time speed',
  ],
  'sandbox-verify': [
    'kind schemaVersion directory items assumptions summary',
    'provider operation verdict exchanges agree differ differences differences.kind differences.at differences.recorded differences.sandbox differences.files notCompared notCompared.reason notCompared.files worldValues',
    'exchanges agree differ notCompared',
  ],
  'sandbox-env': ['kind schemaVersion shell items summary', 'name value', 'proxy running'],
  'sandbox-clock': [
    'kind schemaVersion dryRun items summary',
    'time mode speed advancedSeconds server',
    'time',
  ],
  'sandbox-fault': [
    'kind schemaVersion dryRun items summary',
    'match nth times then seen',
    'total added cleared',
  ],
};

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly additionalProperties?: unknown;
}

function schemaOf(kind: string): Schema {
  const [, schema = z.never()] = [...SCHEMAS].find(([each]) => each === kind) ?? [];
  return z.toJSONSchema(schema) as Schema;
}

/** Dotted paths of all keys, arrays and nullables seen through; those of several changes once. */
function keysOf(schema: Schema | undefined, prefix = ''): string[] {
  const several = schema?.anyOf ?? schema?.oneOf;
  if (several !== undefined) {
    const keys = several.flatMap((each) => keysOf(each, prefix));
    return prefix === 'changes.' ? [...new Set(keys)] : keys;
  }
  if (schema?.items !== undefined) {
    return keysOf(schema.items, prefix);
  }
  return Object.entries(schema?.properties ?? {}).flatMap(([key, value]) => [
    prefix + key,
    ...keysOf(value, `${prefix}${key}.`),
  ]);
}

function words(text: string): string[] {
  return text.split(' ').toSorted();
}

describe('the documents', () => {
  it.each(Object.entries(FROZEN))('%s keeps its keys', (kind, [top, items, summary]) => {
    const schema = schemaOf(kind);
    expect(Object.keys(schema.properties ?? {}).toSorted()).toEqual(words(top));
    expect(keysOf(schema.properties?.['items']).toSorted()).toEqual(words(items));
    expect(keysOf(schema.properties?.['summary']).toSorted()).toEqual(words(summary));
  });

  it('recovery-points keeps the keys of its machines', () => {
    const { properties } = schemaOf('recovery-points');
    expect(keysOf(properties?.['machines']).toSorted()).toEqual(
      words(
        `${MACHINE} outcome ${VAULT} policy protectionState softDelete softDelete.deletedAt softDelete.remainingSeconds points oldest newest firstDay lastDay daysWithoutPoint daysMissing gaps gaps.from gaps.to gaps.days gaps.missing days days.date days.points days.tiers days.state ${ERROR}`,
      ),
    );
  });

  it('report keeps the keys of its calendar and of what is next', () => {
    const { properties } = schemaOf('report');
    expect(keysOf(properties?.['calendar']).toSorted()).toEqual(
      words(
        'from to items items.vm items.vm.id items.vm.name items.vault items.vault.id items.vault.name items.policy items.days items.days.day items.days.points items.days.tiers items.days.encrypted items.missed items.threats items.threats.name items.threats.time items.threats.status items.threats.threats items.unread',
      ),
    );
    expect(keysOf(properties?.['next']).toSorted()).toEqual(
      words('problem urgency vms vms.id vms.name commands'),
    );
  });

  it('audit-keys keeps the keys of its machines and pairs', () => {
    const { properties } = schemaOf('audit-keys');
    expect(keysOf(properties?.['machines']).toSorted()).toEqual(
      words(`${MACHINE} ${VAULT} outcome verdict points encrypted notLookedAt ${ERROR}`),
    );
    const object = (name: string): string =>
      ['', '.url', '.keyVault', '.name', '.version'].map((key) => `${name}${key}`).join(' ');
    expect(keysOf(properties?.['pairs']).toSorted()).toEqual(
      words(
        `id ${MACHINE} ${VAULT} verdict ${object('secret')} ${object('key')} checked points oldest newest replacedBy findings findings.verdict findings.subject findings.summary findings.evidence findings.fix`,
      ),
    );
  });

  it('are all frozen above', () => {
    expect([...Object.keys(FROZEN), 'error'].toSorted()).toEqual([...SCHEMAS.keys()].toSorted());
  });

  it('always have all their keys', () => {
    for (const kind of Object.keys(FROZEN)) {
      const { properties, required } = schemaOf(kind);
      expect(required).toEqual(Object.keys(properties ?? {}));
    }
  });

  it.each(EVERY_KIND.map((document) => [document.kind, document] as const))(
    'the sample of %s is one',
    (kind, document) => {
      expect(SCHEMAS.get(kind)?.parse(document)).toEqual(document);
    },
  );

  it('the error envelope keeps its keys', () => {
    const { properties, required } = schemaOf('error');
    const keys =
      'type code exitCode azureCode message target cause fix docs requestId correlationId';
    expect(required?.toSorted()).toEqual(words(keys));
    expect(Object.keys(properties ?? {}).toSorted()).toEqual(words(`${keys} stack`));
  });

  it('exit codes stay what they are', () => {
    expect(Object.values(EXIT_CODES)).toEqual([
      0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 130, 143,
    ]);
  });
});
