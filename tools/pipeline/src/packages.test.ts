import { expect, test } from 'vitest';
import { closureOf, readPackages } from './packages.ts';
import { READS } from './stages.ts';
import { PACKAGES } from './testing/fixture.ts';

test('a stage counts with the packages it runs, and with the options alone of those it only validates', () => {
  expect(closureOf(PACKAGES, READS.analyze.packages)).toEqual({
    whole: ['analysis', 'environment', 'experiment', 'random', 'rollouts'],
    options: ['ablation', 'model', 'rewards', 'training'],
    npm: ['apache-arrow', 'pure-rand', 'zod'],
  });
});

test('an edit of the report or of the analysis reaches no stage that computes', () => {
  for (const stage of ['pretrain', 'train', 'ablate'] as const) {
    const { whole } = closureOf(PACKAGES, READS[stage].packages);
    expect(whole).toContain('kernels');
    expect(whole).not.toContain('analysis');
    expect(whole).not.toContain('report');
  }
});

test('every entry package of a stage is in the workspace', () => {
  const packages = readPackages(`${import.meta.dirname}/../../..`);
  for (const { packages: entries } of Object.values(READS)) {
    for (const name of entries) expect(Object.keys(packages)).toContain(name);
  }
});
