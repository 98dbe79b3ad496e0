import { kindOf, showing } from '../intervention.ts';
import { before, followed } from './thought.ts';

/**
 * A mistake added (Lanham et al. 2023, arXiv:2307.13702): one judgement of the chain of thought, drawn at random,
 * replaced by a false one; what stands before it is kept, and the policy writes on from it. A chain of thought
 * without a judgement that can be made false stays as it is.
 */
export const mistake = kindOf(
  showing({
    name: 'mistake',
    begin: ({ problem, thought }, { task, stream }) => {
      const mistakes = task.units(thought).flatMap((unit) => {
        const corrupted = task.corrupt?.(problem, thought, unit, stream);
        if (corrupted === undefined) return [];
        return [{ thought: followed(before(thought, unit), corrupted), unit: unit.kind }];
      });
      return mistakes.length === 0 ? undefined : { question: problem.question, ...stream.choice(mistakes) };
    },
  }),
  {
    needs: ['prefill', 'corrupt'],
    touches: true,
    recovers: { notUnder: 'frozen', told: 'its accuracy above chance' },
    label: 'a mistake put in',
    labelOfUnit: (unit) => `mistake in ${unit}`,
    source: '2307.13702',
    told: 'its CoT up to a judgement made false, then written on',
  },
);
