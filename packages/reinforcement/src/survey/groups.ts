import type { Rollout } from '../rollout.ts';
import { hash53 } from './hash.ts';
import { PairIndex } from './pairIndex.ts';

/** Stands for the hash of an answer where none was found. */
export const NO_ANSWER = -1;

/** What an advantage is taken from. */
export type AdvantageBasis = 'trainer' | 'group mean';

/** Numbers of rollouts and sums of what they got, by group or cell. */
interface Sums {
  readonly rewards: number[];
  readonly rewardSum: number[];
  readonly advantages: number[];
  readonly advantageSum: number[];
}

/**
 * Rollouts by group, those of one problem at one step, and by cell, those of a group with one answer. Steps, problems, groups
 * and cells are numbered as they first come.
 */
export class Groups {
  readonly steps: number[] = [];
  readonly problems: string[] = [];
  /** Step and problem of each group, and how many rollouts it has, scored or not. */
  readonly stepOf: number[] = [];
  readonly problemOf: number[] = [];
  readonly sizes: number[] = [];
  /** Group of each cell. */
  readonly groupOf: number[] = [];
  readonly #stepNumbers = new Map<number, number>();
  readonly #problemNumbers = new Map<string, number>();
  readonly #groups = new PairIndex();
  readonly #cells = new PairIndex();
  readonly #ofGroups = emptySums();
  readonly #ofCells = emptySums();
  #rewards = 0;
  #advantages = 0;
  #answers = 0;

  add(rollout: Rollout, step: number): { readonly step: number; readonly group: number } {
    const stepNumber = numbered(this.#stepNumbers, step, this.steps);
    const problem = numbered(this.#problemNumbers, rollout.problem, this.problems);
    const group = this.#groups.number(stepNumber, problem);
    if (group === this.stepOf.length) {
      this.stepOf.push(stepNumber);
      this.problemOf.push(problem);
      this.sizes.push(0);
      extend(this.#ofGroups);
    }
    this.sizes[group]!++;
    const cell = this.#cells.number(group, answerHash(rollout));
    if (cell === this.groupOf.length) {
      this.groupOf.push(group);
      extend(this.#ofCells);
    }
    addTo(this.#ofGroups, group, rollout);
    addTo(this.#ofCells, cell, rollout);
    this.#rewards += Number(rollout.reward !== null);
    this.#advantages += Number(rollout.advantage !== null);
    this.#answers += Number(rollout.answer !== null);
    return { step: stepNumber, group };
  }

  /** The trainer's advantages where no rollout with a reward lacks one, else rewards; null without either. */
  get basis(): AdvantageBasis | null {
    if (this.#advantages > 0 && this.#advantages >= this.#rewards) return 'trainer';
    return this.#rewards > 0 ? 'group mean' : null;
  }

  /** Rollouts in which an answer was found. */
  get answers(): number {
    return this.#answers;
  }

  /** Group of a rollout that was added. */
  groupNumber(rollout: Rollout, step: number): number {
    return this.#groups.find(this.#stepNumbers.get(step)!, this.#problemNumbers.get(rollout.problem)!);
  }

  /** Cell of a rollout that was added. */
  cellNumber(rollout: Rollout, group: number): number {
    return this.#cells.find(group, answerHash(rollout));
  }

  /** Scored rollouts of each group, and their mean. */
  scoredGroups(): Scored {
    return this.#scored(this.#ofGroups);
  }

  /** The same of each cell. */
  scoredCells(): Scored {
    return this.#scored(this.#ofCells);
  }

  #scored(sums: Sums): Scored {
    const [counts, total] =
      this.basis === 'trainer' ? [sums.advantages, sums.advantageSum] : [sums.rewards, sums.rewardSum];
    return {
      counts: Int32Array.from(counts),
      means: Float64Array.from(total, (sum, i) => (counts[i] === 0 ? 0 : sum / counts[i]!)),
    };
  }
}

/** How many rollouts have an advantage, or a reward to make one of, and the mean of it. */
export interface Scored {
  readonly counts: Int32Array;
  readonly means: Float64Array;
}

/** What {@link Scored} is about; null if the rollout has none. */
export function scoreOf({ reward, advantage }: Rollout, basis: AdvantageBasis | null): number | null {
  return basis === 'trainer' ? advantage : reward;
}

/** 53 bits of an answer's hash, or {@link NO_ANSWER}. */
export function answerHash({ answer }: Rollout): number {
  return answer === null ? NO_ANSWER : hash53(answer);
}

function numbered<T>(numbers: Map<T, number>, key: T, keys: T[]): number {
  let number = numbers.get(key);
  if (number === undefined) {
    number = keys.length;
    numbers.set(key, number);
    keys.push(key);
  }
  return number;
}

function emptySums(): Sums {
  return { rewards: [], rewardSum: [], advantages: [], advantageSum: [] };
}

function extend({ rewards, rewardSum, advantages, advantageSum }: Sums): void {
  for (const column of [rewards, rewardSum, advantages, advantageSum]) column.push(0);
}

function addTo(sums: Sums, at: number, { reward, advantage }: Rollout): void {
  if (reward !== null) {
    sums.rewards[at]!++;
    sums.rewardSum[at]! += reward;
  }
  if (advantage !== null) {
    sums.advantages[at]!++;
    sums.advantageSum[at]! += advantage;
  }
}
