import { kindOf } from '../intervention.ts';
import { without } from './thought.ts';

/**
 * All units of one kind left out, the kind drawn at random among those that there are. Where one unit of a kind carries the
 * answer, to drop any one of them (`drop`) mostly misses it. An empty chain of thought stays as it is.
 */
export const dropKind = kindOf(
  {
    name: 'dropKind',
    apply: ({ problem: { question }, thought }, { task, stream }) => {
      const units = task.units(thought);
      const kinds = [...new Set(units.map(({ kind }) => kind))];
      if (kinds.length === 0) return { question, thought };
      const dropped = stream.choice(kinds);
      const rest = units
        .filter(({ kind }) => kind === dropped)
        .reduceRight((left, unit) => without(left, unit), thought);
      return { question, thought: rest, unit: dropped };
    },
  },
  {
    needs: ['prefill'],
    touches: true,
    drops: 'kind',
    label: 'one kind dropped',
    labelOfUnit: (unit) => `all ${unit} dropped`,
    told: 'its CoT without all phrases of one kind, drawn at random',
  },
);
