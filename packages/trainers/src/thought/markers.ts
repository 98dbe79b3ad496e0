import { endMark, FAMILIES, type PresetName } from '@vestige/thoughts';
import type { Found, Marker } from './split.ts';

/** Names of the ways in which completions mark thoughts that are known. */
export type MarkerName = PresetName | 'harmony-text';

/** What may follow the word that ends a thought, up to the text of the final message. */
const FINAL = /(?:<\|start\|>assistant)?<\|channel\|>final[^<]*(?:<\|constrain\|>[^<]*)?<\|message\|>/y;

/** What is left of harmony's marks where a trainer decoded without control words. */
const TEXT = { open: 'analysis', close: 'assistantfinal' };

/** Finds the marks of a way that is known. */
export function markerOf(name: MarkerName): Marker {
  return name === 'harmony-text' ? harmonyText : familyMarker(name);
}

/** The marks of a way that is known, as they are written. */
export function marksOf(name: MarkerName): { readonly open: string; readonly close: string } {
  return name === 'harmony-text' ? TEXT : FAMILIES[name];
}

/** All ways that are known. */
export const MARKER_NAMES: readonly MarkerName[] = [
  ...(Object.keys(FAMILIES) as PresetName[]),
  'harmony-text',
];

/** Whether a completion is marked in a way, beyond a mention of a mark. */
export function isMarked(name: MarkerName, completion: string): boolean {
  const { open, close } = marksOf(name);
  if (name === 'harmony-text') return completion.startsWith(open) && completion.includes(close);
  return completion.includes(close) || completion.trimStart().startsWith(open);
}

const harmonyText: Marker = {
  name: 'harmony-text',
  opens: (text) => (text.startsWith(TEXT.open) ? [0, TEXT.open.length] : null),
  closes: (text, from) => place(text, TEXT.close, from),
  promptOpens: () => false,
};

function familyMarker(name: PresetName): Marker {
  const { open, close } = FAMILIES[name];
  const end = endMark(FAMILIES[name]);
  return {
    name,
    opens: (text) => place(text, open, 0),
    closes(text, from) {
      const found = place(text, end, from);
      if (!found || end === close) return found;
      FINAL.lastIndex = found[1];
      return FINAL.test(text) ? [found[0], FINAL.lastIndex] : found;
    },
    promptOpens: (prompt) => prompt.trimEnd().endsWith(open),
  };
}

/** Finds marks by regular expressions; without one for the mark that opens, every thought is begun in its prompt. */
export function patternMarker({ open, close }: { open?: string | undefined; close: string }): Marker {
  const opening = open === undefined ? null : new RegExp(open, 'g');
  const closing = new RegExp(close, 'g');
  const atEnd = open === undefined ? null : new RegExp(`(?:${open})\\s*$`);
  const find = (pattern: RegExp, text: string, from: number): Found | null => {
    pattern.lastIndex = from;
    const found = pattern.exec(text);
    return found ? [found.index, found.index + found[0].length] : null;
  };
  return {
    name: open === undefined ? close : `${open} ... ${close}`,
    opens: (text) => (opening ? find(opening, text, 0) : null),
    closes: (text, from) => find(closing, text, from),
    promptOpens: (prompt) => atEnd?.test(prompt) ?? true,
  };
}

function place(text: string, mark: string, from: number): Found | null {
  const at = text.indexOf(mark, from);
  return at < 0 ? null : [at, at + mark.length];
}
