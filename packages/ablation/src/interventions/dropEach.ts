import type { InterventionKind } from '../intervention.ts';
import { spread, without } from './thought.ts';

/** Each of some units of the chain of thought left out in turn: what every single one does, whatever its kind. */
export const dropEach: InterventionKind = {
  name: 'dropEach',
  needs: ['prefill'],
  touches: true,
  byDefault: false,
  label: 'each phrase dropped',
  labelOfUnit: (unit) => `each ${unit} dropped`,
  told: 'its CoT without one phrase, each in turn',
  toldUnder: ({ phrases }) => `its CoT without one phrase, at most ${phrases} of them in turn`,
  variants: ({ phrases }) => [
    {
      name: 'dropEach',
      turns: ({ thought }, task) => spread(task.units(thought), phrases).length,
      apply: ({ problem: { question }, thought }, { task, turn = 0 }) => {
        const units = task.units(thought);
        const unitAt = spread(units, phrases)[turn];
        if (unitAt === undefined) return { question, thought };
        const unit = units[unitAt]!;
        return { question, thought: without(thought, unit), unit: unit.kind, unitAt };
      },
    },
  ],
};
