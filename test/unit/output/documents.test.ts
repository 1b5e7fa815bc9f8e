// The machine contract: the keys of every document, written out by hand. A change here is a change of
// the contract and belongs in CHANGELOG.md; keys may be added, none may go.
import { describe, expect, it } from 'vitest';
import { EXIT_CODES } from '../../../src/errors/exit-code.js';
import { DOCUMENT_SCHEMAS, jsonSchemas } from '../../../src/output/documents/json-schemas.js';
import { EVERY_KIND } from './sample-documents.js';

const MACHINE = 'vm vm.id vm.name';
const VAULT = 'vault vault.id vault.name';
const ERROR = 'error error.code error.azureCode error.message error.causes error.fix';
const FINDINGS =
  'findings findings.checkId findings.status findings.severity findings.subject findings.summary findings.evidence findings.fix findings.docs findings.ignored';
const ENCRYPTION =
  'encryption encryption.kind encryption.pass encryption.state encryption.keyEncryptionKey encryption.disks encryption.secrets encryption.keys encryption.evidence encryption.evidence.source encryption.evidence.subject encryption.evidence.statement';
const CHANGES =
  'changes changes.id changes.type changes.target changes.details changes.status changes.operationId changes.jobId changes.seconds';

const FROZEN: Readonly<Record<string, readonly [top: string, items: string, summary: string]>> = {
  preflight: [
    'kind schemaVersion items summary',
    `${MACHINE} outcome verdict osType resourceGroup location ${ENCRYPTION} ${VAULT} policy ${FINDINGS} ${ERROR}`,
    'total ready warning blocked failed',
  ],
  enable: [
    'kind schemaVersion dryRun items summary',
    `${MACHINE} outcome osType resourceGroup location ${ENCRYPTION} ${VAULT} policy protectionState lastRecoveryPoint nextBackup operationId jobId seconds ${CHANGES} ${FINDINGS} ${ERROR}`,
    'total outcomes changes',
  ],
  'grant-access': [
    'kind schemaVersion dryRun revoke items summary',
    `${MACHINE} outcome keyVaults keyVaults.id keyVaults.name keyVaults.permissionModel keyVaults.missing principal principal.objectId principal.displayName ${CHANGES} ${FINDINGS} ${ERROR}`,
    'total outcomes changes',
  ],
  status: [
    'kind schemaVersion items summary',
    `${MACHINE} outcome ${VAULT} policy protectionState lastBackup lastBackup.status lastBackup.time lastBackup.ageSeconds lastRecoveryPoint lastRecoveryPoint.time lastRecoveryPoint.ageSeconds tooOld lastError lastError.jobId lastError.code lastError.message lastError.meaning lastError.fix lastError.time softDelete softDelete.deletedAt softDelete.remainingSeconds ${ENCRYPTION} keyAccess ${FINDINGS} ${ERROR}`,
    'total outcomes tooOld',
  ],
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
  readonly additionalProperties?: unknown;
}

function schemaOf(kind: string): Schema {
  return jsonSchemas()[kind] as Schema;
}

/** Dotted paths of all keys, arrays and nullables seen through. */
function keysOf(schema: Schema | undefined, prefix = ''): string[] {
  if (schema?.anyOf !== undefined) {
    return schema.anyOf.flatMap((each) => keysOf(each, prefix));
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

  it('are all frozen above', () => {
    expect([...Object.keys(FROZEN), 'error'].toSorted()).toEqual(
      Object.keys(DOCUMENT_SCHEMAS).toSorted(),
    );
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
      expect(DOCUMENT_SCHEMAS[kind].parse(document)).toEqual(document);
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
    expect(Object.values(EXIT_CODES)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 130, 143]);
  });
});
