import type { Plan } from './plan.ts';

/** Runs whose tasks a job runs one after the other. */
export interface Share {
  /** Of the first run, and of how many more. */
  readonly name: string;
  /** The last tasks of each: Nx runs those before them. */
  readonly tasks: readonly string[];
}

/** What is left to do of the runs, by what may be done side by side. */
export interface Waves {
  readonly first: readonly Share[];
  /** Runs that wait for one of the first. */
  readonly second: readonly Share[];
}

/**
 * Divides what is left to do among jobs that cannot wait for each other but as a whole, as those of a matrix of GitHub Actions.
 *
 * @param runOf the run that a task belongs to; null for one of the experiment as a whole, which is left out
 * @param most shares of a wave; beyond that, a share has several runs
 */
export function wavesOf(plan: Plan, runOf: (task: string) => string | null, most: number): Waves {
  const jobs = new Map(plan.jobs.map((job) => [job.task, job]));
  const runs = Map.groupBy(
    plan.jobs.filter(({ task }) => runOf(task) !== null),
    ({ task }) => runOf(task)!,
  );
  const waits = (run: string, tasks: readonly string[]): boolean =>
    tasks.some((task) => {
      const after = jobs.get(task)!.after.filter((before) => runOf(before) !== null);
      return after.some((before) => runOf(before) !== run) || waits(run, after);
    });
  const wave = (isSecond: boolean): Share[] => {
    const found = [...runs].flatMap(([run, own]) => {
      const before = new Set(own.flatMap(({ after }) => after));
      const tasks = own.map(({ task }) => task).filter((task) => !before.has(task));
      return waits(run, tasks) === isSecond ? [{ run, tasks }] : [];
    });
    const size = Math.ceil(found.length / most);
    return Array.from({ length: size === 0 ? 0 : Math.ceil(found.length / size) }, (_, i) => {
      const some = found.slice(i * size, (i + 1) * size);
      const more = some.length > 1 ? `-and-${some.length - 1}` : '';
      return { name: `${some[0]!.run}${more}`, tasks: some.flatMap(({ tasks }) => tasks) };
    });
  };
  return { first: wave(false), second: wave(true) };
}
