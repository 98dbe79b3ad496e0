/** What an answer follows where nothing else is said. */
export const CUE = 'Answer:';

const NUMBER = /(?<![\w.])-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?![\w]|,\d|\.\d)/g;

/** Finds the text that an answer follows. */
export interface Cue {
  /** Where the first cue begins, with what emphasises it; -1 if there is none. */
  at(text: string, from: number): number;
  /** What follows the first cue; null if there is none. */
  after(text: string): string | null;
}

/** Makes ready to find a cue. */
export function cueOf(cue: string): Cue {
  const found = new RegExp(`(?<!\\w)[*_]*${escaped(cue)}`, 'g');
  const at = (text: string, from: number) => {
    found.lastIndex = from;
    return found.exec(text)?.index ?? -1;
  };
  return {
    at,
    after(text) {
      const start = at(text, 0);
      return start < 0 ? null : text.slice(text.indexOf(cue, start) + cue.length).replace(/^[*_]+/, '');
    },
  };
}

/** Reads the letter of a choice at the beginning of what follows a cue: `B`, `(B)`, `B) Paris`; `A cat` is no choice of A. */
export function letterReader(letters = 'ABCDEFGHIJ'): (after: string) => string | null {
  const letter = new RegExp(`^[\\s*_("[]*([${escaped(letters)}])(?=[)\\].:,"*_]|[ \\t]*(?:\\n|$))`);
  return (after) => letter.exec(after)?.[1] ?? null;
}

/** The last number of a text as it stands there; null if there is none. */
export function lastNumber(text: string): string | null {
  return text.match(NUMBER)?.at(-1) ?? null;
}

/** What the last `\boxed{}` holds, braces in it balanced; null if there is none, or it is not closed. */
export function boxed(text: string): string | null {
  const start = text.lastIndexOf('\\boxed{');
  if (start < 0) return null;
  const from = start + '\\boxed{'.length;
  let depth = 1;
  for (let i = from; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === '{') depth++;
    else if (text[i] === '}') depth--;
    if (depth === 0) return text.slice(from, i).trim() || null;
  }
  return null;
}

/** Without space and emphasis around it. */
export function bare(text: string): string {
  return text.replace(/^[\s*_]+|[\s*_]+$/g, '');
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
