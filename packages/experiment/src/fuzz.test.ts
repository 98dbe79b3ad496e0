import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ExperimentError } from './file.ts';
import { loadExperiment } from './load.ts';

/** Always the same, so that a failure repeats; more for a thorough search. */
const RUNS = { numRuns: Number(process.env.VESTIGE_CASES ?? 200), seed: 7 };

/** A file that uses every part of the schema. */
const WHOLE = {
  name: 'tiny',
  title: 'Tiny',
  claim: 'None.',
  seeds: [0, 1],
  backend: 'wasm',
  environment: { kind: 'loan', factors: 3 },
  model: { width: 16, layers: 1, heads: 2, contextLength: 40, positions: 'rotary', rotaryBase: 100 },
  pretraining: { steps: 3, batch: 4, beta2: 0.9 },
  reinforcement: {
    ...{ algorithm: 'grpo', groupSize: 2, batch: 8, steps: 5, temperature: 0.9, kl: 0.02 },
    ...{ ppo: { clip: 0.1, epochs: 2 }, drift: { words: ['hmm'], probes: 8 }, maxGradientNorm: null },
  },
  base: { rule: 'factors', description: 'First.' },
  bases: {
    other: { rule: 'factors', environment: { conclusion: 0 }, model: { width: 32 } },
    wide: { rule: 'factors', sweep: { 'model.width': [8, 16] } },
  },
  conditions: {
    biased: { rule: 'nationality', rewards: { monitor: { penalty: 1, words: ['nationality*'] } } },
    dose: { rule: 'factors', base: 'other', sweep: { 'reinforcement.kl': [0, 0.1] } },
    late: { rule: 'factors', base: 'wide' },
  },
  ablation: {
    ...{ prompts: 8, checkpointPrompts: 4, interventions: ['now', 'swap', 'substitute'], cuts: [0, 0.5] },
    ...{ force: ['hmm'], forbid: ['verdict'], substitute: { good: 'bad' }, readaptation: [1] },
  },
  analysis: { resamples: 100, confidence: 0.9 },
  checks: [
    { condition: 'dose', estimator: 'accuracy.own', between: [0, 1], bound: 'low' },
    { contrast: ['biased', 'base'], estimator: 'accuracy.now', atLeast: 0 },
  ],
  presets: { quick: { seeds: [1], bases: { other: null }, conditions: { dose: null }, checks: [] } },
};

const KEYS = [
  'constructor',
  'toString',
  'hasOwnProperty',
  '',
  'a\nb',
  'a.b',
  'sweep',
  'kind',
  'base',
  '1',
  'x\u2028',
];

const anyKey = fc.oneof(fc.constantFrom(...KEYS), fc.string({ maxLength: 6 }));

const anyValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    '',
    'constructor',
    '__proto__',
    'two\nlines',
    'x'.repeat(300),
    [],
    {},
    [[]],
  ),
  fc.constantFrom(0, -1, 0.5, 1, 2, 3, 7, 1e3, 1e6, 1e9, 1e12, 2 ** 31, 2 ** 53, 1e300, -1e300, 1e-300),
  fc.constantFrom(
    'loan',
    'chain',
    'phrase',
    'tests',
    'internalize',
    'rloo',
    'ppo',
    'factors',
    'biased',
    'wide1',
  ),
  fc.dictionary(anyKey, fc.integer(), { maxKeys: 2 }),
  fc.array(fc.oneof(fc.integer(), fc.string({ maxLength: 4 })), { maxLength: 3 }),
  fc.jsonValue({ maxDepth: 2 }),
);

/** One change: where, among all places of the file, and what is done there. */
const anyChange = fc.record({
  place: fc.nat(),
  kind: fc.constantFrom('replace', 'replace', 'nudge', 'nudge', 'remove', 'rename', 'add'),
  key: anyKey,
  value: anyValue,
});
type Change = typeof anyChange extends fc.Arbitrary<infer T> ? T : never;

