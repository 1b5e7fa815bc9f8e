// The codes that pages on Azure name: in their tables of codes, and by the shape of the name elsewhere.

/** Names that only codes have. */
const SHAPES =
  /\b(?:(?:BMS)?UserError[A-Z]\w+|AADSTS\d+|AKV\d{5}|ForbiddenBy[A-Z]\w+|DiskEncryptionInternalError|BackUpOperationFailed\w*|Extension(?:Snapshot|Failed|Installation|Operation|Config|Stuck|VCRedist)\w+|BCM[A-Z]\w+|VM(?:Marketplace|RestorePoint)\w+|ServiceResourceNotEmpty\w+|CloudInternalError)\b/gu;
/** A row whose first cell, or whose cell after a status, is a code; as `320001 ResourceNotFound` may be two. */
const ROW = /^\| (?:\d{3} \| |op Failed \| |job \| )?(?<codes>[A-Z0-9][\w,;/ ]*?) \|/gmu;
const TABLE = /^\|.*\bcode\b.*\|\n\|[-| ]+\|\n(?<rows>(?:\|.*\n)+)/gimu;
/** What stands in such a cell and is no code. */
const NO_CODES = /^(?:Forbidden|Conflict|like|codes)$|^\d{1,4}$/u;

/** All of them, each once. */
export function referenceCodes(page: string): readonly string[] {
  const inTables = [...page.matchAll(TABLE)].flatMap(({ groups }) =>
    [...(groups?.['rows'] ?? '').matchAll(ROW)].flatMap((row) => wordsOf(row.groups?.['codes'])),
  );
  // `UserErrorKekNotFound-like`: a name that was looked for.
  return [...new Set([...inTables, ...(page.match(SHAPES) ?? [])])];
}

function wordsOf(cell = ''): readonly string[] {
  return cell
    .split(/[,;/ ]+/u)
    .filter((word) => /^(?:[A-Z]\w*[a-z]\w*|\d{6})$/u.test(word) && !NO_CODES.test(word));
}
