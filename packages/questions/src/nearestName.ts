/** The known name that is most like a mistyped one; undefined if none is like it. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  const distances = known.map((other) => ({ other, distance: editDistance(name.toLowerCase(), other) }));
  const [nearest] = distances.sort((a, b) => a.distance - b.distance);
  return nearest && nearest.distance <= Math.ceil(nearest.other.length / 3) ? nearest.other : undefined;
}

/** Insertions, deletions and substitutions from one word to the other (Levenshtein); words of 64 characters at most. */
function editDistance(a: string, b: string): number {
  if (a.length > 64) return a.length;
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(substitution, previous[j]! + 1, current[j - 1]! + 1));
    }
    previous = current;
  }
  return previous.at(-1)!;
}
