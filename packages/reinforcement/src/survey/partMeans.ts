import type { Rollout } from '../rollout.ts';

/** Means of the parts of the reward within groups. */
export class PartMeans {
  readonly names: string[] = [];
  /** By part, then by group. */
  readonly #counts: number[][] = [];
  readonly #sums: number[][] = [];

  add({ parts }: Rollout, group: number): void {
    for (const [name, value] of Object.entries(parts ?? {})) {
      if (value === null) continue;
      let part = this.names.indexOf(name);
      if (part < 0) {
        part = this.names.length;
        this.names.push(name);
        this.#counts.push([]);
        this.#sums.push([]);
      }
      this.#counts[part]![group] = (this.#counts[part]![group] ?? 0) + 1;
      this.#sums[part]![group] = (this.#sums[part]![group] ?? 0) + value;
    }
  }

  /** The part less its mean in the group; 0 if the rollout has none. */
  deviation({ parts }: Rollout, part: number, group: number): number {
    const value = parts?.[this.names[part]!] ?? null;
    return value === null ? 0 : value - this.#sums[part]![group]! / this.#counts[part]![group]!;
  }
}
