const format = new Intl.NumberFormat('en');

/** A number with what it counts: `1 file`, `2,000 files`. */
export function counted(number: number, word: string): string {
  return `${format.format(number)} ${word}${number === 1 ? '' : 's'}`;
}
