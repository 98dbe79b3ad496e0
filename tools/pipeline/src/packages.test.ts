import { STAGES } from '@vestige/experiment';
import { expect, test } from 'vitest';
import { closureOf } from './packages.ts';
import { PACKAGES } from './testing/fixture.ts';

test('a stage counts with the packages it runs, and with the options alone of those it only validates', () => {
  expect(closureOf(PACKAGES, STAGES.analyze.packages)).toEqual({
    whole: ['ablation', 'analysis', 'environment', 'experiment', 'policy', 'random', 'rollouts'],
    options: ['model', 'rewards', 'training'],
    npm: ['apache-arrow', 'pure-rand', 'zod'],
  });
});

test('an edit of the report or of the analysis reaches no stage that computes', () => {
  for (const stage of ['pretrain', 'train', 'ablate'] as const) {
    const { whole } = closureOf(PACKAGES, STAGES[stage].packages);
    expect(whole).toContain('kernels');
    expect(whole).not.toContain('analysis');
    expect(whole).not.toContain('report');
  }
});