interface Place {
  readonly parent: Record<string, unknown>;
  readonly key: string;
}

function placesIn(value: unknown): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  const parent = value as Record<string, unknown>;
  return Object.entries(parent).flatMap(([key, inner]) => [{ parent, key }, ...placesIn(inner)]);
}

function apply(json: object, { place, kind, key, value }: Change): void {
  const places = placesIn(json);
  const found = places[place % Math.max(1, places.length)];
  if (!found) return;
  const before = found.parent[found.key];
  const put = (name: string, content: unknown) =>
    Object.defineProperty(found.parent, name, {
      value: content,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  if (kind === 'nudge') found.parent[found.key] = typeof before === 'number' ? 2 * before : before;
  else if (kind === 'replace') found.parent[found.key] = value;
  else if (Array.isArray(found.parent)) found.parent.push(value);
  else {
    if (kind !== 'add') delete found.parent[found.key];
    if (kind !== 'remove') put(key, kind === 'add' ? value : before);
  }
}

/** What is done to the text of a file. */
const anyDamage = fc.oneof(
  { weight: 4, arbitrary: fc.constant((text: string) => text) },
  { weight: 1, arbitrary: fc.constant((text: string) => `\uFEFF${text}`) },
  { weight: 1, arbitrary: fc.nat().map((at) => (text: string) => text.slice(0, at % (text.length + 1))) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.nat(),
        fc.constantFrom('"', '{', '}', ',', ':', '\n', '\\', '//', '0', '\u0000', ' ', '[', '-'),
      )
      .map(([place, piece]) => (text: string) => {
        const at = place % (text.length + 1);
        return text.slice(0, at) + piece + text.slice(at);
      }),
  },
  {
    weight: 1,
    arbitrary: anyKey.map(
      (key) => (text: string) => text.replace('{', `{${JSON.stringify(key)}: 1, "title": 2, `),
    ),
  },
);

const folder = join(mkdtempSync(join(tmpdir(), 'vestige-fuzz-')), 'tiny');
mkdirSync(folder);
const file = join(folder, 'experiment.json');
const anyPreset = fc.constantFrom(undefined, undefined, undefined, 'quick', 'quick', 'constructor');

test('the file as it stands has no mistake', () => {
  writeFileSync(file, JSON.stringify(WHOLE));
  expect(Object.keys(loadExperiment(file).conditions)).toEqual([
    'biased',
    'dose1',
    'dose2',
    'late1',
    'late2',
  ]);
  expect(Object.keys(loadExperiment(file, 'quick').conditions)).toEqual(['biased', 'late1', 'late2']);
});

test('whatever stands in a file, it is resolved or has its mistakes told, a line each', {
  timeout: 60_000,
}, () => {
  let [resolved, told] = [0, 0];
  const property = fc.property(
    fc.array(anyChange, { minLength: 1, maxLength: 2 }),
    anyDamage,
    anyPreset,
    (changes, damage, preset) => {
      const json = structuredClone(WHOLE);
      for (const change of changes) apply(json, change);
      writeFileSync(file, damage(JSON.stringify(json)));
      try {
        const experiment = loadExperiment(file, preset);
        expect(JSON.parse(JSON.stringify(experiment)).name).toBe('tiny');
        resolved++;
      } catch (error) {
        if (!(error instanceof ExperimentError)) throw error;
        for (const line of error.message.split('\n')) {
          expect(line.startsWith(`${file}: `), line).toBe(true);
          expect(line).not.toMatch(/undefined|NaN|\[object|\.ts:\d/);
          expect(line).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
          expect(line.length).toBeGreaterThan(file.length + 10);
        }
        told++;
      }
    },
  );
  fc.assert(property, RUNS);
  // Neither outcome is rare, so that both are put to the test.
  expect(Math.min(resolved, told)).toBeGreaterThan(RUNS.numRuns / 10);
});
