import { ExperimentError } from '../file.ts';
import { resolveExperiment } from '../load.ts';

/** A small experiment file without a mistake. */
export const valid = {
  name: 'tiny',
  title: 'Tiny',
  environment: { kind: 'loan', factors: 3 },
  reinforcement: { steps: 50, kl: 0.02 },
  base: { rule: 'factors' },
  conditions: {
    biased: { rule: 'nationality', reinforcement: { kl: 0.05 } },
    fair: { rule: 'factors' },
  },
  presets: { quick: { seeds: [4], reinforcement: { steps: 5 }, model: { width: 32 } } },
};

export const resolve = (json: object, preset?: string) =>
  resolveExperiment(json, preset, 'tiny/experiment.json');

/** What is said of a file with mistakes. */
export function messageOf(json: object, preset?: string): string {
  try {
    resolve(json, preset);
  } catch (error) {
    if (error instanceof ExperimentError) return error.message;
    throw error;
  }
  return 'no error';
}
