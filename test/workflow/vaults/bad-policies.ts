// Words that make no policy.

import type { Case } from '../contract/bad-input.js';
import { vmId } from '../support/contoso.js';

const POLICY_WORDS: readonly (readonly [
  what: string,
  words: string,
  error: string,
  says: RegExp,
])[] = [
  ['no schedule', 'create p1', 'AZB_USAGE', /--daily 02:00, --weekly sun@02:00/u],
  ['two schedules', 'create p1 --daily 02:00 --every 4h', 'AZB_USAGE', /cannot be used together/u],
  ['a window alone', 'create p1 --daily 02:00 --window 08:00+4h', 'AZB_USAGE', /needs --every/u],
  ['no time', 'create p1 --daily 25:00', 'AZB_USAGE', /--daily takes a time such as 02:00, not/u],
  ['no day', 'create p1 --weekly someday@02:00', 'AZB_USAGE', /--weekly takes days and a time/u],
  [
    'no zone',
    'create p1 --daily 02:00 --time-zone Asia/Tokio',
    'AZB_USAGE',
    /similar names: .*Asia\/Tokyo/u,
  ],
  [
    'no retention',
    'create p1 --daily 02:00 --keep forever',
    'AZB_USAGE',
    /--keep invalid term 'forever'/u,
  ],
  ['a file that is not there', 'create p1 --file none.json', 'AZB_FILE_UNREADABLE', /none\.json/u],
  ['a file that is no JSON', 'create p1 --file broken.yaml', 'AZB_POLICY_FILE', /JSON/u],
  [
    'a file without a policy',
    'create p1 --file wrong-value.json',
    'AZB_POLICY_FILE',
    /contains no policy/u,
  ],
  [
    'a file and words',
    'create p1 --file p.json --daily 02:00',
    'AZB_USAGE',
    /--file defines the whole policy/u,
  ],
  ['nothing to change', 'update DefaultPolicy', 'AZB_USAGE', /no changes given/u],
  [
    'nothing to compare with',
    'diff DefaultPolicy',
    'AZB_USAGE',
    /specify a second policy or --file/u,
  ],
  [
    'the id of something else',
    `show ${vmId('VM001')}`,
    'AZB_POLICY_ID_MALFORMED',
    /backup policy/u,
  ],
];

/**
 * Bad input of the policy commands.
 * @param folder where they run; it has the files that the command lines name
 */
export function badPolicies(folder: () => string): readonly Case[] {
  return POLICY_WORDS.map(([what, words, error, says]) => ({
    what: `a policy: ${what}`,
    argv: `policy ${words} --vault rsv-prod`,
    code: 2,
    error,
    says: [says],
    options: () => ({ cwd: folder() }),
  }));
}
