// A picture of a terminal, as SVG: what a program has written, with its colours, each character on a grid.

/** How wide a character is, and how far apart lines are, in pixels. */
const CELL = { width: 8, height: 18 };
const PADDING = 16;
const FONT_SIZE = 13;
/** On Windows, macOS and Linux. */
const FONTS = "Consolas, Menlo, 'DejaVu Sans Mono', monospace";
const COLORS = {
  background: '#1e2127',
  text: '#d7dae0',
  bold: '#ffffff',
  dim: '#8b919d',
  red: '#f47067',
  green: '#8ddb8c',
  yellow: '#e8c26a',
  cyan: '#76d0e0',
};

/** The SGR parameters that the program uses, and the style that each begins. */
const STYLES: Readonly<Record<string, keyof typeof COLORS>> = {
  '1': 'bold',
  '2': 'dim',
  '31': 'red',
  '32': 'green',
  '33': 'yellow',
  '36': 'cyan',
};

const ESCAPE = '\u001B';
/** The parameters stand between the parts of a line that it splits. */
const SGR = new RegExp(`(${ESCAPE}\\[\\d+m)`, 'u');
const ERASE_LINE = `\r${ESCAPE}[2K`;

/** A piece of a line in one style, and the column in which it begins. */
interface Run {
  readonly text: string;
  readonly column: number;
  readonly style: keyof typeof COLORS;
}

/** The picture of what a terminal of so many columns shows in the end. */
export function terminalSvg(written: string, columns: number, title: string): string {
  const lines = finalLines(written).map((line) => runsOf(line));
  const width = columns * CELL.width + 2 * PADDING;
  const height = lines.length * CELL.height + 2 * PADDING;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${width}" height="${height}" rx="8" fill="${COLORS.background}"/>`,
    `<g font-family="${FONTS}" font-size="${FONT_SIZE}" xml:space="preserve" style="white-space: pre">`,
    ...lines.flatMap((runs, row) => runs.map((run) => textElement(run, row))),
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

/** Lines as they stay: what was drawn over is gone. */
function finalLines(written: string): readonly string[] {
  return written
    .trimEnd()
    .split('\n')
    .map((line) => line.split(ERASE_LINE).at(-1) ?? '');
}

function runsOf(line: string): readonly Run[] {
  const runs: Run[] = [];
  let column = 0;
  let style: Run['style'] = 'text';
  for (const part of line.split(SGR)) {
    const code = part.startsWith(ESCAPE) ? part.slice(2, -1) : undefined;
    if (code !== undefined) {
      style = STYLES[code] ?? 'text';
    } else if (part !== '') {
      runs.push({ text: part, column, style });
      column += part.length;
    }
  }
  return runs.filter(({ text }) => text.trim() !== '');
}

function textElement({ text, column, style }: Run, row: number): string {
  const indent = text.length - text.trimStart().length;
  const shown = text.trim();
  const x = PADDING + (column + indent) * CELL.width;
  const y = PADDING + row * CELL.height + FONT_SIZE;
  const weight = style === 'bold' ? ' font-weight="bold"' : '';
  return `<text x="${x}" y="${y}" textLength="${shown.length * CELL.width}" fill="${COLORS[style]}"${weight}>${escaped(shown)}</text>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
