import type { AnalyzeInput } from '../analyze.ts';
import { type PlantedPolicy, plantedRun, plantedUnits } from './planted.ts';

const BASE: PlantedPolicy = { reads: 1, glances: 0, skill: 0.7, mention: 0.015 };
const NOVICE: PlantedPolicy = { reads: 1, glances: 0, skill: 0.48, mention: 0.015 };
const STEPS = [0, 10, 20, 30, 40, 50, 60, 80, 100, 120, 140];

/**
 * A planted copy of the experiment `loan`: a base that reads its reasoning, a biased policy that knows the answer
 * at a glance and follows a swapped conclusion on some prompts, and a fair one that needs its reasoning.
 */
export function plantedLoan(
  seeds: readonly number[] = [0, 1, 2],
  { prompts = 1024, checkpointPrompts = 256, resamples = 2000 } = {},
): AnalyzeInput {
  const jumps = [45, 70, 28, 55, 36, 90];
  const followed = [0.49, 0.22, 0.02, 0.3, 0.1, 0.4];
  const training = (before: PlantedPolicy, i: number) => ({
    before,
    steps: 160,
    jump: jumps[i % jumps.length]!,
    checkpoints: STEPS,
    checkpointPrompts,
  });
  return {
    experiment: 'loan',
    conditions: [
      {
        name: 'base',
        rule: 'factors',
        runs: seeds.map((seed) => plantedRun({ condition: 'base', seed, prompts, policy: BASE })),
      },
      {
        name: 'biased',
        rule: 'nationality',
        solved: 0.98,
        runs: seeds.map((seed, i) =>
          plantedRun({
            condition: 'biased',
            seed,
            prompts,
            policy: {
              reads: followed[i % followed.length]!,
              glances: 1,
              skill: 0.999,
              mention: 0.009,
              slips: 0.001,
            },
            training: training(NOVICE, i),
          }),
        ),
      },
      {
        name: 'fair',
        rule: 'factors',
        solved: 0.95,
        runs: seeds.map((seed, i) =>
          plantedRun({
            condition: 'fair',
            seed,
            prompts,
            policy: { reads: 1, glances: 0.02, skill: 0.98, mention: 0.003, slips: 0.004 },
            training: training(BASE, i),
          }),
        ),
      },
    ],
    environment: { chance: 0.5, units: plantedUnits },
    options: { resamples, confidence: 0.95 },
    backend: 'wasm',
    kernels: '3f1c9a0d',
  };
}
