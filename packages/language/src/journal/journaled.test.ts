import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AnswerDistribution, Policy, Written } from '@vestige/policy';
import { conforms } from '@vestige/policy/testing';
import { randomStream } from '@vestige/random';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { MAX_TOKENS, plantedEndpoint } from '../endpoint/testing/planted.ts';
import { ANSWERS, QUESTIONS } from '../endpoint/testing/plantedModel.ts';
import { type TestServer, testServer } from '../endpoint/testing/testServer.ts';
import { distributionFrom, distributionText, writtenFrom, writtenText } from './entries.ts';
import { openJournal } from './journal.ts';
import { journaled } from './journaled.ts';

const folder = mkdtempSync(join(tmpdir(), 'vestige-journaled-'));
let files = 0;
const file = () => join(folder, `${files++}.sqlite`);
afterAll(() => rmSync(folder, { recursive: true }));

const contexts = [...QUESTIONS, ...QUESTIONS].map((question) => ({ question, thought: '' }));
const writing = { until: 'answer', maxTokens: MAX_TOKENS, temperature: 1 } as const;

async function ask(policy: Policy, signal?: AbortSignal) {
  const written = await policy.write(contexts, writing, randomStream(0, 'write'), signal);
  const asked = written.map(({ thought }, i) => ({
    context: { question: contexts[i]!.question, thought },
    candidates: ANSWERS,
  }));
  return { written, answers: await policy.answers(asked, randomStream(0, 'answers'), signal) };
}

