import { randomStream } from '@vestige/random';
import { APIError } from 'openai';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { EndpointError, endpointError } from './endpointError.ts';
import type { EndpointPolicy } from './openEndpoint.ts';
import { MAX_TOKENS, plantedEndpoint } from './testing/planted.ts';
import { ANSWERS, QUESTIONS } from './testing/plantedModel.ts';
import { type Faults, testServer } from './testing/testServer.ts';

const contexts = [...QUESTIONS, ...QUESTIONS, ...QUESTIONS].map((question) => ({ question, thought: '' }));
const writing = { until: 'answer', maxTokens: MAX_TOKENS, temperature: 1 } as const;

/** All that is asked in these tests. */
async function ask(policy: EndpointPolicy, signal?: AbortSignal) {
  const written = await policy.write(contexts, writing, randomStream(0, 'write'), signal);
  const asked = written.map(({ thought }, i) => ({
    context: { question: contexts[i]!.question, thought },
    candidates: ANSWERS,
  }));
  return { written, answers: await policy.answers(asked, randomStream(0, 'answers'), signal) };
}

async function withoutFaults() {
  await using server = await testServer({ dialect: 'llama.cpp' });
  await using policy = await plantedEndpoint(server.url, 'llama.cpp');
  return { found: await ask(policy), answered: completionsOf(server.answered) };
}

/** How often each request for a completion was answered. */
function completionsOf(answered: ReadonlyMap<string, number>) {
  return new Map([...answered].filter(([body]) => body.includes('prompt')));
}

describe('a server with faults', () => {
  test.each<[string, Faults]>([
    ['drops connections', { drop: 0.1 }],
    ['breaks off its answers', { half: 0.1 }],
    ['is busy now and then', { busy: 0.3 }],
    ['fails now and then', { broken: 0.1 }],
    ['hangs now and then', { hang: 0.05 }],
    ['does all of it', { drop: 0.05, half: 0.05, busy: 0.1, broken: 0.05 }],
  ])('that %s loses no answer, and is asked for none twice', async (_, faults) => {
    const { found, answered } = await withoutFaults();
    await using server = await testServer({ dialect: 'llama.cpp', faults });
    // Long enough that an answer comes in time on a machine that has other work.
    const timeout = faults.hang ? 4000 : 30_000;
    await using policy = await plantedEndpoint(server.url, 'llama.cpp', { timeout, concurrency: 32 });
    expect(await ask(policy)).toEqual(found);
    expect(completionsOf(server.answered)).toEqual(answered);
    expect(policy.usage.repeated).toBeGreaterThan(0);
  });

  test('that is killed and started again is asked on', async () => {
    const { found } = await withoutFaults();
    const first = await testServer({ dialect: 'llama.cpp', delay: 20 });
    await using policy = await plantedEndpoint(first.url, 'llama.cpp', { concurrency: 4 });
    const asked = ask(policy);
    await vi.waitUntil(() => completionsOf(first.answered).size > 5, 10_000);
    asked.catch(() => {});
    await first[Symbol.asyncDispose]();
    await new Promise((resolve) => setTimeout(resolve, 300));
    await using _second = await testServer({ dialect: 'llama.cpp', port: first.port });
    expect(await asked).toEqual(found);
  });
});

test('no more requests are in flight than may be', async () => {
  await using server = await testServer({ dialect: 'text', delay: 50 });
  await using policy = await plantedEndpoint(server.url, 'text', { concurrency: 3 });
  await policy.write(contexts, writing, randomStream(0));
  expect(server.most).toBe(3);
});

test('cancelling ends what is in flight', async () => {
  await using server = await testServer({ dialect: 'text', faults: { hang: 1 } });
  await using policy = await plantedEndpoint(server.url, 'text', { concurrency: 3 });
  const cancelling = new AbortController();
  const asked = policy.write(contexts, writing, randomStream(0), cancelling.signal);
  await vi.waitUntil(() => server.inFlight === 3, 10_000);
  cancelling.abort(new Error('enough'));
  await expect(asked).rejects.toThrow(/^enough$/);
  await vi.waitUntil(() => server.inFlight === 0, 10_000);
  expect(server.most).toBe(3);
});

