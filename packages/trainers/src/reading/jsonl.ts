import { stat } from 'node:fs/promises';
import type { Entry } from './entry.ts';
import { parseRecord } from './parseRecord.ts';
import { readAhead } from './readAhead.ts';
import { partCount, type Span, WHOLE } from './span.ts';

const NEWLINE = 10;

/** Bytes read at once. */
const PIECE = 1 << 18;

/** Most bytes of a line. */
const LONGEST = 2 ** 28;

/**
 * Reads a file of JSON objects, one a line, some lines at a time. Empty lines and a byte-order mark are skipped, lines may
 * end as on Windows; `NaN` and `Infinity`, as Python writes them, are null.
 */
export async function* readJsonl(path: string, span: Span): AsyncGenerator<readonly Entry[]> {
  /** What the lines before have left of the line that comes next. */
  let pieces: Buffer[] = [];
  let held = 0;
  let line = span.first - 1;
  const finish = (last: Buffer): Entry | null => {
    const bytes = pieces.length === 0 ? last : Buffer.concat([...pieces, last]);
    const size = held + last.length;
    pieces = [];
    held = 0;
    line++;
    if (size > LONGEST) return { line, reason: `has ${size} bytes; expected ${LONGEST} at most` };
    return entryOf(bytes, line);
  };
  for await (const bytes of readAhead(path, PIECE, span.from, span.to)) {
    const entries: Entry[] = [];
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
      const entry = finish(bytes.subarray(start, end));
      if (entry) entries.push(entry);
      start = end + 1;
    }
    held += bytes.length - start;
    if (held <= LONGEST) pieces.push(Buffer.from(bytes.subarray(start)));
    if (entries.length > 0) yield entries;
  }
  if (held > 0) {
    const entry = finish(Buffer.alloc(0));
    if (entry) yield [entry];
  }
}

/**
 * The parts of a file, in order, each as soon as it is known: what comes before it has to be counted.
 *
 * @param part bytes of a part, or twice as many
 */
export async function* jsonlSpans(path: string, part: number): AsyncGenerator<Span> {
  const { size } = await stat(path);
  const count = partCount(size, part);
  let { from, first } = WHOLE;
  for (let k = 1; k < count; k++) {
    const to = await lineAfter(path, Math.max(from, Math.floor((k * size) / count)));
    yield { from, to, first };
    if (to === size) return;
    first += await linesIn(path, from, to);
    from = to;
  }
  yield { from, to: count === 1 ? WHOLE.to : size, first };
}

/** Where the next line begins, or the file ends. */
async function lineAfter(path: string, position: number): Promise<number> {
  let at = position;
  for await (const bytes of readAhead(path, PIECE, position, Number.POSITIVE_INFINITY)) {
    const end = bytes.indexOf(NEWLINE);
    if (end >= 0) return at + end + 1;
    at += bytes.length;
  }
  return at;
}

async function linesIn(path: string, from: number, to: number): Promise<number> {
  let lines = 0;
  for await (const bytes of readAhead(path, PIECE, from, to)) {
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, end + 1)) lines++;
  }
  return lines;
}

function entryOf(bytes: Buffer, line: number): Entry | null {
  const hasMark = line === 1 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const text = bytes.toString('utf8', hasMark ? 3 : 0);
  return isEmpty(text) ? null : parseRecord(text, line);
}

/** Whether there is nothing but space; most lines begin with a brace. */
function isEmpty(text: string): boolean {
  return !text.startsWith('{') && text.trim() === '';
}
