// Words and phrases that no operator would say, and what is said in their place.

/** A phrase that is not used, with the usual one. */
export interface BannedPhrase {
  readonly pattern: RegExp;
  readonly say: string;
  /** A text that has it. */
  readonly planted: string;
}

/** Phrases that stand nowhere on screen, in help or in docs. */
export const BANNED: readonly BannedPhrase[] = [
  {
    pattern: /exits? as the (?:job|backup) does|ends? as they do|exits? as they do/iu,
    say: "exits with the job's result",
    planted: 'exits as the job does',
  },
  { pattern: /\bjudg(?:es?|ed|ing)\b/iu, say: 'check', planted: 'it judges a machine' },
  { pattern: /\b(?:lays?|laid) down\b/iu, say: 'define', planted: 'what it lays down' },
  { pattern: /\bthe least it needs\b/iu, say: 'least privilege', planted: 'the least it needs' },
  {
    pattern: /what (?:is|was) asked for\b|\bas asked for\b/iu,
    say: 'as requested; to match',
    planted: 'what is asked for',
  },
  { pattern: /what is named of/iu, say: 'the given settings of', planted: 'what is named of it' },
  {
    pattern: /takes? backups again|take backups again/iu,
    say: 'resume backups',
    planted: 'takes backups again',
  },
  { pattern: /\bsettles it\b/iu, say: 'how to fix it', planted: 'what settles it' },
  {
    pattern: /\bcancels? (?:it|a job|them) no more\b/iu,
    say: 'too late to cancel',
    planted: 'Azure cancels it no more',
  },
  { pattern: /\bsays so\b/iu, say: 'reports', planted: 'it says so' },
  { pattern: /\ball that run\b/iu, say: 'all running jobs', planted: 'all that run' },
  { pattern: /\btells\b/iu, say: 'shows', planted: 'it tells' },
  { pattern: /\bfares?\b/iu, say: 'status', planted: 'how it fares' },
  { pattern: /says whether/iu, say: 'checks whether', planted: 'says whether it can' },
  { pattern: /takes one now/iu, say: 'backs it up now', planted: 'takes one now' },
  { pattern: /No job fits/iu, say: 'No matching jobs.', planted: 'No job fits.' },
  {
    pattern: /\blies? in\b|in soft delete since/iu,
    say: 'is in; is soft-deleted',
    planted: 'it lies in soft delete',
  },
  {
    pattern:
      /is no (?:recovery point|time|instant|JSON|list|policy|encryption info file|resource id)\b/iu,
    say: 'is not a valid …',
    planted: 'yesterday is no recovery point',
  },
  {
    pattern: /was set again/iu,
    say: 'was recreated as a new version',
    planted: 'it was set again',
  },
  { pattern: /unusable or worse/iu, say: 'not restorable', planted: 'unusable or worse' },
  {
    pattern: /what helps:|if that is meant|near names/iu,
    say: 'try: / did you mean: / similar names:',
    planted: 'near names: VM001',
  },
  {
    pattern: /role assigned that holds it/iu,
    say: 'get a role with this permission',
    planted: 'have a role assigned that holds it',
  },
  { pattern: /what it follows/iu, say: 'the step before it', planted: 'what it follows' },
  { pattern: /\bbegun\b/iu, say: 'started', planted: 'has begun' },
  {
    pattern: /\bgoes on already|\bis gone on with|\bgo(?:es)? on with it\b/iu,
    say: 'is already running; is resumed',
    planted: 'goes on already',
  },
  {
    pattern: /\bstill (?:there|to do):/iu,
    say: 'left behind: / next:',
    planted: 'still there: a blob',
  },
  { pattern: /\banew\b/iu, say: 'reset to', planted: 'holds it anew' },
  {
    pattern: /time stand still|time stands still|requests go wrong/iu,
    say: 'freeze time; inject faults',
    planted: 'time stands still',
  },
  {
    pattern: /an Azure that is only on this machine/iu,
    say: 'the built-in sandbox',
    planted: 'an Azure that is only on this machine',
  },
  {
    pattern: /look before you leap|the worst day/iu,
    say: 'Preview; Disaster recovery',
    planted: 'look before you leap',
  },
  { pattern: /\bany more by which\b/iu, say: 'no longer has', planted: 'policy any more by which' },
  {
    pattern: /which size the machine had/iu,
    say: 'the original VM size is unknown',
    planted: 'which size the machine had',
  },
  {
    pattern: /is none of\b|is none that\b/iu,
    say: 'is not a',
    planted: 'the address is none of Key Vault',
  },
  { pattern: /otherwise folded/iu, say: 'show details', planted: 'otherwise folded' },
  {
    pattern: /\b(?:reads?|crash|names?|there|it|from there) alone\b/iu,
    say: 'only',
    planted: 'reads alone',
  },
  { pattern: /\btroubles?\b/iu, say: 'problem', planted: 'the trouble' },
  {
    pattern: /that there is not/iu,
    say: 'that does not exist',
    planted: 'a copy that there is not',
  },
  { pattern: /\bhad been made\b/iu, say: 'made', planted: 'had been made' },
  { pattern: /may be repeated/iu, say: 'can be repeated', planted: 'may be repeated' },
  {
    pattern: /exclude each other/iu,
    say: 'cannot be used together',
    planted: 'exclude each other',
  },
];
