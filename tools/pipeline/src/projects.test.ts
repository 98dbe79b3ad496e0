import { resolveExperiment } from '@vestige/experiment';
import type { TargetConfiguration } from 'nx/src/devkit-exports.js';
import { describe, expect, test } from 'vitest';
import { projectsOf } from './projects.ts';
import { FILE, PACKAGES } from './testing/fixture.ts';

const infer = (preset?: string, json: object = FILE) =>
  projectsOf(resolveExperiment(json, preset, 'apps/experiments/tiny/experiment.json'), PACKAGES);

/** The `json` inputs of a target. */
const fieldsOf = (root: string, target: string, preset?: string) =>
  infer(preset)[root]!.targets![target]!.inputs!.filter(
    (input) => typeof input === 'object' && 'json' in input,
  );

const inputsOf = (root: string, target: string) => infer()[root]!.targets![target]!.inputs!;

test('an experiment becomes a project, and each run a project of its own', () => {
  const names = (preset?: string) =>
    Object.entries(infer(preset)).map(([root, { name, targets }]) => [root, name, Object.keys(targets!)]);
  expect(names()).toEqual([
    ['apps/experiments/tiny', 'tiny', ['analyze', 'report']],
    ['apps/experiments/tiny/runs/base-s0', 'tiny-base-s0', ['pretrain', 'ablate']],
    ['apps/experiments/tiny/runs/biased-s0', 'tiny-biased-s0', ['train', 'ablate']],
    ['apps/experiments/tiny/runs/fair-s0', 'tiny-fair-s0', ['train', 'ablate']],
  ]);
  expect(names('other').slice(0, 2)).toEqual([
    ['apps/experiments/tiny/runs/other', 'tiny-other', ['analyze', 'report']],
    ['apps/experiments/tiny/runs/other/base-s1', 'tiny-other-base-s1', ['pretrain', 'ablate']],
  ]);
});

test('one tag has the projects of an experiment under a preset, and no others', () => {
  const tagged = (preset: string | undefined, tag: string) =>
    Object.values(infer(preset))
      .filter(({ tags }) => tags!.includes(tag))
      .map(({ name }) => name);
  expect(tagged(undefined, 'pipeline:tiny')).toEqual([
    'tiny',
    'tiny-base-s0',
    'tiny-biased-s0',
    'tiny-fair-s0',
  ]);
  expect(tagged('other', 'pipeline:tiny-other')).toContain('tiny-other-base-s1');
  expect(tagged('other', 'pipeline:tiny')).toEqual([]);
});

test('a target runs its stage and owns the folder of the stage', () => {
  const train = infer('other')['apps/experiments/tiny/runs/other/biased-s1']!.targets!.train!;
  expect(train.options).toEqual({
    command:
      'node apps/cli/src/main.ts train apps/experiments/tiny/experiment.json --preset other --condition biased --seed 1',
  });
  expect(train.outputs).toEqual(['{workspaceRoot}/apps/experiments/tiny/runs/other/biased-s1/train']);
  const pretrain = infer()['apps/experiments/tiny/runs/base-s0']!.targets!.pretrain!;
  expect(pretrain.options.command).toBe(
    'node apps/cli/src/main.ts pretrain apps/experiments/tiny/experiment.json --seed 0',
  );
});

test('stages wait for those they read', () => {
  const projects = infer();
  const dependsOn = (root: string, target: string) => projects[root]!.targets![target]!.dependsOn;
  const kernels = { projects: ['kernels'], target: 'build' };
  expect(dependsOn('apps/experiments/tiny/runs/base-s0', 'pretrain')).toEqual([kernels]);
  expect(dependsOn('apps/experiments/tiny/runs/fair-s0', 'train')).toEqual([
    kernels,
    { projects: ['tiny-base-s0'], target: 'pretrain' },
  ]);
  expect(dependsOn('apps/experiments/tiny/runs/fair-s0', 'ablate')).toEqual([kernels, 'train']);
  expect(dependsOn('apps/experiments/tiny', 'analyze')).toEqual([
    { projects: ['tiny-biased-s0', 'tiny-fair-s0'], target: 'train' },
    { projects: ['tiny-base-s0', 'tiny-biased-s0', 'tiny-fair-s0'], target: 'ablate' },
  ]);
});

