import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Policy } from '@vestige/policy';
import { conforms } from '@vestige/policy/testing';
import { randomStream } from '@vestige/random';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { wordsFormat } from '../format/wordsFormat.ts';
import { hasLlamaServer, llamaServer } from '../testing/llamaServer.ts';
import { comparedContexts, ENVIRONMENT, trainedGguf } from '../testing/trainedGguf.ts';
import { type EndpointPolicy, openEndpoint } from './openEndpoint.ts';
import { type EndpointProbe, probeEndpoint } from './probe/probeEndpoint.ts';
import { tellProbe } from './probe/tellProbe.ts';

const { answers: candidates, maxTokens } = ENVIRONMENT;
const format = wordsFormat(ENVIRONMENT);
const stream = randomStream('questions');
const questions = Array.from({ length: 12 }, () => ENVIRONMENT.problem(stream).question);
/** llama.cpp looks GELU up in a table of half precision, which tells most where a policy is undecided. */
const CLOSE = 5e-4;

// `npm run llama-server` installs it; VESTIGE_LLAMA makes tests fail where they would be skipped without.
const installed = hasLlamaServer() || process.env.VESTIGE_LLAMA === 'required';

describe.skipIf(!installed)("llama.cpp's server", () => {
  const folder = mkdtempSync(join(tmpdir(), 'vestige-server-'));
  const opened = new AsyncDisposableStack();
  let ours: Policy;
  let policy: EndpointPolicy;
  let probe: EndpointProbe;

  beforeAll(async () => {
    const trained = await trainedGguf(folder, 'rotary');
    ours = trained.policy;
    const file = join(folder, 'policy.gguf');
    writeFileSync(file, trained.gguf);
    const { url } = opened.use(await llamaServer(file, 48));
    const prompts = questions.slice(0, 3).map((question) => `<bos> ${question} <think>`);
    probe = await probeEndpoint({ url, prompts: prompts as [string, string, string] });
    policy = opened.use(await openEndpoint({ url, format, proved: probe }));
  });

  afterAll(async () => {
    await opened.disposeAsync();
    rmSync(folder, { recursive: true });
  });

  /** Its log-probabilities differ by 1e-7 with what is in its cache. */
  const withoutTrace = (): Policy => ({
    ...policy,
    write: async (...asked) => (await policy.write(...asked)).map(({ trace: _, ...written }) => written),
  });

  conforms('its model', () => ({
    ...{ policy: withoutTrace(), questions, candidates, maxTokens, beginning: 'hmm income3' },
  }));

  test('proves what it is known to do', () => {
    const status = Object.fromEntries(probe.findings.map(({ capability, status }) => [capability, status]));
    expect(status).toMatchObject({
      ...{
        reachable: 'proved',
        model: 'proved',
        'names of models': 'unreliable',
        '/v1/completions': 'proved',
      },
      ...{ 'goes on from a text': 'proved', seed: 'proved', logprobs: 'proved', 'token ids': 'proved' },
      ...{ logit_bias: 'proved', 'log-probability of a forced token': 'proved' },
      ...{ echo: 'absent', prompt_logprobs: 'absent', context: 'proved', usage: 'proved' },
    });
    expect(tellProbe(probe).at(-1)).toMatch(/by token ids; thoughts can be given; candidates are scored\.$/);
  });

  test('answers as the policy does here, whatever it is shown', async () => {
    const asked = (await comparedContexts(ours, questions)).map((context) => ({ context, candidates }));
    const theirs = await policy.answers(asked, randomStream(0));
    const here = await ours.answers(asked, randomStream(0));
    for (const [i, { probability }] of here.entries()) {
      for (const [k, p] of probability.entries()) {
        expect(Math.abs(theirs[i]!.probability[k]! - p)).toBeLessThan(CLOSE);
      }
    }
  });

  test('tells the probability of each token that it wrote', async () => {
    const contexts = questions.map((question) => ({ question, thought: '' }));
    const wrote = await policy.write(
      contexts,
      { until: 'thought', maxTokens, temperature: 1 },
      randomStream(0),
    );
    for (const { trace, raw } of wrote) {
      expect(trace!.texts!.join('')).toBe(raw);
      expect(trace!.ids.length).toBe(trace!.logProbs.length);
    }
  });

  test('a text that does not fit is refused in a line', async () => {
    const thought = Array.from({ length: 60 }, () => 'hmm').join(' ');
    const asked = policy.answers(
      [{ context: { question: questions[0]!, thought }, candidates }],
      randomStream(0),
    );
    await expect(asked).rejects.toThrow(/exceeds the available context size \(48 tokens\).* \(400\)$/);
  });
});
