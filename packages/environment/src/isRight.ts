import type { Task } from './task.ts';

/** Whether an answer is right: it is the label, or one that passes whatever the label. None (null) is never right. */
export function isRight(
  { alwaysPasses }: Pick<Task, 'alwaysPasses'>,
  answer: string | null,
  label: string,
): boolean {
  return answer === label || (answer !== null && (alwaysPasses?.includes(answer) ?? false));
}
