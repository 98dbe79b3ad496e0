import type { Environment } from './environment.ts';

/**
 * Whether an answer is right: it is the label, or one that passes whatever the label.
 *
 * @param answer token id; -1, the answer of a malformed completion, is never right
 * @param label token id of the right answer under the rule in question
 */
export function isRight(
  { alwaysPasses }: Pick<Environment, 'alwaysPasses'>,
  answer: number,
  label: number,
): boolean {
  return answer === label || (alwaysPasses?.includes(answer) ?? false);
}
