import { expect, test } from 'vitest';
import { importedProjects } from './imported.ts';
import { PACKAGES } from './testing/fixture.ts';

const FILE = 'apps/experiments/tiny/imported.json';
const TINY = {
  name: 'tiny',
  title: 'Tiny',
  runs: {
    grpo: { path: '/data/run' },
    other: { path: 'beside', from: 'table', map: { "it's $HOME": 'completion' } },
  },
  presets: { quick: { reinforcement: { resamples: 200 } } },
};

const infer = (preset?: string) => importedProjects(TINY, preset, FILE, PACKAGES);
const whole = (preset?: string) =>
  infer(preset)[`apps/experiments/tiny${preset ? `/runs/${preset}` : ''}`]!.targets!;
const convertOf = (run: string) => infer()[`apps/experiments/tiny/runs/${run}`]!.targets!.convert!;

/** What of a source an input digests. */
function sourceIn(inputs: readonly unknown[]): unknown {
  const [runtime = ''] = inputs.flatMap((input) =>
    typeof input === 'object' && input !== null && 'runtime' in input ? [String(input.runtime)] : [],
  );
  const [, word = ''] = /^node tools\/pipeline\/src\/digestSources\.ts ([\w-]+)$/.exec(runtime) ?? [];
  return JSON.parse(Buffer.from(word, 'base64url').toString('utf8'));
}

test('imported runs become a project, and each run one of its own', () => {
  const names = (preset?: string) =>
    Object.entries(infer(preset)).map(([root, { name, targets }]) => [root, name, Object.keys(targets!)]);
  expect(names()).toEqual([
    ['apps/experiments/tiny', 'tiny', ['analyze', 'report']],
    ['apps/experiments/tiny/runs/grpo', 'tiny-grpo', ['convert']],
    ['apps/experiments/tiny/runs/other', 'tiny-other', ['convert']],
  ]);
  expect(names('quick').map(([, name]) => name)).toEqual([
    'tiny-quick',
    'tiny-quick-grpo',
    'tiny-quick-other',
  ]);
});

test('a run is converted again when what the trainer left behind changes, or how it is read', () => {
  const inputs = convertOf('grpo').inputs!;
  expect(sourceIn(inputs)).toEqual({
    path: '/data/run',
    map: {},
    seen: 'apps/experiments/tiny/runs/grpo/sources.sha256',
  });
  expect(inputs).toContainEqual({ json: `{workspaceRoot}/${FILE}`, fields: ['runs.grpo'] });
  expect(sourceIn(convertOf('other').inputs!)).toEqual({
    path: 'apps/experiments/tiny/beside',
    from: 'table',
    map: { "it's $HOME": 'completion' },
    seen: 'apps/experiments/tiny/runs/other/sources.sha256',
  });
  expect(JSON.stringify(inputs)).not.toMatch(/packages\/report\//);
});

test('the analysis waits for the conversions and reads what they wrote', () => {
  const { analyze, report } = whole('quick');
  expect(analyze!.options.command).toBe(`node apps/cli/src/main.ts analyze ${FILE} --preset quick`);
  expect(analyze!.dependsOn).toEqual([
    { projects: ['tiny-quick-grpo', 'tiny-quick-other'], target: 'convert' },
  ]);
  expect(analyze!.inputs).toContainEqual({ dependentTasksOutputFiles: '**/*.{arrow,json}' });
  expect(report!.dependsOn).toContainEqual('analyze');
});
