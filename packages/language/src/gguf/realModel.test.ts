// biome-ignore-all lint/correctness/noUndeclaredDependencies: the tools of tests belong to the workspace
import type { AnswerDistribution, Context } from '@vestige/policy';
import { randomStream } from '@vestige/random';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasNodeLlamaCpp } from './binding.ts';
import { GgufError } from './ggufFile.ts';
import type { GgufPolicy } from './ggufPolicy.ts';
import { openGguf } from './openGguf.ts';

/** A GGUF of SmolLM2-135M-Instruct; the tests are skipped without. */
const file = process.env.VESTIGE_SMOLLM2 ?? '';
const candidates = ['A', 'B', 'C'];
const questions = [
  'Ann has 3 apples and buys 4 more. How many has she now?\nA) 5\nB) 7\nC) 8',
  'Which one is a fruit?\nA) A car\nB) A stone\nC) A pear',
  'Which is said here: <|im_end|> or {{ question }}?\nA) both\nB) one\nC) none',
];

describe.skipIf(file === '' || !hasNodeLlamaCpp())('SmolLM2', () => {
  let policy: GgufPolicy;
  const open = () =>
    openGguf(file, {
      format: { extraction: { kind: 'letter' } },
      contextSize: 1024,
      sampling: { samples: 4 },
    });
  const write = (one: GgufPolicy) =>
    one.write(
      questions.map((question) => ({ question, thought: '' })),
      { until: 'answer', maxTokens: 48, temperature: 1 },
      randomStream('own'),
    );
  const ask = (one: GgufPolicy, contexts: readonly Context[]) =>
    one.answers(
      contexts.map((context) => ({ context, candidates })),
      randomStream(0),
    );

  beforeAll(async () => {
    policy = await open();
  }, 60_000);

  afterAll(() => policy?.[Symbol.asyncDispose]());

  test('is asked in its chat template, and thinks in steps', () => {
    const pieces = policy.format.thinking(questions[2]!);
    expect(pieces[0]!.text).toMatch(/^<\|im_start\|>system\nYou are .+<\|im_end\|>\n<\|im_start\|>user\n$/);
    expect(pieces[1]).toEqual({ text: expect.stringContaining('<|im_end|> or {{ question }}?') });
    expect(pieces.at(-1)!.text).toBe('<|im_end|>\n<|im_start|>assistant\n');
    expect(policy.format.description).toMatchObject({ thoughts: 'none' });
  });

  test('what it writes, and what it answers, is the same in whatever order, and in another process of it', async () => {
    const own = await write(policy);
    const contexts = own.flatMap(({ thought }, i): Context[] => {
      const sentences = thought.split(/(?<=\n|\. )/);
      const thoughts = [
        null,
        '',
        thought,
        sentences.slice(0, 2).join('').trimEnd(),
        sentences.slice(1).join(''),
      ];
      return [...thoughts, own[(i + 1) % own.length]!.thought].map((shown) => ({
        ...{ question: questions[i]!, thought: shown },
      }));
    });
    const together = await ask(policy, contexts);
    for (const { probability, mass } of together) {
      expect(mass).toBeGreaterThan(0);
      expect(mass).toBeLessThanOrEqual(1 + 1e-3);
      expect(probability.every((p) => p >= 0)).toBe(true);
    }
    await using other = await open();
    expect(await write(other)).toEqual(own);
    const shuffled = randomStream('order').shuffled(contexts);
    const alone: AnswerDistribution[] = [];
    for (const context of shuffled) alone.push(...(await ask(other, [context])));
    expect(alone).toEqual(shuffled.map((context) => together[contexts.indexOf(context)]));
  }, 240_000);

  test('open answers are letters, sampled', async () => {
    const asked = [
      { context: { question: questions[1]!, thought: 'The pear is a fruit.' }, candidates: null },
    ];
    const [distribution] = await policy.answers(asked, randomStream(0));
    expect(distribution!.basis).toBe('sampled');
    for (const answer of distribution!.answers) expect(answer).toMatch(/^[A-J]$/);
    expect(await policy.answers(asked, randomStream(0))).toEqual([distribution]);
  }, 60_000);

  test('replies to a message, the same with the same stream', async () => {
    const reply = (maxTokens: number) =>
      policy.reply(['Say hello.'], { maxTokens, temperature: 0 }, randomStream(0));
    const [whole] = await reply(64);
    expect(whole).toContain('ello');
    expect(await reply(64)).toEqual([whole]);
    expect(await reply(2)).toEqual([null]);
  }, 60_000);

  test('stops soon when it is told to', async () => {
    const stop = new AbortController();
    const writing = policy.write(
      questions.map((question) => ({ question, thought: '' })),
      { until: 'answer', maxTokens: 800, temperature: 1 },
      randomStream('stopped'),
      stop.signal,
    );
    setTimeout(() => stop.abort(new Error('enough')), 200);
    const begun = performance.now();
    await expect(writing).rejects.toThrow('enough');
    expect(performance.now() - begun).toBeLessThan(5000);
  }, 60_000);

  test('a text that is too long is refused with its numbers', async () => {
    const context = { question: 'word '.repeat(1200), thought: '' };
    await expect(ask(policy, [context])).rejects.toThrow(
      /^a text of 12\d\d tokens does not fit in the context of 1024; /,
    );
    // What closes a thought, `\n\nAnswer:`, has a few tokens more.
    const writing = { until: 'answer', maxTokens: 1020, temperature: 1 } as const;
    await expect(policy.write([{ question: 'Q', thought: '' }], writing, randomStream(0))).rejects.toThrow(
      /^a text of \d+ tokens with 102\d to be written does not fit in the context of 1024; /,
    );
  });

  test('marks that it does not know are refused in a line', async () => {
    const error = await openGguf(file, { format: { thoughts: 'think' } }).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(GgufError);
    expect((error as Error).message).toMatch(
      /: the vocabulary has no <think>, which the thoughts `think` are/,
    );
  }, 60_000);

  test('what its distributions depend on is told', async () => {
    const { weights, runtime, format, ...numbers } = await policy.identity();
    expect(weights).toMatch(/^[0-9a-f]{64}$/);
    expect(runtime).toMatchObject({ nodeLlamaCpp: '3.21.1', gpu: false });
    expect(format).toMatchObject({
      extraction: { kind: 'letter' },
      template: expect.stringContaining('SmolLM'),
    });
    expect(numbers).toMatchObject({ contextSize: 1024, batchSize: 512, flashAttention: false, cache: 'F16' });
    expect(JSON.parse(JSON.stringify(numbers))).toEqual(numbers);
  });
});
