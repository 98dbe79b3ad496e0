import { setTimeout } from 'node:timers/promises';
import { afterOf, type JobObject, stateOf } from './jobObject.ts';

/** The Jobs of a submission, wherever they are asked for. */
export interface Jobs {
  all(): Promise<JobObject[]>;
  /** Starts a Job that is suspended. */
  resume(name: string): Promise<void>;
}

/** What is to be done next of Jobs that wait for each other. */
export interface Step {
  /** Names of those that can be started. */
  readonly resume: readonly string[];
  readonly failed: readonly string[];
  /** Names of those that wait for others. */
  readonly waits: readonly string[];
  /** Whether none runs, and none can be started. */
  readonly over: boolean;
}

/** A Job can be started when all that it names are complete. */
export function nextStep(jobs: readonly JobObject[]): Step {
  const states = new Map(jobs.map((job) => [job.metadata.name, stateOf(job)]));
  const named = (state: string) => jobs.filter((job) => states.get(job.metadata.name) === state);
  const [resume, waits] = [true, false].map((ready) =>
    named('suspended')
      .filter((job) => afterOf(job).every((before) => states.get(before) === 'complete') === ready)
      .map(({ metadata }) => metadata.name),
  ) as [string[], string[]];
  return {
    resume,
    waits,
    failed: named('failed').map(({ metadata }) => metadata.name),
    over: resume.length === 0 && named('active').length === 0,
  };
}

export interface ConductOptions {
  /** Milliseconds between two looks. */
  readonly pause: number;
  /** Told of each Job that is started, and of what the API did not answer. */
  readonly tell: (line: string) => void;
}

/** As often in a row may the API not answer. */
const MOST_FAULTS = 60;

/**
 * Starts Jobs as those before them become complete, until none runs and none can be started.
 *
 * @returns names of those that failed
 * @throws {Error} if what Jobs wait for is not there
 * @throws what the API answers, if it does so again and again
 */
export async function conduct(jobs: Jobs, { pause, tell }: ConductOptions): Promise<readonly string[]> {
  for (let faults = 0; ; await setTimeout(pause)) {
    let step: Step;
    try {
      step = nextStep(await jobs.all());
      for (const name of step.resume) {
        await jobs.resume(name);
        tell(`started ${name}`);
      }
      faults = 0;
    } catch (error) {
      faults++;
      if (faults === MOST_FAULTS) throw error;
      tell(`${(error as Error).message}; asked again`);
      continue;
    }
    const { over, failed, waits } = step;
    if (!over) continue;
    if (failed.length === 0 && waits.length > 0) {
      throw new Error(`${waits.join(', ')}: what they wait for is not there`);
    }
    return failed;
  }
}
