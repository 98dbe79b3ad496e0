import { randomStream } from '@vestige/random';
import { describe, expect, test, vi } from 'vitest';
import { EndpointError } from '../endpointError.ts';
import { openEndpoint } from '../openEndpoint.ts';
import { CAPABILITIES, type Dialect } from '../testing/dialects.ts';
import { FORMAT } from '../testing/planted.ts';
import { ANSWERS, QUESTIONS } from '../testing/plantedModel.ts';
import { type TestServerOptions, testServer } from '../testing/testServer.ts';
import type { EndpointFinding } from './finding.ts';
import { type EndpointProbe, probeEndpoint } from './probeEndpoint.ts';
import { tellProbe } from './tellProbe.ts';

async function probed(options: TestServerOptions, model?: string): Promise<EndpointProbe> {
  await using server = await testServer(options);
  return await probeEndpoint({ url: server.url, ...(model !== undefined && { model }) });
}

function findingOf({ findings }: EndpointProbe, capability: string): EndpointFinding {
  const found = findings.find((one) => one.capability === capability);
  if (found === undefined) throw new Error(`nothing about ${capability}`);
  return found;
}

describe.each(Object.keys(CAPABILITIES) as Dialect[])('a server that speaks %s', (dialect) => {
  test('proves what it can, and no more', async () => {
    const probe = await probed({ dialect, context: 400 });
    expect(probe.capabilities).toEqual(CAPABILITIES[dialect]);
    const statuses = probe.findings.map(({ capability, status }) => `${capability}: ${status}`);
    expect(statuses).toMatchSnapshot();
    expect(tellProbe(probe).at(-1)).toMatchSnapshot();
  });
});

test('a seed that is ignored, and a prompt that is cut in silence, are found', async () => {
  const probe = await probed({ dialect: 'llama.cpp', unseeded: true, cuts: true, context: 400 });
  expect(findingOf(probe, 'seed')).toMatchObject({ status: 'unreliable' });
  expect(findingOf(probe, 'context')).toEqual({
    ...{ capability: 'context', status: 'unreliable' },
    evidence: '400 tokens; of a text of more, 400 were read, and the rest is cut in silence',
  });
  expect(tellProbe(probe).at(-1)).toMatch(/candidates are scored; draws cannot be repeated\.$/);
});

test('log-probabilities that draws do not follow are found', async () => {
  const probe = await probed({ dialect: 'llama.cpp', warmer: 20 });
  expect(findingOf(probe, 'logprobs match draws').status).toBe('unreliable');
});

test('noise is measured', async () => {
  const { noise, ...probe } = await probed({ dialect: 'vllm', noise: 0.2 });
  expect(findingOf({ noise, ...probe }, 'same request, same answer').status).toBe('unreliable');
  expect(noise!.alone.logProb).toBeGreaterThan(0.01);
  expect(noise!.alone.logProb).toBeLessThan(0.3);
  expect((await probed({ dialect: 'vllm' })).noise).toEqual({
    alone: { logProb: 0, variation: 0 },
    beside: { logProb: 0, variation: 0 },
  });
});

test('a model that is not there is told with those that are', async () => {
  const probe = await probed({ dialect: 'vllm' }, 'other');
  expect(probe).toMatchObject({ model: null, capabilities: null });
  expect(findingOf(probe, 'model').evidence).toBe('no model "other"; listed: "planted"');
  await using server = await testServer({ dialect: 'vllm' });
  await expect(openEndpoint({ url: server.url, model: 'other', format: FORMAT })).rejects.toThrow(
    new EndpointError(`${server.url}: model: no model "other"; listed: "planted"`),
  );
});

test('a key that is refused, and no server, end it in a line', async () => {
  vi.stubEnv('VESTIGE_TEST_KEY', '');
  await using server = await testServer({ dialect: 'text', key: 'right' });
  const { url } = server;
  const options = { url, keyVariable: 'VESTIGE_TEST_KEY' };
  await expect(probeEndpoint(options)).rejects.toThrow(/asks for a key \(401\)/);
  vi.stubEnv('VESTIGE_TEST_KEY', 'right');
  expect((await probeEndpoint(options)).capabilities).not.toBeNull();
  vi.unstubAllEnvs();
  const gone = await testServer({ dialect: 'text' });
  await gone[Symbol.asyncDispose]();
  await expect(probeEndpoint({ url: gone.url, retries: 0 })).rejects.toThrow(/no server there/);
});

test('what was proved is used, and tells models apart', async () => {
  await using server = await testServer({ dialect: 'llama.cpp' });
  await using policy = await openEndpoint({ url: server.url, format: FORMAT });
  expect(policy.id).toBe('planted');
  expect([...policy.can]).toEqual(['prefill', 'score']);
  const context = { question: QUESTIONS[0]!, thought: 'good' };
  const [answered] = await policy.answers([{ context, candidates: ANSWERS }], randomStream(0));
  expect(answered!.basis).toBe('scored');
  await using elsewhere = await testServer({ dialect: 'llama.cpp' });
  await using same = await openEndpoint({ url: elsewhere.url, format: FORMAT });
  expect(same.identity).toBe(policy.identity);
  await using more = await openEndpoint({ url: elsewhere.url, format: FORMAT, samples: 17 });
  expect(more.identity).not.toBe(policy.identity);
  await using colder = await testServer({ dialect: 'llama.cpp', changed: true });
  await using other = await openEndpoint({ url: colder.url, format: FORMAT });
  expect(other.identity).not.toBe(policy.identity);
});
