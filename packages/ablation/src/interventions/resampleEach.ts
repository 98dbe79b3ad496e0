import { type InterventionKind, showing } from '../intervention.ts';
import { before, spread } from './thought.ts';

/**
 * The chain of thought cut before each of some units in turn, from where the policy writes on several times: *resampling
 * importance* by sentence (Bogdan et al. 2025, arXiv:2506.19143).
 */
export const resampleEach: InterventionKind = {
  name: 'resampleEach',
  needs: ['prefill'],
  touches: true,
  byDefault: false,
  label: 'resampled from each phrase',
  labelOfUnit: (unit) => `resampled from each ${unit}`,
  source: '2506.19143',
  told: 'its CoT up to each phrase in turn, then written on',
  toldUnder: ({ phrases, rollouts }) =>
    `its CoT up to a phrase, at most ${phrases} of them in turn, then written on ${rollouts === 1 ? 'once' : `${rollouts} times`}`,
  variants: ({ phrases, rollouts }) => [
    showing({
      name: 'resampleEach',
      turns: ({ thought }, task) => rollouts * spread(task.units(thought), phrases).length,
      begin: ({ problem: { question }, thought }, { task, turn = 0 }) => {
        const units = task.units(thought);
        const unitAt = spread(units, phrases)[Math.floor(turn / rollouts)];
        if (unitAt === undefined) return undefined;
        const unit = units[unitAt]!;
        return { question, thought: before(thought, unit), unit: unit.kind, unitAt };
      },
    }),
  ],
};
