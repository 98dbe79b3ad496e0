import { escapeText } from '../html.ts';
import { type KeyEntry, keySymbol, SYMBOL_WIDTH } from './marks.ts';

/** One set of axes. */
export interface Panel {
  /** Heading, such as the condition. */
  readonly heading: string;
  readonly width: number;
  readonly height: number;
  /** Whether a row of panels ends before it. */
  readonly startsRow?: boolean;
  /** `<svg>` element that takes the colour of the text around it. */
  readonly svg: string;
}

/** A figure of one or more panels. */
export interface Figure {
  /** File name without extension. */
  readonly name: string;
  readonly title: string;
  /** What is drawn and how to read it, in sentences. */
  readonly caption: string;
  readonly panels: readonly Panel[];
  /** Panels a row in the file. */
  readonly columns: number;
  /** Whether its panels are wider than those of other figures, so that fewer stand side by side. */
  readonly wide?: boolean;
  /** What its marks and colours stand for. */
  readonly key?: readonly KeyEntry[];
}

const HEADING = 24;
const TITLE = 30;
const KEY = 22;
const GAP = 16;
/** Height of a further line of a heading. */
const LINE = 16;
/** Width to allow for a character of the key or of a heading. */
const CHARACTER = 7;
/** The same of the title. */
const TITLE_CHARACTER = 8.5;
/** Grey with a contrast above 4 on white and on near-black: a file cannot know what it lies on. */
export const INK = '#767676';

/** The figure as one standalone SVG file, panels side by side. */
export function standalone({ title, caption, panels, columns, key = [] }: Figure): string {
  const rows: Panel[][] = [];
  for (const panel of panels) {
    const row = rows.at(-1);
    if (!row || row.length === columns || panel.startsRow) rows.push([panel]);
    else row.push(panel);
  }
  const panelsWidth = Math.max(
    ...rows.map((row) => row.reduce((sum, panel) => sum + panel.width + GAP, -GAP)),
    Math.ceil(8 + TITLE_CHARACTER * title.length),
  );
  const keyRows = inRows(key, panelsWidth);
  let y = TITLE + KEY * keyRows.length;
  const parts: string[] = [];
  for (const row of rows) {
    let x = 0;
    const headings = row.map(({ heading, width: panelWidth }) => wrapped(heading, panelWidth));
    const lines = Math.max(...headings.map(({ length }) => length));
    const top = y + HEADING + LINE * (lines - 1);
    for (const [i, { svg, width: panelWidth }] of row.entries()) {
      for (const [line, text] of headings[i]!.entries()) {
        const baseline = top - 9 - LINE * (headings[i]!.length - 1 - line);
        parts.push(
          `<text x="${x + 4}" y="${baseline}" font-size="13" font-weight="600" fill="currentColor">${escapeText(text)}</text>`,
        );
      }
      parts.push(svg.replace('<svg ', `<svg overflow="visible" x="${x}" y="${top}" `));
      x += panelWidth + GAP;
    }
    y = top + Math.max(...row.map(({ height }) => height)) + GAP;
  }
  const entries = keyRows.flatMap((row, line) => {
    const middle = TITLE + KEY * line + 4;
    return row.map(
      ({ entry, x }) =>
        keySymbol(entry, x + 4, middle) +
        `<text x="${x + SYMBOL_WIDTH + 10}" y="${middle + 4}" font-size="12" fill="currentColor">${escapeText(entry.label)}</text>`,
    );
  });
  const width = Math.max(panelsWidth, ...keyRows.map((row) => widthOf(row.at(-1)!)));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${y}" viewBox="0 0 ${width} ${y}" role="img" color="${INK}" font-family="system-ui, sans-serif">`,
    `<title>${escapeText(title)}</title>`,
    `<desc>${escapeText(caption)}</desc>`,
    `<text x="4" y="18" font-size="15" font-weight="600" fill="currentColor">${escapeText(title)}</text>`,
    ...entries,
    ...parts,
    '</svg>\n',
  ].join('\n');
}

interface PlacedEntry {
  readonly entry: KeyEntry;
  /** Pixels from the left. */
  readonly x: number;
}

/** Where an entry ends. */
function widthOf({ entry, x }: PlacedEntry): number {
  return x + SYMBOL_WIDTH + 24 + Math.ceil(CHARACTER * entry.label.length);
}

/** The key in as many rows as the width asks for. */
function inRows(key: readonly KeyEntry[], width: number): PlacedEntry[][] {
  const rows: PlacedEntry[][] = [];
  for (const entry of key) {
    const last = rows.at(-1);
    const x = last ? widthOf(last.at(-1)!) : 0;
    if (last && widthOf({ entry, x }) <= width) last.push({ entry, x });
    else rows.push([{ entry, x: 0 }]);
  }
  return rows;
}

/** A heading in lines that fit the panel, broken between words. */
function wrapped(heading: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of heading.split(' ')) {
    const longer = `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && longer.length * CHARACTER <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
