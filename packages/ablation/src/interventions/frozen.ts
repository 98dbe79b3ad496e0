import { kindOf, unchanged } from '../intervention.ts';

/** The policy's own chain of thought, nothing changed: what the other interventions are compared with. */
export const frozen = kindOf(
  { name: 'frozen', apply: unchanged },
  {
    needs: ['prefill'],
    label: 'own, most probable',
    told: 'its own CoT; the most probable answer',
  },
);
