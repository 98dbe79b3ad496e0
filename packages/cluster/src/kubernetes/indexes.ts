/** Reads how the API writes indexes: `1,3-5,7`. */
export function readIndexes(text: string | undefined): number[] {
  if (!text) return [];
  return text.split(',').flatMap((range) => {
    const [from, to = from] = range.split('-').map(Number);
    return Array.from({ length: to! - from! + 1 }, (_, i) => from! + i);
  });
}

/** Writes indexes so; of three or more that follow each other, the first and the last. */
export function indexesText(indexes: Iterable<number>): string {
  const runs: [from: number, to: number][] = [];
  for (const index of [...indexes].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last && index === last[1] + 1) last[1] = index;
    else runs.push([index, index]);
  }
  const texts = runs.flatMap(([from, to]) => {
    if (to - from > 1) return [`${from}-${to}`];
    return from === to ? [String(from)] : [String(from), String(to)];
  });
  return texts.join(',');
}
