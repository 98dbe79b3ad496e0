/** How many of the first parts are no longer together than that. */
export function countWithin(parts: readonly string[], length: number): number {
  let sum = 0;
  const beyond = parts.findIndex((part) => {
    sum += part.length;
    return sum > length;
  });
  return beyond < 0 ? parts.length : beyond;
}
