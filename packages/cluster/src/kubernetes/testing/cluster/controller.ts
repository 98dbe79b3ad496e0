import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { indexesText } from '../../indexes.ts';
import { type Ended, type PodOptions, type PodProcess, startPod } from './podProcess.ts';
import type { Job, Rule } from './schemas.ts';

/** A pod, while it runs and afterwards. */
export interface PodRecord {
  readonly name: string;
  readonly job: Job;
  readonly index: number;
  readonly started: string;
  finished: string | null;
  ended: Ended | null;
  /** Last lines of what it said, where it failed. */
  message: string;
}

/** How a Job is going. */
interface Progress {
  readonly job: Job;
  readonly running: Map<number, PodProcess>;
  readonly succeeded: Set<number>;
  readonly failed: Set<number>;
  readonly failures: Map<number, number>;
  condition: Condition | null;
}

interface Condition {
  readonly type: 'Complete' | 'Failed';
  readonly status: 'True';
  readonly reason: string;
  readonly message: string;
}

/** What the controller starts pods with. */
export interface ControllerOptions {
  /** Pods at a time, of all Jobs. */
  readonly slots: number;
  /** Folder for what pods hold and say. */
  readonly folder: string;
  /** All that a pod needs which is not its own. */
  readonly pods: Omit<PodOptions, 'name' | 'pod' | 'index' | 'folder' | 'log'>;
  /** Told of every pod that was started. */
  readonly onStart?: (pod: PodRecord, process: PodProcess) => void;
}

/** Bytes of a termination message. */
const MESSAGE = 2048;

/**
 * Runs Jobs as the controller of Kubernetes does, by what is written in them: indexes, parallelism, suspension, retries
 * by index, and the policy for pods that fail. It knows nothing else of what they are for.
 */
export class JobController {
  readonly pods: PodRecord[] = [];
  readonly #options: ControllerOptions;
  readonly #jobs = new Map<string, Progress>();
  readonly #processes = new Map<string, PodProcess>();
  readonly #changed: (() => void)[] = [];

  constructor(options: ControllerOptions) {
    this.#options = options;
    for (const name of ['pods', 'logs']) mkdirSync(join(options.folder, name), { recursive: true });
  }

