import { join } from 'node:path';
import { createEnvironment, type Task } from '@vestige/environment';
import { type Experiment, environmentOf, fail, ruleOf } from '@vestige/experiment';
import { createQuestions, readQuestions } from '@vestige/questions';

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
  const task = createQuestions(options, readQuestions(join(directory, options.file)));
  const rule = ruleOf(experiment, condition);
  if (!task.rules.includes(rule)) {
    fail(join(directory, 'experiment.json'), [
      `field policies.${condition}.rule: the questions have no rule "${rule}"; expected one of ${task.rules.join(', ')}`,
    ]);
  }
  return task;
}
