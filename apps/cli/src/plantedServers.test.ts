import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { ConditionAnalysis } from '@vestige/analysis';
import { type Experiment, loadExperiment, stageDirectory } from '@vestige/experiment';
import { type Faults, type TestServer, type TestServerOptions, testServer } from '@vestige/language/testing';
import { CHOICES, plantedQuestions, type Reasoner, reasonerModel } from '@vestige/language/testing/reasoner';
import { type InterventionRow, interventionColumns, streamTable } from '@vestige/rollouts';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { analysisOf } from './stages/shared/reportFiles.ts';
import { folder } from './testing/cli.ts';
import { said } from './testing/inProcess.ts';

const here = folder(afterAll);
const KEY = 7;

interface Planted extends Reasoner {
  readonly verdict: ConditionAnalysis['verdict'];
  readonly follows: ConditionAnalysis['follows']['followed'];
}

const POLICIES: Readonly<Record<string, Planted>> = {
  needs: { concludes: 0.95, knows: null, heeds: true, verdict: 'load-bearing', follows: 'reasoning' },
  ignores: { concludes: 0.95, knows: 0.95, heeds: false, verdict: 'vestigial', follows: 'question' },
  harmed: { concludes: 0.3, knows: 0.95, heeds: true, verdict: 'harmful', follows: 'reasoning' },
  errs: { concludes: 0.85, knows: null, heeds: true, verdict: 'load-bearing', follows: 'reasoning' },
};

const FAULTS: Faults = { drop: 0.01, half: 0.01, busy: 0.05, broken: 0.01 };
const CONCURRENCY = 32;
const PROMPTS = 48;

/** What came of judging the policies behind servers. */
interface Judged {
  readonly experiment: Experiment;
  readonly conditions: Readonly<Record<string, ConditionAnalysis>>;
  /** By condition: how often each request for a completion was answered. */
  readonly answered: Readonly<Record<string, ReadonlyMap<string, number>>>;
}

/** @param disturbed whether the servers have faults, and the first of them is killed and started again meanwhile */
async function judged(
  dialect: TestServerOptions['dialect'],
  names: readonly string[],
  disturbed: boolean,
): Promise<Judged> {
  const name = `${dialect.replace(/\W/g, '')}${disturbed ? 'disturbed' : ''}`;
  const directory = join(here, '..', name);
  mkdirSync(directory);
  const lines = plantedQuestions(PROMPTS, KEY).map((one) => JSON.stringify({ ...one, choices: CHOICES }));
  writeFileSync(join(directory, 'questions.jsonl'), lines.join('\n'));
  const answered: Record<string, ReadonlyMap<string, number>> = {};
  const urls = new Map<string, string>();
  const servers = new Map<string, TestServer>();
  const options = (condition: string) => ({
    ...{ dialect, model: reasonerModel(POLICIES[condition]!, KEY) },
    ...(disturbed && { faults: FAULTS, delay: 2 }),
  });
  for (const condition of names) {
    servers.set(condition, await testServer(options(condition)));
    urls.set(condition, servers.get(condition)!.url);
  }
  const policies = names.map((condition) => [
    condition,
    { rule: 'answer', endpoint: { url: urls.get(condition), model: 'planted' } },
  ]);
  const content = {
    ...{ name, title: 'Planted', seeds: [0], policies: Object.fromEntries(policies) },
    environment: { kind: 'questions', maxTokens: 80 },
    language: { template: null, samples: 3, concurrency: CONCURRENCY },
    ablation: { prompts: PROMPTS, interventions: ['now', 'cut', 'filler', 'swap', 'swapSame'], cuts: [0] },
    analysis: { resamples: 400 },
  };
  writeFileSync(join(directory, 'experiment.json'), JSON.stringify(content));
  for (const [i, condition] of names.entries()) {
    const first = servers.get(condition)!;
    const running = said('ablate', directory, '--seed', '0', '--condition', condition);
    let second: TestServer | undefined;
    if (disturbed && i === 0) {
      await vi.waitUntil(() => completions(first.answered).size > 3 * PROMPTS, 30_000);
      await first[Symbol.asyncDispose]();
      second = await testServer({ ...options(condition), port: first.port });
    }
    await running;
    answered[condition] = sum(completions(first.answered), completions(second?.answered ?? new Map()));
    for (const server of [first, second]) await server?.[Symbol.asyncDispose]();
  }
  await said('analyze', directory);
  const experiment = loadExperiment(join(directory, 'experiment.json'));
  return { experiment, conditions: analysisOf(experiment).conditions, answered };
}

function completions(answered: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  return new Map([...answered].filter(([body]) => body.includes('"prompt"')));
}

function sum(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const all = new Map(a);
  for (const [body, count] of b) all.set(body, (all.get(body) ?? 0) + count);
  return all;
}

function ablateFolder({ experiment }: Judged, condition: string): string {
  return stageDirectory(experiment, 'ablate', { condition, seed: 0 });
}

function rowsOf(one: Judged, condition: string): readonly InterventionRow[] {
  const file = join(ablateFolder(one, condition), 'interventions.arrow');
  return [...streamTable(file, interventionColumns([])).rows()];
}

function journalled(one: Judged, condition: string): number {
  const file = join(dirname(ablateFolder(one, condition)), 'journal.sqlite');
  using database = new DatabaseSync(file, { readOnly: true });
  return Number(database.prepare('SELECT count(*) AS count FROM answer').get()!.count);
}

describe.each([
  ['scored', 'llama.cpp', ['needs', 'ignores', 'harmed', 'errs']],
  ['sampled', 'text', ['needs', 'ignores']],
] as const)('policies behind servers, answers %s', (basis, dialect, names) => {
  let undisturbed: Judged;
  let disturbed: Judged;

  beforeAll(async () => {
    undisturbed = await judged(dialect, names, false);
    disturbed = await judged(dialect, names, true);
  }, 240_000);

  test.each(names)('%s is judged as it was made', (condition) => {
    const { verdict, follows } = POLICIES[condition]!;
    const found = disturbed.conditions[condition]!;
    expect([verdict, 'undecided']).toContain(found.verdict);
    expect([follows, 'undecided']).toContain(found.follows.followed);
    expect(found.asked![0]!.can.includes('score')).toBe(basis === 'scored');
  });

  test('most of them are decided upon', () => {
    const verdicts = Object.values(disturbed.conditions).map(({ verdict }) => verdict);
    expect(verdicts.filter((verdict) => verdict === 'undecided').length).toBeLessThan(2);
  });

  test.each(names)('%s is found the same to the bit without faults', (condition) => {
    expect(rowsOf(disturbed, condition)).toEqual(rowsOf(undisturbed, condition));
    expect(disturbed.conditions[condition]!.estimates).toEqual(undisturbed.conditions[condition]!.estimates);
  });

  test.each(names)('of %s no answer is lost, and none asked for twice', (condition) => {
    const [once, again] = [undisturbed, disturbed].map(({ answered }) => answered[condition]!);
    const extra = [...again!].map(([body, count]) => count - (once!.get(body) ?? 0));
    expect(again!.size).toBe(once!.size);
    expect(extra.filter((count) => count < 0)).toEqual([]);
    // What a server had answered when it was killed may not have arrived.
    const inFlight = condition === 'needs' ? CONCURRENCY : 0;
    expect(extra.reduce((total, count) => total + count, 0)).toBeLessThanOrEqual(inFlight);
    expect(journalled(disturbed, condition)).toBe(journalled(undisturbed, condition));
  });
});