test('one request that fails for good ends the others', async () => {
  await using server = await testServer({ dialect: 'text', context: 30, delay: 20 });
  await using policy = await plantedEndpoint(server.url, 'text', { concurrency: 2 });
  const long = { question: QUESTIONS.join(' '), thought: '' };
  const asked = policy.write([long, ...contexts], { ...writing, maxTokens: 15 }, randomStream(0));
  await expect(asked).rejects.toThrow(EndpointError);
  await vi.waitUntil(() => server.inFlight === 0, 10_000);
  expect(server.answered.size).toBeLessThan(4);
});

describe('what a server does not do is told in a line:', () => {
  const VARIABLE = 'VESTIGE_TEST_KEY';
  const SECRET = 'sk-do-not-tell-0123456789';

  afterEach(() => vi.unstubAllEnvs());

  const failure = async (policy: EndpointPolicy) => {
    const error = await policy
      .write(contexts.slice(0, 1), writing, randomStream(0))
      .catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(EndpointError);
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(SECRET);
    return (error as Error).message;
  };

  test('no server', async () => {
    const { url } = await testServer({ dialect: 'text' }).then(async (server) => {
      await server[Symbol.asyncDispose]();
      return server;
    });
    const message = await failure(await plantedEndpoint(url, 'text', { retries: 0 }));
    expect(message).toBe(`${url}: no server there (ECONNREFUSED)`);
  });

  test('a server that never answers', async () => {
    await using server = await testServer({ dialect: 'text', faults: { hang: 1 } });
    const message = await failure(await plantedEndpoint(server.url, 'text', { retries: 1, timeout: 50 }));
    expect(message).toBe(`${server.url}: no answer within 0.05 s, 2 times`);
  });

  test('a key that is missing, and one that is wrong', async () => {
    await using server = await testServer({ dialect: 'text', key: 'right' });
    const options = { keyVariable: VARIABLE };
    expect(await failure(await plantedEndpoint(server.url, 'text', options))).toBe(
      `${server.url}: asks for a key (401); put it into the environment variable ${VARIABLE}`,
    );
    vi.stubEnv(VARIABLE, SECRET);
    const policy = await plantedEndpoint(server.url, 'text', options);
    expect(await failure(policy)).toBe(`${server.url}: refuses the key in ${VARIABLE} (401)`);
    expect(JSON.stringify(policy)).not.toContain(SECRET);
    vi.stubEnv(VARIABLE, 'right');
    await using right = await plantedEndpoint(server.url, 'text', options);
    expect(await right.write(contexts.slice(0, 1), writing, randomStream(0))).toHaveLength(1);
    expect(right.identity).toBe(policy.identity);
  });

  test('no such model, a context that is too small', async () => {
    await using server = await testServer({ dialect: 'text', context: 20 });
    expect(await failure(await plantedEndpoint(server.url, 'text', { model: 'other' }))).toBe(
      `${server.url}: The model \`other\` does not exist. (404); is there a model "other", and is it the right address?`,
    );
    expect(await failure(await plantedEndpoint(server.url, 'text'))).toBe(
      `${server.url}: request (5 tokens) exceeds the available context size (20 tokens) (400)`,
    );
  });

  test('whatever a server says, without the key', () => {
    const sent = {
      ...{ url: 'http://x', model: 'm', keyVariable: VARIABLE, key: SECRET },
      timeout: 1,
      retries: 0,
    };
    const said = APIError.generate(400, { error: { message: `bad\n ${SECRET}` } }, undefined, new Headers());
    expect(endpointError(said, sent).message).toBe('http://x: bad *** (400)');
  });

  test.each(['not an address', 'ftp://x', 'http://user:secret@x/', 'http://x/?key=secret'])(
    '%s is no address that may be used',
    async (url) => {
      const error = await plantedEndpoint(url, 'text').catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(EndpointError);
      expect((error as Error).message).not.toContain('secret');
    },
  );
});
