import { existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { hasNodeLlamaCpp } from '@vestige/language';
import { testServer } from '@vestige/language/testing';
import { interventionColumns, streamTable } from '@vestige/rollouts';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { folder, outcomeOf, refused, start, writeMiniature } from './testing/cli.ts';
import { at, GIVEN_RUN, QUESTIONS, REASONER, writeGiven } from './testing/givenExperiment.ts';
import { complaint, said } from './testing/inProcess.ts';

const here = folder(afterAll);
const experiment = (policy: object, fields?: object, questions?: string) =>
  writeGiven(here, policy, fields, questions);

/** The one line with which `ablate` refuses an experiment, after the name of its file. */
async function refusal(directory: string): Promise<string> {
  const line = await complaint('ablate', directory, ...GIVEN_RUN);
  expect(line).not.toContain('\n');
  const runs = join(directory, 'runs/a-s0');
  expect(existsSync(runs) ? readdirSync(runs).filter((name) => !name.startsWith('journal')) : []).toEqual([]);
  return line.replace(`${directory}/experiment.json: `, '').replaceAll(directory, '.');
}

describe('what a policy names is refused in a line:', () => {
  test('files that are none', async () => {
    const directory = experiment({ gguf: 'model.gguf' });
    expect(await refusal(directory)).toBe(
      'field policies.a: ./model.gguf: no such file; expected a GGUF file',
    );
    writeFileSync(join(directory, 'model.gguf'), 'hello');
    expect(await refusal(directory)).toBe(
      'field policies.a: ./model.gguf: begins with "hell"; expected a GGUF file',
    );
    expect(await refusal(experiment({ gguf: '.' }))).toMatch(
      /^field policies\.a: .*: cannot be read \(EISDIR\); expected a GGUF file$/,
    );
  });

  test('by the real command, without a stack', async () => {
    const line = await refused(['ablate', experiment({ gguf: 'model.gguf' }), ...GIVEN_RUN]);
    expect(line).toMatch(/experiment\.json: field policies\.a: .*no such file; expected a GGUF file$/);
  });

  test('no such server', async () => {
    const server = await testServer({ dialect: 'text' });
    await server[Symbol.asyncDispose]();
    expect(await refusal(experiment(at(server.url)))).toBe(
      `field policies.a: ${server.url}: no server there (ECONNREFUSED)`,
    );
  });

  describe('keys', () => {
    const SECRET = 'sk-do-not-tell-0123456789';
    afterEach(() => vi.unstubAllEnvs());

    test('that are wrong are not told', async () => {
      await using server = await testServer({ dialect: 'llama.cpp', key: 'right' });
      vi.stubEnv('VESTIGE_TEST_KEY', SECRET);
      const line = await refusal(experiment(at(server.url, { key: 'VESTIGE_TEST_KEY' })));
      expect(line).toBe(`field policies.a: ${server.url}: refuses the key in VESTIGE_TEST_KEY (401)`);
      vi.stubEnv('VESTIGE_TEST_KEY', '');
      expect(await refusal(experiment(at(server.url, { key: 'VESTIGE_TEST_KEY' })))).toMatch(
        /asks for a key \(401\); put it into the environment variable VESTIGE_TEST_KEY$/,
      );
    });
  });

  test('what a server has not', async () => {
    await using server = await testServer({ dialect: 'llama.cpp' });
    expect(await refusal(experiment(at(server.url, { model: 'other' })))).toBe(
      `field policies.a: ${server.url}: model: no model "other"; listed: "planted"`,
    );
    expect(await refusal(experiment(at(server.url), { language: { retries: 0 } }))).toBe(
      `field policies.a: ${server.url}: does not tell its chat template; expected a file with it in the field language.template, or null for none`,
    );
    expect(await refusal(experiment(at(server.url), { language: { template: 'none.jinja' } }))).toBe(
      'field policies.a: ./none.jinja: cannot be read (ENOENT); expected a chat template',
    );
  });

  test('a question for which there is no room', async () => {
    await using server = await testServer({ dialect: 'text', context: 60, model: REASONER });
    expect(await refusal(experiment(at(server.url)))).toMatch(
      /^question "loan case [\d ]+": http:\/\/\S+: request \(\d+ tokens\) exceeds the available context size \(60 tokens\) \(400\)$/,
    );
  });

  test.each<[policy: object, fields: object, message: RegExp]>([
    [
      { gguf: 'a.gguf', ...at('http://127.0.0.1:1') },
      {},
      /^field policies\.a: expected exactly one of gguf, endpoint, checkpoints$/,
    ],
    [{}, {}, /^field policies\.a: expected exactly one of gguf, endpoint, checkpoints$/],
    [at('ftp://x'), {}, /^field policies\.a\.endpoint\.url: expected an address such as http:/],
    [
      {
        checkpoints: [
          { step: 3, gguf: 'a.gguf' },
          { step: 1, gguf: 'b.gguf' },
        ],
      },
      {},
      /^field policies\.a: checkpoints: expected steps in rising order, each once$/,
    ],
    [
      { rule: 'rule', gguf: 'a.gguf' },
      {},
      /^field policies\.a\.rule: the questions have no rule "rule"; expected one of answer$/,
    ],
    ...['../questions.jsonl', '/tmp/questions.jsonl'].map((file): [object, object, RegExp] => [
      { gguf: 'a.gguf' },
      { environment: { kind: 'questions', file } },
      /^field environment\.file: ".*"; expected a file in the folder of the experiment, or below it$/,
    ]),
  ])('%j %j', async (policy, fields, message) => {
    expect(await refusal(experiment(policy, fields))).toMatch(message);
  });

  test('questions that are none, a line each', async () => {
    const lines = await complaint(
      'ablate',
      experiment({ gguf: 'a.gguf' }, {}, `${QUESTIONS}\n{"question": "x"}\nno`),
      ...GIVEN_RUN,
    );
    const [first, second, ...more] = lines.split('\n');
    expect(first).toMatch(/questions\.jsonl:25: field answer: is missing; expected text/);
    expect(second).toMatch(/questions\.jsonl:26: is not JSON: .*; expected an object on one line$/);
    expect(more).toEqual([]);
  });

  test('what is typed', async () => {
    const words = ['new', 'experiment', 'mine', '--into', here];
    const questions = ['--questions', join(experiment({ gguf: 'a.gguf' }), 'questions.jsonl')];
    expect(await complaint(...words, ...questions, '--endpoint', 'http://127.0.0.1:1')).toBe(
      '--endpoint: expected --model, what the server calls it',
    );
    expect(await complaint(...words, '--gguf', 'a.gguf')).toMatch(
      /^new experiment: --gguf needs --questions; see /,
    );
    const directory = experiment({ gguf: 'a.gguf' });
    expect(await complaint('train', directory, ...GIVEN_RUN)).toBe(
      'condition "a" was trained elsewhere; use `vestige ablate`',
    );
    expect(await complaint('analyze', directory)).toMatch(
      /no such file; `vestige ablate .* --seed 0 --condition a` makes it$/,
    );
  });
});

// `npm run llama` installs it; VESTIGE_LLAMA makes tests fail where they would be skipped without.
const installed = hasNodeLlamaCpp() || process.env.VESTIGE_LLAMA === 'required';

describe.skipIf(!installed)('a GGUF file', () => {
  const gguf = join(here, 'runs/export-gguf/base-s0.gguf');

  beforeAll(async () => {
    writeMiniature(here, { conditions: {} });
    await said('pretrain', here, '--seed', '0');
    await said('export', here, '--gguf');
  });

  test('that is cut off', async () => {
    const directory = experiment({ gguf: 'short.gguf' });
    const whole = readFileSync(gguf);
    writeFileSync(join(directory, 'short.gguf'), whole);
    truncateSync(join(directory, 'short.gguf'), whole.length / 2);
    expect(await refusal(directory)).toMatch(
      /^field policies\.a: \.\/short\.gguf: llama\.cpp cannot read it \(.*\); is it whole\?$/,
    );
  });

  test('that cannot be asked so', async () => {
    const asked = (language: object) => refusal(experiment({ gguf }, { language }));
    const template = join(here, 'plain.jinja');
    writeFileSync(template, '{% for m in messages %}{{ m.content }}{% endfor %}');
    expect(await asked({ template, thoughts: 'think' })).toMatch(
      /^field policies\.a: .*base-s0\.gguf: the vocabulary has no <think>, which the thoughts `think` are marked with$/,
    );
    expect(await asked({ template: null, thoughts: 'think' })).toMatch(
      /: there is no chat template; expected thoughts to be `none`$/,
    );
    expect(await asked({ template: null, contextSize: 16 })).toMatch(
      /^question "loan case [\d ]+": a text of \d+ tokens with 80 to be written does not fit in the context of 16; expected a larger `language\.contextSize`$/,
    );
  });
});

test('an ablation that is interrupted goes on, and asks only what is missing', {
  timeout: 120_000,
}, async () => {
  const concurrency = 4;
  const language = { template: null, samples: 2, concurrency };
  const judged = (directory: string) => ({
    rows: [
      ...streamTable(join(directory, 'runs/a-s0/ablate/interventions.arrow'), interventionColumns([])).rows(),
    ],
    answers: answersIn(join(directory, 'runs/a-s0/journal.sqlite')),
  });
  await using server = await testServer({ dialect: 'text', model: REASONER });
  const whole = experiment(at(server.url), { language });
  await said('ablate', whole, ...GIVEN_RUN);
  const once = judged(whole);

  await using slow = await testServer({ dialect: 'text', model: REASONER, delay: 5 });
  const directory = experiment(at(slow.url), { language });
  const journal = join(directory, 'runs/a-s0/journal.sqlite');
  const child = start(['ablate', directory, ...GIVEN_RUN]);
  const ended = outcomeOf(child);
  await vi.waitUntil(() => existsSync(journal) && answersIn(journal) > 50, { timeout: 60_000, interval: 20 });
  child.kill('SIGINT');
  const { code, stderr } = await ended;
  expect(code).toBe(130);
  expect(stderr).toMatch(/^vestige: interrupted; nothing was left under a final name$/m);
  expect(readdirSync(dirname(journal)).filter((name) => !name.startsWith('journal.sqlite'))).toEqual([]);
  const kept = answersIn(journal);
  expect(kept).toBeGreaterThan(50);
  expect(kept).toBeLessThan(once.answers);

  await said('ablate', directory, ...GIVEN_RUN);
  expect(judged(directory)).toEqual(once);
  const [asked, again] = [server, slow].map(({ answered }) => ofQuestions(answered));
  for (const [body, count] of asked!) expect(again!.get(body)).toBeGreaterThanOrEqual(count);
  // What was in flight was lost.
  expect(sizeOf(again!) - sizeOf(asked!)).toBeLessThanOrEqual(concurrency);
});

/** Requests for completions of questions, none that a server is probed with. */
function ofQuestions(answered: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  return new Map([...answered].filter(([body]) => body.includes('"prompt":"Question: ')));
}

function sizeOf(answered: ReadonlyMap<string, number>): number {
  return [...answered.values()].reduce((sum, count) => sum + count, 0);
}

function answersIn(journal: string): number {
  using database = new DatabaseSync(journal, { readOnly: true });
  try {
    return Number(database.prepare('SELECT count(*) AS count FROM answer').get()!.count);
  } catch {
    // It is begun, and has no table yet.
    return 0;
  }
}
