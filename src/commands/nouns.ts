// The words above commands, and the help topics: what is typed that is no command.

/** Nouns that group commands, with what they are for. */
export const NOUNS: Readonly<Record<string, string>> = {
  jobs: 'List, show, watch and cancel backup jobs',
  'recovery-points': 'List and show recovery points (alias: rp)',
  vault: 'List, show and create Recovery Services vaults',
  retirement: 'Find what the end of Azure Disk Encryption affects, and the way out',
  export: 'Write Azure policies, queries, a workbook and a dashboard for an organization',
  drill: 'Restore VMs on trial, check them, and delete them again',
  runs: 'List, show and delete records of changes of several VMs',
  policy: 'Manage backup policies',
  cloud: 'List and show Azure clouds',
  sandbox: 'Manage the built-in sandbox, a local Azure for practice',
  'sandbox clock': 'Control the sandbox clock',
  'sandbox fault': 'Inject faults into the sandbox',
};

/** Other names of nouns. */
export const NOUN_ALIASES: Readonly<Record<string, string>> = { 'recovery-points': 'rp' };

/** Topics of `azbackup help`, with what each is about, in the order in which they are listed. */
export const TOPIC_SUMMARIES = {
  environment: 'environment variables',
  'exit-codes': 'what each exit code means',
  formatting: 'output formats, queries, progress and colors',
  authentication: 'how to sign in, on a computer and in CI',
  sandbox: 'a local Azure for practice',
  scripting: 'how to call azbackup from scripts',
} as const;
