// docs/sandbox.md: the route table of the sandbox, and what its default world holds.

import type { Evidence, SandboxOperation } from '../../src/sandbox/http/operation.js';
import { assumptions } from '../../src/sandbox/assumptions.js';
import { sandboxOperations } from '../../src/sandbox/operations.js';
import { summarise } from '../../src/sandbox/summary.js';
import { worldCatalogue } from '../../src/sandbox/estates/catalogue.js';
import { buildDefaultWorld } from '../../src/sandbox/estates/default-world.js';
import type { Parts } from './generated-parts.js';
import { code, paragraphs, table } from './markdown.js';

/** Any instant will do: nothing that is shown here depends on it. */
const WORLD_BEGINS = 1_795_435_200_000;

/** Beginnings of paths that would fill the tables, and what is written in their place. */
const ABBREVIATIONS = [
  ['{machine}', 'Microsoft.Compute/virtualMachines/{vmName}'],
  ['{recovery vault}', 'Microsoft.RecoveryServices/vaults/{vaultName}'],
].map(([short = '', type = '']) => ({
  short,
  long: `/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/${type}`,
}));
const ITEM = {
  short: '{item}',
  long: '{recovery vault}/backupFabrics/{fabricName}/protectionContainers/{containerName}/protectedItems/{protectedItemName}',
};
const GROUP = {
  short: '{group}',
  long: '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}',
};
const PLACES = [...ABBREVIATIONS, ITEM, GROUP];

/** The generated parts of the page. */
export const sandboxParts: Parts = {
  worlds: worldTable,
  machines: machineTable,
  principals: principalTable,
  counts: countSentence,
  operations: operationSections,
  assumptions: assumptionList,
};

function worldTable(): string {
  return table(
    ['world', 'content'],
    worldCatalogue.map(({ usage, summary }) => [code(usage), summary]),
  );
}

function machineTable(): string {
  return table(
    ['machine', 'situation'],
    summarise(buildDefaultWorld(WORLD_BEGINS)).virtualMachines.map(({ name, situation }) => [
      code(name),
      situation ?? '',
    ]),
  );
}

/** Those who could sign in, the one who does so by default first. */
function principalTable(): string {
  const { principals, signedInObjectId } = buildDefaultWorld(WORLD_BEGINS).directory;
  return table(
    ['principal', 'signed in'],
    principals
      .filter(({ clientSecret }) => clientSecret !== undefined)
      .map(({ displayName, objectId }) => [
        code(displayName),
        objectId === signedInObjectId
          ? 'by default'
          : `with ${code(`--sandbox-as ${displayName}`)}`,
      ]),
  );
}

function countSentence(): string {
  const simplified = sandboxOperations.filter(({ fidelity }) => fidelity === 'simplified').length;
  return `${sandboxOperations.length} operations are modelled, ${simplified} of them simplified; every other request is refused.`;
}

function operationSections(): string {
  const providers = [...new Set(sandboxOperations.map(({ provider }) => provider))];
  return paragraphs(
    table(
      ['short', 'stands for'],
      PLACES.map(({ short, long }) => [code(short), code(long)]),
    ),
    ...providers.flatMap((provider) => providerSection(provider)),
  );
}

function providerSection(provider: string): string[] {
  const operations = sandboxOperations.filter((each) => each.provider === provider);
  const versions = [...new Set(operations.map(({ apiVersions }) => apiVersions.join(', ')))];
  return [
    `### ${provider}`,
    ...versions.flatMap((version) => [
      version === '' ? 'No api-version.' : `api-version ${version}.`,
      table(
        ['operation', 'request', 'source', 'simpler than Azure'],
        operations
          .filter(({ apiVersions }) => apiVersions.join(', ') === version)
          .map((operation) => operationRow(operation)),
      ),
    ]),
  ];
}

function operationRow(operation: SandboxOperation): readonly string[] {
  return [
    code(operation.id),
    code(`${operation.method} ${abbreviated(operation.path)}`),
    operation.evidence.map((evidence) => evidenceText(evidence)).join('; '),
    operation.fidelity === 'simplified' ? (operation.simplification ?? '') : '',
  ];
}

function abbreviated(path: string): string {
  return PLACES.reduce((text, { short, long }) => text.replace(long, short), path);
}

function evidenceText(evidence: Evidence): string {
  switch (evidence.kind) {
    case 'recording':
      return `recording ${code(evidence.file.replace(/\.json$/u, ''))}`;
    case 'openapi':
      return `OpenAPI ${code(evidence.operationId)}`;
    case 'documentation':
      return `page “${evidence.page}”`;
    case 'assumption':
      return `**assumed**: ${evidence.note}`;
  }
}

function assumptionList(): string {
  return table(
    ['id', 'assumed'],
    assumptions.map(({ id, note }) => [code(id), note]),
  );
}
