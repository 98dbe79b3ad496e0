import { join } from 'node:path';
import { createEnvironment, type Task } from '@vestige/environment';
import { type Experiment, environmentOf, fail, ruleOf } from '@vestige/experiment';
import { createQuestions, readQuestions } from '@vestige/questions';

/** Questions by experiment: a file of them is read once, for all conditions that are measured on it. */
const questions = new WeakMap<Experiment, Task>();

/**
 * The task in which a condition of an experiment is measured.
 *
 * @throws {QuestionsError} if its questions cannot be used
 * @throws {ExperimentError} if they have no answer by its rule
 */
export function taskOf(experiment: Experiment, condition: string): Task {
  const options = environmentOf(experiment, condition);
  if (options.kind !== 'questions') return createEnvironment(options);
  const { directory } = experiment;
  const task =
    questions.get(experiment) ?? createQuestions(options, readQuestions(join(directory, options.file)));
  questions.set(experiment, task);
  const rule = ruleOf(experiment, condition);
  if (!task.rules.includes(rule)) {
    fail(join(directory, 'experiment.json'), [
      `field policies.${condition}.rule: the questions have no rule "${rule}"; expected one of ${task.rules.join(', ')}`,
    ]);
  }
  return task;
}
