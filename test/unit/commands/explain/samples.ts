// Documents of the commands that ask nobody, for goldens and the contract of keys.
import type { CompletionDocument } from '../../../../src/commands/completion/result.js';
import type { LoginDocument } from '../../../../src/commands/login/result.js';
import type { VersionDocument } from '../../../../src/commands/version/result.js';
import type { ExplainDocument, ExplainItem } from '../../../../src/commands/explain/result.js';

const EXPLAINED: ExplainItem = {
  code: 'UserErrorVaultIdentityNotFound',
  outcome: 'explained',
  kind: 'azure',
  names: ['UserErrorVaultIdentityNotFound'],
  codeConfirmed: false,
  meaning: 'the vault does not have this managed identity',
  likelyCause: 'the identity was replaced',
  prove: ['az keyvault list -o table', 'azbackup vault show rsv-prod'],
  fix: ['enable the identity on the vault', 'azbackup preflight --vm VM001'],
  retry: 'after-fix',
  exitCodes: [],
  evidence: [
    {
      kind: 'documentation',
      source: 'Restore Azure VMs',
      date: '2026-01-23',
      url: 'https://x.y/z',
    },
    { kind: 'assumption', source: 'the code', date: null, url: null },
  ],
  docs: 'https://x.y/z',
  similar: [],
  found: null,
};

const OWN: ExplainItem = {
  ...EXPLAINED,
  code: 'AZB_NOT_ALLOWED',
  kind: 'azbackup',
  names: ['AZB_NOT_ALLOWED'],
  codeConfirmed: true,
  meaning: 'a permission is missing',
  likelyCause: null,
  prove: [],
  fix: ['sign in'],
  exitCodes: [4],
  evidence: [],
  docs: null,
  found: 2,
};

const UNKNOWN: ExplainItem = {
  ...OWN,
  code: 'UserErrorBrandNew',
  outcome: 'unknown',
  kind: null,
  names: [],
  codeConfirmed: false,
  meaning: null,
  fix: [],
  retry: 'unknown',
  exitCodes: [],
  similar: ['UserErrorBrandOld'],
  found: 1,
};

export const EXPLAIN: ExplainDocument = {
  kind: 'explain',
  schemaVersion: 1,
  items: [EXPLAINED, OWN, UNKNOWN],
  summary: { total: 3, explained: 2, unknown: 1 },
};

export const LOGIN: LoginDocument = {
  kind: 'login',
  schemaVersion: 1,
  items: [{ command: 'az login', when: 'on a computer with a browser' }],
  summary: { signedIn: false, total: 1 },
};

const VERSIONS = {
  azbackup: '0.1.0',
  build: '0123456789ab',
  node: '24.0.0',
  platform: 'linux x64',
};

export const VERSION: VersionDocument = {
  kind: 'version',
  schemaVersion: 1,
  items: Object.entries(VERSIONS).map(([name, value]) => ({ name, value })),
  summary: VERSIONS,
};

export const COMPLETION: CompletionDocument = {
  kind: 'completion',
  schemaVersion: 1,
  items: [{ shell: 'bash', script: '# azbackup completion for bash' }],
  summary: { commands: 43 },
};
