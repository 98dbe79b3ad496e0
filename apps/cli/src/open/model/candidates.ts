import type { Environment, Problem, Task } from '@vestige/environment';
import { randomStream } from '@vestige/random';

/**
 * The possible answers to a question as its task has it, flipped or not; null if they are open. Of a question that is none of
 * the task's they are open, too, unless the task has the same for all.
 */
export function candidatesOf(task: Task, question: string): readonly string[] | null {
  const problem = problemOf(task, question);
  return problem ? task.candidates(problem) : null;
}

function problemOf(task: Task, question: string): Problem | undefined {
  const stream = randomStream(0, 'open', 'problems');
  if (!task.sample) return (task as Environment).problemOf(question) ?? task.problem(stream);
  const problems = task.sample(Number.MAX_SAFE_INTEGER, stream);
  const states = (problem: Problem) => problem.question === question;
  return problems.find(states) ?? problems.flatMap((one) => task.flip?.(one, stream) ?? []).find(states);
}
