import { type Analysis, analyze } from '@vestige/analysis';
import { plantedLoan } from '@vestige/analysis/testing';
import { type Experiment, merged, resolveExperiment } from '@vestige/experiment';
import { expect, test } from 'vitest';
import { writeMethods } from './methods.ts';

type Json = Record<string, unknown>;

const LOAN = {
  name: 'loan',
  title: 'Loans',
  seeds: [0, 1, 2],
  environment: { kind: 'loan' },
  base: { rule: 'factors' },
  conditions: { biased: { rule: 'nationality' }, fair: { rule: 'factors' } },
};
const analysis = analyze(plantedLoan([0, 1, 2]));

const experimentOf = (fields: Json = {}): Experiment =>
  resolveExperiment(merged(LOAN, fields), undefined, 'loan/experiment.json');
const methodsOf = (fields: Json = {}, of: Analysis = analysis) =>
  writeMethods(experimentOf(fields), of, '1.2.3');

/** An object with one field, given by its dotted path. */
const nested = (path: string, value: unknown): Json =>
  path.split('.').reduceRight((inner, field) => ({ [field]: inner }), value as Json);

test.each([
  ['environment.factors', 3],
  ['environment.conclusion', 0.4],
  ['environment.leak', 0.01],
  ['environment.factorsRule', 'majority'],
  ['model.width', 32],
  ['model.layers', 3],
  ['model.heads', 2],
  ['model.feedForward', 48],
  ['model.contextLength', 80],
  ['model.positions', 'rotary'],
  ['pretraining.steps', 901],
  ['pretraining.batch', 65],
  ['pretraining.learningRate', 0.00123],
  ['pretraining.warmup', 51],
  ['pretraining.beta1', 0.8],
  ['pretraining.beta2', 0.98],
  ['pretraining.weightDecay', 0.1],
  ['pretraining.maxGradientNorm', 2],
  ['reinforcement.steps', 301],
  ['reinforcement.minimumSteps', 161],
  ['reinforcement.solved', 0.9],
  ['reinforcement.batch', 264],
  ['reinforcement.groupSize', 8],
  ['reinforcement.temperature', 0.9],
  ['reinforcement.forcedEmpty', 0.25],
  ['reinforcement.optimizer', 'sgd'],
  ['reinforcement.learningRate', 0.00033],
  ['reinforcement.warmup', 11],
  ['reinforcement.decay', 'linear'],
  ['reinforcement.beta1', 0.8],
  ['reinforcement.beta2', 0.98],
  ['reinforcement.weightDecay', 0.1],
  ['reinforcement.maxGradientNorm', null],
  ['reinforcement.kl', 0],
  ['reinforcement.entropy', 0.001],
  ['reinforcement.normalizeAdvantages', true],
  ['reinforcement.algorithm', 'ppo'],
  ['reinforcement.evaluateEvery', 21],
  ['reinforcement.evaluationPrompts', 255],
  ['reinforcement.drift', { words: ['hmm'], probes: 64 }],
  ['reinforcement.drift', { words: ['hmm'], every: 5 }],
  ['conditions.fair.rewards', { outcome: 2 }],
  ['conditions.fair.rewards', { length: 0.01 }],
  ['conditions.fair.rewards', { monitor: { penalty: 0.5, words: ['good'] } }],
  ['conditions.fair.rule', 'nationality'],
  ['conditions.fair.reinforcement', { kl: 0.5 }],
  ['base.rule', 'nationality'],
  ['ablation.prompts', 1000],
  ['ablation.checkpointPrompts', 100],
  ['ablation.checkpointPrompts', 0],
  ['ablation.interventions', ['now', 'filler']],
  ['ablation.checkpointInterventions', ['now']],
  ['ablation.cuts', [0, 0.5]],
  ['ablation.force', ['hmm']],
  ['ablation.forbid', ['hmm']],
  ['ablation.substitute', { good: 'bad' }],
  ['ablation.readaptation', [7]],
  ['ablation.readaptationAnswers', ['label']],
  ['ablation.readaptationLearningRate', 0.002],
  ['seeds', [4, 5, 6]],
])('another %s (%j) is another text', (path, value) => {
  const [was, is] = [methodsOf(), methodsOf(nested(path, value))];
  expect(is.markdown).not.toBe(was.markdown);
  expect(is.latex).not.toBe(was.latex);
});

test.each([
  ['reinforcement.ppo', { clip: 0.3 }, {}],
  ['reinforcement.beta1', 0.5, { reinforcement: { optimizer: 'sgd' } }],
  ['ablation.cuts', [0, 0.9], { ablation: { interventions: ['now'], checkpointInterventions: ['now'] } }],
])('%s is not told where it is not in force', (path, value, beside) => {
  expect(methodsOf(merged(beside, nested(path, value)))).toEqual(methodsOf(beside));
});

