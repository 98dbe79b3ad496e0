import { conforms } from '@vestige/policy/testing';
import { randomStream } from '@vestige/random';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EndpointPolicy } from './openEndpoint.ts';
import { CAPABILITIES, type Dialect } from './testing/dialects.ts';
import { FORMAT, MAX_TOKENS, plantedEndpoint } from './testing/planted.ts';
import { ANSWERS, FOLLOWS, QUESTIONS } from './testing/plantedModel.ts';
import { type TestServer, testServer } from './testing/testServer.ts';

describe.each(Object.keys(CAPABILITIES) as Dialect[])('a server that speaks %s', (dialect) => {
  let server: TestServer;
  let policy: EndpointPolicy;

  beforeAll(async () => {
    server = await testServer({ dialect });
    policy = await plantedEndpoint(server.url, dialect);
  });

  afterAll(async () => {
    await policy[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  });

  conforms('its model', () => ({
    ...{ policy, questions: QUESTIONS, candidates: ANSWERS, maxTokens: MAX_TOKENS, beginning: 'hmm hmm' },
  }));

  test('answers as the model does', async () => {
    const context = (thought: string | null) => ({ question: QUESTIONS[0]!, thought });
    const contexts = policy.can.has('prefill')
      ? [context('hmm good'), context('hmm good bad'), context(null)]
      : [context(null)];
    await using counting = await plantedEndpoint(server.url, dialect, { samples: 400 });
    const distributions = await counting.answers(
      contexts.map((one) => ({ context: one, candidates: ANSWERS })),
      randomStream(0, 'answers'),
    );
    const expected = policy.can.has('prefill') ? [FOLLOWS, 1 - FOLLOWS, 0.3] : [0.3];
    for (const [i, { probability, mass, basis }] of distributions.entries()) {
      // `perhaps` takes some hundredths; five standard errors of 400 draws.
      const near = basis === 'scored' ? 0.03 : 0.12;
      expect(Math.abs(probability[0]! / mass! - expected[i]!)).toBeLessThan(near);
      expect(mass).toBeGreaterThan(0.9);
      expect(mass).toBeLessThan(1);
    }
  });

  test('how many requests are in flight decides nothing', async () => {
    const contexts = QUESTIONS.map((question) => ({ question, thought: '' }));
    const writing = { until: 'answer', maxTokens: MAX_TOKENS, temperature: 1 } as const;
    const questions = QUESTIONS.map((question) => ({
      context: { question, thought: null },
      candidates: null,
    }));
    const [one, many] = await Promise.all(
      [1, 32].map(async (concurrency) => {
        await using asked = await plantedEndpoint(server.url, dialect, { concurrency });
        return [
          await asked.write(contexts, writing, randomStream(1)),
          await asked.answers(questions, randomStream(2)),
        ];
      }),
    );
    expect(one).toEqual(many);
  });
});

describe('candidates', () => {
  const scored = async (dialect: Dialect, candidates: readonly string[]) => {
    await using server = await testServer({ dialect });
    await using policy = await plantedEndpoint(server.url, dialect);
    const context = { question: QUESTIONS[0]!, thought: 'good' };
    const [distribution] = await policy.answers([{ context, candidates }], randomStream(0));
    return distribution!;
  };

  test.each(['llama.cpp', 'vllm'] as const)(
    'of several tokens, and rare ones, are scored exactly (%s)',
    async (dialect) => {
      const { probability } = await scored(dialect, ['approve', 'perhaps approve', 'perhaps loan', 'zebra']);
      const sum = FOLLOWS * 0.97 + (1 - FOLLOWS) + 0.03;
      expect(probability[0]).toBeCloseTo((FOLLOWS * 0.97) / sum, 6);
      expect(probability[1]).toBeCloseTo((0.03 / sum) * FOLLOWS, 6);
      expect(probability[2]! / ((0.03 / sum) * 1e-9)).toBeCloseTo(1, 4);
      expect(probability[3]).toBeGreaterThan(0);
      expect(probability[3]).toBeLessThan(1e-50);
    },
  );

  test('that are counted are the same in substance if their canonical forms are', async () => {
    await using server = await testServer({ dialect: 'text' });
    const format = { ...FORMAT, answerIn: (text: string) => `${text.trim().split(' ').slice(-1)}!` };
    await using policy = await plantedEndpoint(server.url, 'text', { format, samples: 50 });
    const context = { question: QUESTIONS[0]!, thought: 'good' };
    const canonical = (answer: string) => answer.replaceAll(/!|perhaps /g, '');
    const open = await policy.answers([{ context, candidates: null, canonical }], randomStream(0));
    expect(open[0]!.answers.toSorted()).toEqual(['approve', 'deny']);
    expect(open[0]).toMatchObject({ mass: 1, basis: 'sampled' });
    const closed = await policy.answers(
      [{ context, candidates: ['deny', 'no'], canonical }],
      randomStream(0),
    );
    const deny = open[0]!.probability[open[0]!.answers.indexOf('deny')]!;
    expect(closed[0]).toMatchObject({ answers: ['deny', 'no'], mass: deny });
    expect([...closed[0]!.probability]).toEqual([deny, 0]);
  });
});

test('what was written is not tokenized again', async () => {
  await using server = await testServer({ dialect: 'llama.cpp' });
  await using policy = await plantedEndpoint(server.url, 'llama.cpp');
  const context = { question: QUESTIONS[0]!, thought: '' };
  const writing = { until: 'thought', maxTokens: MAX_TOKENS, temperature: 1 } as const;
  const [written] = await policy.write([context], writing, randomStream(0));
  await policy.answers(
    [{ context: { ...context, thought: written!.thought }, candidates: ANSWERS }],
    randomStream(0),
  );
  const tokenized = [...server.answered.keys()].map((body) => JSON.parse(body).content ?? '');
  expect(written!.thought).toContain('good');
  expect(tokenized.filter((text) => /good/.test(text))).toEqual([]);
  await policy.answers(
    [{ context: { ...context, thought: `${written!.thought} yes` }, candidates: ANSWERS }],
    randomStream(0),
  );
  expect(JSON.parse([...server.answered.keys()].findLast((body) => body.includes('content'))!).content).toBe(
    ' yes',
  );
});
