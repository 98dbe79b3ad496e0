/** What the experiments that are made here share: one seed of a small loan. */
export const SMALL_LOAN = {
  seeds: [0],
  environment: { kind: 'loan', factors: 3, nationalities: 4, minimumFactors: 1 },
  model: { width: 32 },
  base: { rule: 'factors' },
  analysis: { resamples: 200 },
};
