import { createEnvironment, type Task } from '@vestige/environment';
import { type Experiment, environmentOf } from '@vestige/experiment';

/** The task in which a condition of an experiment is measured. */
export function taskOf(experiment: Experiment, condition: string): Task {
  return createEnvironment(environmentOf(experiment, condition));
}