  add(job: Job): void {
    this.#jobs.set(job.metadata.name, {
      job,
      ...{
        running: new Map(),
        succeeded: new Set(),
        failed: new Set(),
        failures: new Map(),
        condition: null,
      },
    });
    this.look();
  }

  /** Ends the pods of a Job, which is no more. */
  remove(name: string): void {
    const progress = this.#jobs.get(name);
    this.#jobs.delete(name);
    for (const pod of progress?.running.values() ?? []) pod.terminate();
  }

  /** The field `status` of a Job. */
  statusOf({ metadata, spec }: Job): object {
    const { running, succeeded, failed, condition } = this.#jobs.get(metadata.name)!;
    return {
      active: running.size,
      succeeded: succeeded.size,
      ...(spec.completionMode === 'Indexed' && {
        completedIndexes: indexesText(succeeded),
        ...(failed.size > 0 && { failedIndexes: indexesText(failed) }),
      }),
      conditions: condition === null ? [] : [condition],
    };
  }

  /** Waits until nothing runs, and nothing can begin. */
  async idle(): Promise<void> {
    while ([...this.#jobs.values()].some(({ running }) => running.size > 0)) {
      await new Promise<void>((resolve) => this.#changed.push(resolve));
    }
  }

  /** Kills all pods, those whose Job is no more among them. */
  async end(): Promise<void> {
    const left = this.pods
      .filter(({ ended }) => ended === null)
      .map(({ name }) => this.#processes.get(name)!);
    for (const pod of left) pod.disrupt();
    await Promise.all(left.map(({ ended }) => ended));
  }

  logOf(pod: string): string {
    return join(this.#options.folder, 'logs', `${pod}.log`);
  }

  /** Starts what can be started. */
  look(): void {
    for (const progress of this.#jobs.values()) {
      const { job, running, succeeded, failed, condition } = progress;
      const { completions, parallelism, suspend } = job.spec;
      if (suspend || condition !== null) continue;
      for (let index = 0; index < completions && running.size < parallelism; index++) {
        if (this.#running() >= this.#options.slots) return;
        if (!running.has(index) && !succeeded.has(index) && !failed.has(index)) this.#start(progress, index);
      }
    }
  }

  #running(): number {
    return [...this.#jobs.values()].reduce((sum, { running }) => sum + running.size, 0);
  }

  #start(progress: Progress, index: number): void {
    const { job, running } = progress;
    const { spec } = job.spec.template;
    const indexed = job.spec.completionMode === 'Indexed';
    const name = `${job.metadata.name}-${indexed ? `${index}-` : ''}${randomUUID().slice(0, 5)}`;
    const record: PodRecord = {
      ...{ name, job, index, started: new Date().toISOString(), finished: null, ended: null, message: '' },
    };
    const log = this.logOf(name);
    const pod = startPod({
      ...this.#options.pods,
      ...{ name, pod: spec, index: indexed ? index : null, log },
      folder: join(this.#options.folder, 'pods', name),
    });
    this.pods.push(record);
    running.set(index, pod);
    this.#processes.set(name, pod);
    this.#options.onStart?.(record, pod);
    void pod.ended.then((ended) => {
      record.ended = ended;
      record.finished = new Date().toISOString();
      if (ended.exitCode !== 0) record.message = readFileSync(log, 'utf8').slice(-MESSAGE);
      running.delete(index);
      this.#settle(progress, index, ended);
      this.look();
      for (const waits of this.#changed.splice(0)) waits();
    });
  }

  #settle(progress: Progress, index: number, ended: Ended): void {
    if (progress.condition !== null) return;
    progress.condition = conditionAfter(progress, index, ended);
    if (progress.condition?.type === 'Failed') for (const pod of progress.running.values()) pod.terminate();
  }
}

/** Counts a pod that ended; what the Job is after that, if it is over. */
function conditionAfter(progress: Progress, index: number, ended: Ended): Condition | null {
  const { job, succeeded, failed, failures } = progress;
  const { spec } = job;
  const { backoffLimitPerIndex = Number.POSITIVE_INFINITY, maxFailedIndexes = Number.POSITIVE_INFINITY } =
    spec;
  if (ended.exitCode === 0) succeeded.add(index);
  else {
    const action = actionOf(spec.podFailurePolicy.rules, spec.template.spec.containers[0].name, ended);
    if (action === 'FailJob') return failedJob('PodFailurePolicy', `exit code ${ended.exitCode}`);
    if (action === 'FailIndex') failed.add(index);
    if (action === 'Count') {
      failures.set(index, (failures.get(index) ?? 0) + 1);
      const all = [...failures.values()].reduce((a, b) => a + b, 0);
      if (all > spec.backoffLimit) return failedJob('BackoffLimitExceeded', `${all} failures`);
      if (failures.get(index)! > backoffLimitPerIndex) failed.add(index);
    }
  }
  if (failed.size > maxFailedIndexes) return failedJob('MaxFailedIndexesExceeded', `${failed.size} indexes`);
  if (succeeded.size + failed.size < spec.completions) return null;
  if (failed.size > 0) return failedJob('FailedIndexes', 'Job has failed indexes');
  return { type: 'Complete', status: 'True', reason: 'CompletionsReached', message: '' };
}

function failedJob(reason: string, message: string): Condition {
  return { type: 'Failed', status: 'True', reason, message };
}

/** What the first rule that fits says; a failure counts where none does. */
function actionOf(rules: readonly Rule[], container: string, { exitCode, disrupted }: Ended): Rule['action'] {
  const rule = rules.find((one) => {
    if ('onPodConditions' in one) {
      return one.onPodConditions.some(
        ({ type, status }) => type === 'DisruptionTarget' && status === 'True' && disrupted,
      );
    }
    const { containerName, operator, values } = one.onExitCodes;
    return containerName === container && values.includes(exitCode) === (operator === 'In');
  });
  return rule?.action ?? 'Count';
}
