const OPENING = '\'"`*_“”‘’«»';
const CLOSING = `${OPENING}.,;:!?`;
const BRACKETS: readonly (readonly [string, string])[] = [
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
];

/**
 * A text without what stands around its words: space, quotation marks, emphasis of Markdown, punctuation at the end, brackets
 * around all of it and those without a partner. A text of nothing else stays as it is, but for space. Linear in its length.
 */
export function trimEnds(text: string): string {
  let [start, end] = [0, text.length];
  const isSpace = (at: number) => text[at]!.trim() === '';
  for (let before = -1; before !== end - start && start < end; ) {
    before = end - start;
    while (start < end && (isSpace(start) || OPENING.includes(text[start]!))) start++;
    while (start < end && (isSpace(end - 1) || CLOSING.includes(text[end - 1]!))) end--;
    for (const [open, close] of BRACKETS) {
      const opens = text[start] === open;
      const closes = text[end - 1] === close;
      if (!opens && !closes) continue;
      const inner = text.slice(start + Number(opens), end - Number(closes));
      const alone = !inner.includes(open) && !inner.includes(close);
      if (!alone) continue;
      start += Number(opens);
      end -= Number(closes);
    }
  }
  return start < end ? text.slice(start, end) : text.trim();
}
