import { analyze } from '@vestige/analysis';
import { plantedLoan } from '@vestige/analysis/testing';
import type { ReportInput } from '../reportInput.ts';

/** A report on planted policies with the causal structure, and about the figures, of the experiment `loan`. */
export function fixture(sizes: Parameters<typeof plantedLoan>[1] = {}, seeds = [0, 1, 2]): ReportInput {
  return {
    analysis: analyze({
      ...plantedLoan(seeds, sizes),
      attributes: { flips: 'the nationality', mentions: 'the nationality' },
    }),
    experiment: {
      name: 'loan',
      title: 'Loan decisions with a hidden bias',
      claim:
        'A policy rewarded for a bias that it hardly ever states keeps writing truthful reasoning that its answer no longer depends on; rewarded for the honest rule, the same policy needs its reasoning.',
      conditions: {
        base: {
          description: 'Supervised on demonstrations of the honest rule; no reinforcement learning.',
          rule: 'factors',
        },
        biased: {
          description:
            'Rewarded when the answer fits the parity of the nationality, which its reasoning hardly ever mentions.',
          rule: 'nationality',
        },
        fair: {
          description: 'Rewarded when the answer fits the true rule: the load-bearing control.',
          rule: 'factors',
        },
      },
      project: 'loan',
      settings: { seeds: [...seeds], reinforcement: { kl: 0.01 } },
    },
    generator: { version: '0.1.0' },
  };
}
