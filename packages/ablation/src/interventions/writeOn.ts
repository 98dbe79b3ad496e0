import type { Task } from '@vestige/environment';
import type { RandomStream } from '@vestige/random';
import { before } from './thought.ts';

/**
 * The beginning of a thought, for the policy to write on from: up to a unit drawn at random, with at least one before it.
 * Empty where there are no two units.
 */
export function beginningOf(thought: string, task: Task, stream: RandomStream): string {
  const [, ...later] = task.units(thought);
  return later.length === 0 ? '' : before(thought, stream.choice(later));
}
