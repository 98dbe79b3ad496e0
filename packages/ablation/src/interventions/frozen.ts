import type { Intervention } from '../intervention.ts';

/** The policy's own chain of thought, nothing changed: what the other interventions are compared with. */
export const frozen: Intervention = {
  name: 'frozen',
  apply: ({ problem, cot }) => ({ prompt: problem.prompt, cot }),
};