test('the algorithm is told with its own baseline and settings', () => {
  const told = (reinforcement: Json) => methodsOf({ reinforcement }).markdown;
  expect(told({})).toContain('less the mean reward of the batch, not divided by a standard deviation');
  expect(told({ algorithm: 'rloo', groupSize: 8 })).toContain(
    'the mean reward of the 7 others of its prompt',
  );
  expect(told({ algorithm: 'rloo', groupSize: 8, normalizeAdvantages: true })).toContain(
    'divided by the standard deviation over the rollouts of the prompt',
  );
  expect(told({ algorithm: 'grpo', groupSize: 8, normalizeAdvantages: true })).toContain(
    'the mean reward of the 8 rollouts of its prompt, divided by the standard deviation over the rollouts of the prompt',
  );
  expect(told({ algorithm: 'ppo', ppo: { clip: 0.3, epochs: 4, minibatches: 8 } })).toContain(
    'clipped to within 0.3 of 1, 4 epochs of 8 minibatches an update',
  );
});

test('the size of the policy is that of its model', () => {
  // 2 x 64 wte and head of 51 words, 64 positions, 2 blocks, the last norm.
  const { markdown } = methodsOf({ environment: { values: 4, factors: 5 } });
  const block = 4 * 64 + 64 * 192 + 192 + 64 * 64 + 64 + 64 * 256 + 256 + 256 * 64 + 64;
  const words = Number(/vocabulary of (\d+)/.exec(markdown)![1]);
  const parameters = 2 * words * 64 + 64 * 64 + 2 * block + 2 * 64;
  expect(markdown).toContain(`${parameters.toLocaleString('en-US')} parameters`);
});

test('what conditions share is said once, and of which it holds where they differ', () => {
  const { markdown } = methodsOf({ conditions: { biased: { reinforcement: { solved: 0.5 } } } });
  expect(markdown.match(/The algorithm was/g)).toHaveLength(1);
  expect(markdown).toContain('In `biased`, a policy counted as solved at an accuracy of 0.5.');
  expect(markdown).toContain('In `fair`, a policy counted as solved at an accuracy of 0.97.');
});

test('settings of an environment that several bases share are listed once, and what differs by base', () => {
  const bases = { other: { rule: 'factors', environment: { leak: 0.3 } } };
  const conditions = { late: { rule: 'factors', base: 'other' } };
  const { markdown } = methodsOf({ bases, conditions });
  expect(markdown.match(/`judgementNoise` 0\.03/g)).toHaveLength(1);
  expect(markdown).toContain('In `base`, the others are `leak` 0.');
  expect(markdown).toContain('In `other`, the others are `leak` 0.3.');
  expect(markdown).toContain('In `late`, training began from the pretrained policy `other`.');
});

test('intervals and what was left out are those of the analysis', () => {
  expect(methodsOf().markdown).toMatch(/95% by Student's t on the jackknife over seeds \[@tukey1958\]/);
  const fair = analysis.conditions.fair!;
  const unsolved = { ...fair, seeds: [0], leftOut: [1, 2] };
  const one = { ...analysis, confidence: 0.9, conditions: { ...analysis.conditions, fair: unsolved } };
  const { markdown } = methodsOf({}, one);
  expect(markdown).toContain('In `fair`, intervals are 90% percentile intervals of a bootstrap over prompts');
  expect(markdown).toContain('seeds 1, 2 never left chance and are left out');
});

test('works are cited that the text needs, and no others', () => {
  const all = methodsOf();
  const cited = new Set([...all.markdown.matchAll(/@([a-z]+\d*)/g)].map(([, key]) => key));
  const entries = [...all.references.matchAll(/^@\w+\{(\w+),/gm)].map(([, key]) => key);
  expect(entries).toEqual([...cited].sort());
  expect(new Set(all.latex.match(/(?<=\\cite\{)[^}]*/g)!.flatMap((keys) => keys.split(',')))).toEqual(cited);
  expect(entries).toEqual(expect.arrayContaining(['holm1979', 'lanham2023', 'vestige', 'williams1992']));
  expect(entries).not.toContain('su2021');
  expect(methodsOf({ model: { positions: 'rotary' } }).references).toContain('@article{su2021,');
});

test('hostile titles and words are text', () => {
  const title = 'a_b%{}\\ *x* $y$ <z>\n# not a heading';
  const { markdown, latex } = methodsOf({ title });
  expect(markdown.split('\n')[0]).toBe('# Methods: a\\_b%\\{\\}\\\\ \\*x\\* $y$ &lt;z&gt; \\# not a heading');
  expect(latex.split('\n')[0]).toBe(
    '% Methods: a\\_b\\%\\{\\}\\textbackslash{} *x* \\$y\\$ \\textless{}z\\textgreater{} \\# not a heading',
  );
});
