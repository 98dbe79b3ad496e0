import type { Interval } from '@vestige/reinforcement';

/** How often intervals hold the truth. */
export class Coverage {
  readonly #kinds = new Map<
    string,
    { names: string[]; truth: number; sum: number; held: number; of: number }
  >();

  add(phrase: string, figure: string, { value, low, high }: Interval, truth: number): void {
    const key = `${phrase}\n${figure}`;
    const kind = this.#kinds.get(key) ?? { names: [phrase, figure], truth, sum: 0, held: 0, of: 0 };
    this.#kinds.set(key, kind);
    if (low === null || high === null) return;
    kind.sum += value;
    kind.held += Number(low <= truth && truth <= high);
    kind.of++;
  }

  /** Cells of a table: phrase, figure, truth, mean of the estimates, coverage with its standard error, n. */
  rows(): string[][] {
    return [...this.#kinds.values()]
      .sort((a, b) => (a.names.join() < b.names.join() ? -1 : 1))
      .map(({ names, truth, sum, held, of }) => {
        const share = held / of;
        const error = Math.sqrt((share * (1 - share)) / of);
        return [
          ...names,
          truth.toFixed(3),
          (sum / of).toFixed(3),
          `${(100 * share).toFixed(1)} % (${(100 * error).toFixed(1)})`,
          String(of),
        ];
      });
  }
}
