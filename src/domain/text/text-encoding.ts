// Text whose encoding nobody tells: files that Azure Backup writes come as UTF-16 or UTF-8, with a byte
// order mark or without, and padded with NULs (blobs that end in the middle of a page).

/** The text without byte order mark, NULs, and blanks around it. */
export function decodeText(bytes: Uint8Array): string {
  return new TextDecoder(encodingOf(bytes))
    .decode(bytes)
    .replaceAll('\u0000', '')
    .replaceAll('\uFEFF', '')
    .trim();
}

const MARKS: readonly (readonly [encoding: string, mark: readonly number[]])[] = [
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
  ['utf-8', [0xef, 0xbb, 0xbf]],
];

function encodingOf(bytes: Uint8Array): string {
  const marked = MARKS.find(([, mark]) => mark.every((byte, place) => bytes[place] === byte));
  return marked?.[0] ?? guessed(bytes);
}

/** The first two characters of JSON are of ASCII, so UTF-16 shows itself by their empty halves. */
function guessed([first, second, , fourth]: Uint8Array): string {
  if (first !== 0 && second === 0 && fourth === 0) {
    return 'utf-16le';
  }
  return first === 0 && second !== 0 ? 'utf-16be' : 'utf-8';
}
