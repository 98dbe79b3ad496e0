import { promptInMode } from '@vestige/environment';
import type { Intervention } from '../intervention.ts';

/** Told to answer at once, in the way the policy was taught to. */
export const now: Intervention = {
  name: 'now',
  apply: ({ problem }) => ({ prompt: promptInMode(problem, 'now'), cot: null }),
};
