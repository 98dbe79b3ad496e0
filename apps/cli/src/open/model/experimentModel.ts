import { randomBytes } from 'node:crypto';
import { conditionsOf, type Experiment, isGiven } from '@vestige/experiment';
import { checkpointsOfPolicy } from '@vestige/language/options';
import { openPolicy } from '../../stages/shared/openPolicy.ts';
import { taskOf } from '../../stages/shared/task.ts';
import { type AskedCondition, ModelPlayground } from './modelPlayground.ts';

/**
 * The policies of an experiment that were trained elsewhere, for its page to ask; undefined if there are none.
 *
 * @throws {QuestionsError} if its questions cannot be used
 */
export function experimentModel(
  experiment: Experiment,
): { readonly playground: ModelPlayground; readonly token: string } | undefined {
  const given = conditionsOf(experiment).filter((condition) => isGiven(experiment, condition));
  if (given.length === 0) return undefined;
  const asked = given.map((condition): [string, AskedCondition] => {
    const task = taskOf(experiment, condition);
    const checkpoint = checkpointsOfPolicy(experiment.policies[condition]!).at(-1)!;
    return [
      condition,
      { task, open: (signal) => openPolicy(experiment, task, condition, checkpoint, signal) },
    ];
  });
  return { playground: new ModelPlayground(new Map(asked)), token: randomBytes(32).toString('base64url') };
}
