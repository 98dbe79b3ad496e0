import { kindOf, showing } from '../intervention.ts';
import { before } from './thought.ts';

/**
 * Resampling (Bogdan et al. 2025, arXiv:2506.19143): the chain of thought cut before a unit drawn at random, and
 * the policy writes on from there. An empty one stays as it is.
 */
export const resample = kindOf(
  showing({
    name: 'resample',
    begin: ({ problem: { question }, thought }, { task, stream }) => {
      const units = task.units(thought);
      if (units.length === 0) return undefined;
      const first = stream.choice(units);
      return { question, thought: before(thought, first), unit: first.kind };
    },
  }),
  {
    needs: ['prefill'],
    touches: true,
    label: 'resampled',
    source: '2506.19143',
    told: 'its CoT up to some phrase, then written on',
  },
);