describe('a policy with a journal', () => {
  const path = file();
  let server: TestServer;
  const opened: AsyncDisposable[] = [];

  afterAll(async () => {
    for (const one of opened) await one[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  });

  conforms('it', async () => {
    server ??= await testServer({ dialect: 'llama.cpp' });
    const policy = await plantedEndpoint(server.url, 'llama.cpp');
    opened.push(policy);
    const journal = journaled(policy, policy.identity, openJournal(path), policy);
    return {
      ...{ policy: journal, questions: QUESTIONS, candidates: ANSWERS },
      ...{ maxTokens: MAX_TOKENS, beginning: 'hmm hmm' },
    };
  });
});

test('what was asked is found, bit for bit, by the next process', async () => {
  await using server = await testServer({ dialect: 'llama.cpp' });
  await using policy = await plantedEndpoint(server.url, 'llama.cpp');
  using journal = openJournal(file());
  const first = journaled(policy, policy.identity, journal, policy);
  const found = await ask(first);
  expect(first.counts).toEqual({ asked: 32, found: 0 });
  const before = server.answered.size;
  const second = journaled(policy, policy.identity, journal, policy);
  expect(await ask(second)).toEqual(found);
  expect(second.counts).toEqual({ asked: 0, found: 32 });
  expect(server.answered.size).toBe(before);
  const another = journaled(policy, 'another', journal);
  await ask(another);
  expect(another.counts.found).toBe(0);
});

test('tokens that an earlier process wrote are known', async () => {
  await using server = await testServer({ dialect: 'llama.cpp' });
  using journal = openJournal(file());
  const wrote = { ...writing, until: 'thought' } as const;
  for (const remembers of [true, true, false]) {
    await using policy = await plantedEndpoint(server.url, 'llama.cpp');
    const kept = journaled(policy, policy.identity, journal, remembers ? policy : {});
    const [written] = await kept.write(contexts, wrote, randomStream(0));
    const before = [...server.answered.values()].reduce((a, b) => a + b);
    // Each another question, so that it is not found.
    const candidates = [...ANSWERS, `${before}`];
    await kept.answers(
      [{ context: { ...contexts[0]!, thought: written!.thought }, candidates }],
      randomStream(0),
    );
    const tokenized = [...server.answered.keys()].map((body) => JSON.parse(body).content ?? '');
    expect(tokenized.some((text) => text.includes(written!.thought))).toBe(!remembers);
  }
});

test('the same request in flight twice is asked once; whoever cancels ends his own', async () => {
  let calls = 0;
  const policy: Policy = {
    ...{ id: 'slow', can: new Set() },
    async write(asked, _writing, _stream, signal) {
      calls++;
      await new Promise((resolve) => setTimeout(resolve, 50));
      signal?.throwIfAborted();
      return asked.map(({ question }) => ({ thought: question, answer: null, stop: 'end', raw: question }));
    },
    answers: () => Promise.reject(new Error('not asked')),
  };
  using journal = openJournal(file());
  const kept = journaled(policy, 'slow', journal);
  const one = contexts.slice(0, 1);
  const cancelling = new AbortController();
  const cancelled = kept.write(one, writing, randomStream(0), cancelling.signal);
  const other = kept.write(one, writing, randomStream(0));
  cancelling.abort(new Error('enough'));
  await expect(cancelled).rejects.toThrow(/^enough$/);
  expect(await other).toHaveLength(1);
  expect(calls).toBe(2);
  await Promise.all([1, 2, 3].map(() => kept.write(one, writing, randomStream(1))));
  expect(calls).toBe(3);
  expect(kept.counts).toEqual({ asked: 3, found: 2 });
});

describe('answers that are drawn', () => {
  const context = { question: QUESTIONS[0]!, thought: 'hmm' };
  const drawing = async () => {
    const server = await testServer({ dialect: 'text' });
    return { server, policy: await plantedEndpoint(server.url, 'text') };
  };
  const lower = (answer: string) => answer.toLowerCase();
  const one = () => 'any';

  test.each([
    ['open', null],
    ['among candidates', ANSWERS],
  ])('%s, are counted as is asked, and drawn once', async (_, candidates) => {
    const { server, policy } = await drawing();
    await using _server = server;
    await using _policy = policy;
    using journal = openJournal(file());
    const kept = journaled(policy, policy.identity, journal);
    const asked = [undefined, one, lower, undefined].map((canonical) => ({
      ...{ context, candidates },
      ...(canonical && { canonical }),
    }));
    for (const [i, question] of asked.entries()) {
      const [found] = await kept.answers([question], randomStream(0));
      const seed = randomStream(0).integer(2 ** 31);
      const [direct] = await policy.answers([question], randomStream(seed));
      expect(found).toEqual(direct);
      expect(kept.counts).toEqual({ asked: 1, found: i });
    }
  });
});

test('thoughts are told by their place as they grow', async () => {
  const policy: Policy = {
    ...{ id: 'telling', can: new Set() },
    async write(asked, { onThought }) {
      for (const [i, { question }] of asked.entries()) onThought?.(i, question);
      return asked.map(({ question }) => ({ thought: question, answer: null, stop: 'end', raw: question }));
    },
    answers: () => Promise.reject(new Error('not asked')),
  };
  using journal = openJournal(file());
  const told: [number, string][] = [];
  const onThought = (i: number, thought: string) => void told.push([i, thought]);
  const some = contexts.slice(0, 2);
  await journaled(policy, 'telling', journal).write(some, { ...writing, onThought }, randomStream(0));
  expect(told.toSorted()).toEqual(some.map(({ question }, i) => [i, question]));
});

test('what fails is not kept', async () => {
  await using server = await testServer({ dialect: 'llama.cpp', context: 8 });
  await using policy = await plantedEndpoint(server.url, 'llama.cpp');
  using journal = openJournal(file());
  const long = { question: QUESTIONS.join(' '), thought: '' };
  for (const _ of [1, 2]) {
    const kept = journaled(policy, policy.identity, journal);
    await expect(kept.write([long], writing, randomStream(0))).rejects.toThrow(/context size/);
    expect(kept.counts).toEqual({ asked: 1, found: 0 });
  }
});

test('entries keep every bit', () => {
  const number = fc.double();
  const distribution = fc.record({
    answers: fc.array(fc.string()),
    probability: fc.array(number).map((values) => Float64Array.from(values)),
    mass: fc.option(number),
    basis: fc.constantFrom('scored' as const, 'sampled' as const),
  });
  fc.assert(
    fc.property(distribution, (one: AnswerDistribution) => {
      expect(distributionFrom(distributionText(one))).toEqual(one);
    }),
  );
  const trace = fc.record({
    ids: fc.array(fc.nat()),
    logProbs: fc.array(number),
    texts: fc.array(fc.string()),
  });
  const written = fc.record(
    {
      ...{ thought: fc.string(), answer: fc.option(fc.string()), raw: fc.string() },
      ...{ stop: fc.constantFrom('end' as const, 'length' as const), trace },
    },
    { requiredKeys: ['thought', 'answer', 'raw', 'stop'] },
  );
  fc.assert(
    fc.property(written, (one: Written) => {
      expect(writtenFrom(writtenText(one))).toEqual(one);
    }),
  );
});

test('killed at random moments and started again, it comes to the same, and asks nothing twice that was stored', async () => {
  const child = (url: string, path: string) => {
    const script = join(import.meta.dirname, 'testing/askPlanted.ts');
    const started = spawn(process.execPath, [script, url, path], { stdio: ['ignore', 'pipe', 'inherit'] });
    let told = '';
    started.stdout.on('data', (data) => {
      told += data;
    });
    const ended = new Promise<string>((resolve) => started.once('close', () => resolve(told.trim())));
    return { started, ended };
  };
  const completions = (server: TestServer) =>
    [...server.answered].filter(([body]) => body.includes('"prompt"'));
  await using undisturbed = await testServer({ dialect: 'llama.cpp' });
  const expected = await child(undisturbed.url, file()).ended;
  expect(expected).toMatch(/^[0-9a-f]{64}$/);
  await using server = await testServer({ dialect: 'llama.cpp', delay: 15 });
  const path = file();
  const luck = randomStream(0, 'kills');
  let kills = 0;
  for (let found = ''; found === ''; ) {
    const { started, ended } = child(server.url, path);
    const enough = completions(server).length + 2 + luck.integer(8);
    const killing = setInterval(() => {
      if (completions(server).length < enough || kills === 3) return;
      if (started.kill('SIGKILL')) kills++;
      clearInterval(killing);
    }, 1);
    found = await ended;
    clearInterval(killing);
    expect(['', expected]).toContain(found);
  }
  expect(kills).toBe(3);
  const asked = completions(server);
  expect(asked.map(([body]) => body).toSorted()).toEqual(
    completions(undisturbed)
      .map(([body]) => body)
      .toSorted(),
  );
  // Four were in flight at each kill, and no more than those were asked again.
  const total = (all: readonly (readonly [string, number])[]) =>
    all.reduce((sum, [, times]) => sum + times, 0);
  expect(total(asked) - total(completions(undisturbed))).toBeLessThanOrEqual(4 * kills);
});