test('a stage names the fields it reads, those of its own condition only', () => {
  const json = '{workspaceRoot}/apps/experiments/tiny/experiment.json';
  expect(fieldsOf('apps/experiments/tiny/runs/fair-s0', 'ablate')).toEqual([
    { json, fields: ['backend', 'environment', 'model', 'conditions.fair.rule', 'ablation'] },
  ]);
  expect(fieldsOf('apps/experiments/tiny/runs/base-s0', 'ablate')).toEqual([
    { json, fields: ['backend', 'environment', 'model', 'base.rule', 'ablation'] },
  ]);
  expect(fieldsOf('apps/experiments/tiny/runs/other/base-s1', 'pretrain', 'other')).toEqual([
    {
      json,
      fields: [
        'backend',
        'environment',
        'model',
        'pretraining',
        'presets.other.backend',
        'presets.other.environment',
        'presets.other.model',
        'presets.other.pretraining',
      ],
    },
  ]);
  expect(fieldsOf('apps/experiments/tiny/runs/other', 'report', 'other')).toEqual([
    { json, excludeFields: ['$schema', 'presets', 'checks', 'cluster'] },
    { json, fields: ['presets.other'], excludeFields: ['presets.other.checks', 'presets.other.cluster'] },
  ]);
});

test('a stage names its own entry of the CLI, its npm packages and the Node version', () => {
  const train = inputsOf('apps/experiments/tiny/runs/fair-s0', 'train');
  expect(train).toContain('{workspaceRoot}/apps/cli/src/stages/train.ts');
  expect(train).toContain('{workspaceRoot}/packages/analysis/src/options.ts');
  expect(train).not.toContain('{workspaceRoot}/packages/analysis/src/**/*');
  expect(train).toContainEqual({
    externalDependencies: ['@tensorflow/tfjs-core', 'apache-arrow', 'pure-rand', 'zod'],
  });
  expect(train).toContainEqual({ runtime: 'node -p process.version' });
  expect(train).toContainEqual({ env: 'VESTIGE_BACKEND' });
  expect(train).toContainEqual({ runtime: 'node tools/pipeline/src/backendInput.ts wasm 8' });
  expect(inputsOf('apps/experiments/tiny', 'analyze')).not.toContainEqual({ env: 'VESTIGE_BACKEND' });
});

test('nothing of an existing run changes with a seed or a title', () => {
  const run = 'apps/experiments/tiny/runs/fair-s0';
  const edited = { ...FILE, title: 'Another', seeds: [0, 1] };
  expect(infer(undefined, edited)[run]).toEqual(infer()[run]);
});

describe('several bases', () => {
  const bases = { plain: { rule: 'factors', sweep: { 'environment.conclusion': [0, 0.5] } } };
  const conditions = { ...FILE.conditions, late: { rule: 'factors', base: 'plain' } };
  const edited = { ...FILE, bases, conditions };
  const projects = infer(undefined, edited);
  const late = projects['apps/experiments/tiny/runs/late2-s0']!;
  const plain = projects['apps/experiments/tiny/runs/plain2-s0']!;
  const fieldsRead = ({ inputs }: TargetConfiguration) =>
    inputs!.flatMap((input) => (typeof input === 'object' && 'fields' in input ? input.fields : []));

  test('a base is pretrained and ablated, and its conditions depend on it', () => {
    expect(Object.keys(plain.targets!)).toEqual(['pretrain', 'ablate']);
    expect(plain.targets!.pretrain!.options.command).toBe(
      'node apps/cli/src/main.ts pretrain apps/experiments/tiny/experiment.json --base plain2 --seed 0',
    );
    expect(late.targets!.train!.dependsOn).toContainEqual({
      projects: ['tiny-plain2-s0'],
      target: 'pretrain',
    });
    expect(late.implicitDependencies).toEqual(['cli', 'tiny-plain2-s0']);
  });

  test('fields are read where the file has them, swept values from tags', () => {
    expect(fieldsRead(plain.targets!.pretrain!)).toEqual([
      ...['backend', 'environment', 'bases.plain.environment'],
      ...['model', 'bases.plain.model'],
      ...['pretraining', 'bases.plain.pretraining'],
    ]);
    expect(fieldsRead(late.targets!.ablate!)).toEqual([
      ...['backend', 'environment', 'bases.plain.environment', 'model', 'bases.plain.model'],
      ...['conditions.late.rule', 'ablation'],
    ]);
    expect(fieldsRead(projects['apps/experiments/tiny']!.targets!.analyze!)).toContain('bases');
    expect(late.tags).toContain('swept:environment.conclusion=0.5');
    expect(plain.tags).toContain('swept:environment.conclusion=0.5');
  });

  test('nothing of an existing run changes with a base, a condition, a sweep or another of its values', () => {
    const before = infer();
    for (const run of ['base-s0', 'biased-s0', 'fair-s0']) {
      expect(projects[`apps/experiments/tiny/runs/${run}`]).toEqual(
        before[`apps/experiments/tiny/runs/${run}`],
      );
    }
    const more = { plain: { ...bases.plain, sweep: { 'environment.conclusion': [0, 0.5, 1] } } };
    const longer = infer(undefined, { ...edited, bases: more });
    expect(longer['apps/experiments/tiny/runs/late2-s0']).toEqual(late);
    expect(longer['apps/experiments/tiny/runs/plain2-s0']).toEqual(plain);
  });
});
