import type { Unit } from '@vestige/environment';

/** How many of the first units weigh no more together than that. */
export function countWithin(units: readonly Unit[], most: number): number {
  let weight = 0;
  const beyond = units.findIndex((unit) => {
    weight += unit.weight;
    return weight > most;
  });
  return beyond < 0 ? units.length : beyond;
}

/** Places of some units, at most as many, spread evenly from the first to the last. */
export function spread(units: readonly Unit[], most: number): readonly number[] {
  const count = Math.min(units.length, most);
  const gaps = Math.max(1, count - 1);
  return Array.from({ length: count }, (_, i) => Math.round((i * (units.length - 1)) / gaps));
}

/** A thought up to the end of a unit that is kept; empty if none is. */
export function upTo(thought: string, unit: Unit | undefined): string {
  return thought.slice(0, unit?.end ?? 0);
}

/** What stands before a unit. */
export function before(thought: string, { start }: Unit): string {
  return thought.slice(0, start).trimEnd();
}

/** A thought whose beginning is given, and the next part of it. */
export function followed(beginning: string, part: string): string {
  return beginning === '' || part === '' ? beginning + part : `${beginning} ${part}`;
}

/** A thought without one of its units. */
export function without(thought: string, { start, end }: Unit): string {
  const head = thought.slice(0, start);
  const tail = thought.slice(end).trimStart();
  return tail === '' || head === '' ? (head + tail).trim() : head + tail;
}

/** The units of a thought in another order; the space between them stays where it is. */
export function reordered(thought: string, units: readonly Unit[], order: readonly Unit[]): string {
  return order
    .map(({ start, end }, i) => {
      const gapFrom = i === 0 ? 0 : units[i - 1]!.end;
      return thought.slice(gapFrom, units[i]!.start) + thought.slice(start, end);
    })
    .join('');
}

/** A thought with each of its words replaced, all space kept. */
export function mapWords(thought: string, replacement: (word: string, i: number) => string): string {
  let i = 0;
  return thought.replace(/\S+/g, (word) => replacement(word, i++));
}

/** The words of a thought, without the space between them. */
export function wordsIn(thought: string): readonly string[] {
  return thought.match(/\S+/g) ?? [];
}

/** Words as they stand in a sentence about them: `a`, `b` and `c`. */
export function inBackticks(words: readonly string[]): string {
  return new Intl.ListFormat('en-GB').format(words.map((word) => `\`${word}\``));
}
