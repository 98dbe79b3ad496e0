import type { Job, Needs, Plan } from '../plan/plan.ts';

/** An element of an array, or the whole of it. */
interface Element {
  /** Name of the array. */
  readonly array: string;
  /** Null for all its elements. */
  readonly index: number | null;
}

/** What an array waits for. */
export type Dependency =
  /** Each element for the one of another array that has its index. */
  | { readonly kind: 'aftercorr'; readonly array: string }
  /** All elements for all of these; for none if there are none. */
  | { readonly kind: 'afterok'; readonly elements: readonly Element[] };

/** Jobs that are queued as one job array. */
export interface JobArray {
  /** The stage, with a number from the second array of the stage on: `train`, `train-2`. */
  readonly name: string;
  readonly stage: string;
  /** Task of each element, by its index; indices need not follow each other. */
  readonly tasks: ReadonlyMap<number, string>;
  readonly after: Dependency;
  /** The most that one of its jobs needs. */
  readonly needs: Needs;
}

/**
 * Puts the jobs of a plan into as few job arrays as wait for nothing that a job of theirs need not wait for, in an order
 * in which none comes before what it waits for.
 *
 * Jobs that wait for the same ones are an array. Jobs that wait for one each, all of the same array, are either arrays
 * whose elements wait for the element of their index, or an array for each that is waited for: whichever are fewer.
 *
 * @param largest elements of an array, whose indices are below it
 */
export function arraysOf({ jobs }: Plan, largest: number): JobArray[] {
  const arrays: JobArray[] = [];
  const placed = new Map<string, { array: JobArray; index: number }>();
  const counts = new Map<string, number>();
  const add = (members: ReadonlyMap<number, Job>, after: Dependency) => {
    const [first] = members.values();
    const { stage } = first!;
    const count = (counts.get(stage) ?? 0) + 1;
    counts.set(stage, count);
    const array: JobArray = {
      name: count === 1 ? stage : `${stage}-${count}`,
      stage,
      tasks: new Map([...members].map(([index, { task }]) => [index, task])),
      after,
      needs: most([...members.values()].map(({ needs }) => needs)),
    };
    arrays.push(array);
    for (const [index, task] of array.tasks) placed.set(task, { array, index });
  };
  const addInChunks = (members: readonly Job[], after: Dependency) => {
    for (let from = 0; from < members.length; from += largest) {
      add(new Map(members.slice(from, from + largest).map((job, i) => [i, job])), after);
    }
  };
  for (const level of levelsOf(jobs)) {
    for (const alike of groups(level, ({ stage, needs }) => `${stage} ${needs.cores} ${needs.gpus}`)) {
      const [single, others] = [true, false].map((one) =>
        alike.filter((job) => (job.after.length === 1) === one),
      );
      for (const members of groups(others!, ({ after }) => after.join(' '))) {
        addInChunks(members, { kind: 'afterok', elements: elementsOf(members[0]!.after, placed) });
      }
      for (const members of groups(single!, ({ after }) => placed.get(after[0]!)!.array.name)) {
        const byElement = groups(members, ({ after }) => after[0]!);
        const most = Math.max(...byElement.map(({ length }) => length));
        if (byElement.length < most || byElement.length === 1) {
          for (const same of byElement) {
            addInChunks(same, { kind: 'afterok', elements: elementsOf(same[0]!.after, placed) });
          }
          continue;
        }
        const { array } = placed.get(members[0]!.after[0]!)!;
        for (let k = 0; k < most; k++) {
          const kth = byElement.flatMap((same) => same.slice(k, k + 1));
          add(new Map(kth.map((job) => [placed.get(job.after[0]!)!.index, job])), {
            kind: 'aftercorr',
            array: array.name,
          });
        }
      }
    }
  }
  return arrays;
}

function levelsOf(jobs: readonly Job[]): Job[][] {
  return groups(jobs, ({ level }) => String(level)).sort(([a], [b]) => a!.level - b!.level);
}

/** An array all of whose elements are waited for is named as a whole. */
function elementsOf(
  tasks: readonly string[],
  placed: ReadonlyMap<string, { array: JobArray; index: number }>,
): Element[] {
  const places = tasks.map((task) => placed.get(task)!);
  return groups(places, ({ array }) => array.name).flatMap((ofArray): Element[] => {
    const { array } = ofArray[0]!;
    if (ofArray.length === array.tasks.size) return [{ array: array.name, index: null }];
    return ofArray.map(({ index }) => ({ array: array.name, index })).sort((a, b) => a.index - b.index);
  });
}

function most(needs: readonly Needs[]): Needs {
  const largest = (values: readonly (number | null)[]) =>
    values.reduce((a, b) => (a === null ? b : b === null ? a : Math.max(a, b)), null);
  return {
    seconds: largest(needs.map(({ seconds }) => seconds)),
    memory: largest(needs.map(({ memory }) => memory)),
    cores: largest(needs.map(({ cores }) => cores))!,
    gpus: largest(needs.map(({ gpus }) => gpus))!,
  };
}

/** In the order in which the first of each comes. */
function groups<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
  return [...Map.groupBy(items, keyOf).values()];
}
