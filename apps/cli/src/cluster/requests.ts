import type { JobArray, Needs, SlurmOptions } from '@vestige/cluster';
import { type ClusterRequest, type Experiment, type StageTask, stageCosts } from '@vestige/experiment';
import { policiesOf } from './given.ts';

/** What the command line asks a cluster for: it goes before what a file says. */
export type TypedRequest = Pick<
  ClusterRequest,
  'partition' | 'account' | 'time' | 'memory' | 'cores' | 'gpus' | 'sbatch'
>;

/** Bytes of a process that has loaded a stage and holds no numbers yet. */
const PROCESS = 2 ** 30;
/** Estimates are within a factor of three. */
const MARGIN = 3;
const UNITS: Readonly<Record<string, number>> = { M: 2 ** 20, G: 2 ** 30, T: 2 ** 40 };

/** What the jobs of a pipeline ask a cluster for. */
export interface Requests {
  needsOf(task: StageTask): Needs;
  slurmOf(task: StageTask): SlurmOptions;
}

export function requestsOf(typed: TypedRequest): Requests {
  const costs = new Map<object, ReturnType<typeof stageCosts>>();
  const requestOf = (task: StageTask): ClusterRequest => {
    const written = experimentOf(task)?.cluster;
    const { stages = {}, ...ofAll } = written ?? {};
    const ofStage = stages[task.stage.name as keyof typeof stages];
    return { ...ofAll, ...ofStage, ...defined(typed) };
  };
  return {
    needsOf(task) {
      const given = policiesOf([task])[0]?.policy.language;
      const { memory, cores = given?.threads ?? 1, gpus = given?.gpu ? 1 : 0 } = requestOf(task);
      const cost = costOf(task, costs);
      const estimated = cost === undefined ? null : PROCESS + MARGIN * cost.bytes;
      return {
        seconds: cost?.seconds ?? null,
        memory: memory === undefined ? estimated : bytesOf(memory),
        cores,
        gpus: runsModel(task) ? gpus : 0,
      };
    },
    slurmOf(task) {
      const { partition, account, time, sbatch = [] } = requestOf(task);
      return { partition, account, time, sbatch };
    },
  };
}

/** Slurm's options of an array: those of its tasks, which are of one stage. */
export function slurmOptionsOf(requests: Requests, stages: ReadonlyMap<string, StageTask>) {
  return ({ tasks }: JobArray): SlurmOptions => {
    const [first] = tasks.values();
    return requests.slurmOf(stages.get(first!)!);
  };
}

function costOf(task: StageTask, known: Map<object, ReturnType<typeof stageCosts>>) {
  const experiment = experimentOf(task);
  if (experiment === undefined) return undefined;
  const costs = known.get(experiment) ?? stageCosts(experiment);
  known.set(experiment, costs);
  return costs.find(({ stage, condition }) => stage === task.stage.name && condition === task.run?.condition)
    ?.cost;
}

function experimentOf({ whole, file }: StageTask): Experiment | undefined {
  return file === 'experiment.json' ? (whole as Experiment) : undefined;
}

/** A policy of its own, or one that was trained elsewhere. */
function runsModel({ stage }: StageTask): boolean {
  return stage.model || stage.of === 'policies';
}

function bytesOf(size: string): number {
  return Number(size.slice(0, -1)) * UNITS[size.at(-1)!]!;
}

function defined(typed: TypedRequest): TypedRequest {
  return Object.fromEntries(Object.entries(typed).filter(([, value]) => value !== undefined));
}
