/**
 * Finds where a pattern next begins in a text, from a place on; Infinity if nowhere. Places are asked for in order, so that
 * all of them together take time linear in the length.
 */
export function finder(text: string, pattern: RegExp): (from: number) => number {
  const search = new RegExp(pattern, 'g');
  let found = -1;
  return (from) => {
    if (found >= from) return found;
    search.lastIndex = from;
    found = search.exec(text)?.index ?? Infinity;
    return found;
  };
}
