/** A task of a pipeline, as a cluster sees it. */
export interface Task {
  /** Indices of the tasks that have to be done first; all are smaller than its own. */
  readonly after: readonly number[];
  /** Of all tasks whose entries a job takes from the cache for it: those before, and those before them. */
  readonly needs: readonly number[];
  /** Seconds of a core. */
  readonly seconds: number;
  /** Of its entry in the cache, packed. */
  readonly bytes: number;
}

/** What a stage takes, and leaves. */
type StageCost = Pick<Task, 'seconds' | 'bytes'>;

/** Stages of an experiment with `conditions` trained conditions under each of `seeds` seeds. */
export interface Sweep {
  readonly experiments: number;
  readonly conditions: number;
  readonly seeds: number;
  readonly stages: Readonly<Record<'pretrain' | 'train' | 'ablate' | 'analyze' | 'report', StageCost>>;
}

/** Runs of a sweep: each condition and the base under each seed. */
export function runsIn({ experiments, conditions, seeds }: Sweep): number {
  return experiments * seeds * (conditions + 1);
}

/** Its tasks, each after those that it needs. */
export function tasksOf({ experiments, conditions, seeds, stages }: Sweep): Task[] {
  const tasks: Task[] = [];
  const add = (cost: StageCost, after: readonly number[], needs: readonly number[] = after) =>
    tasks.push({ ...cost, after, needs }) - 1;
  for (let experiment = 0; experiment < experiments; experiment++) {
    const first = tasks.length;
    const ablated: number[] = [];
    for (let seed = 0; seed < seeds; seed++) {
      const base = add(stages.pretrain, []);
      ablated.push(add(stages.ablate, [base]));
      for (let condition = 0; condition < conditions; condition++) {
        const trained = add(stages.train, [base]);
        ablated.push(add(stages.ablate, [trained], [base, trained]));
      }
    }
    const all = Array.from({ length: tasks.length - first }, (_, i) => first + i);
    const analysis = add(stages.analyze, ablated, all);
    add(stages.report, [analysis], [...all, analysis]);
  }
  return tasks;
}
