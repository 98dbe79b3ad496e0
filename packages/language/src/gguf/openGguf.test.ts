// biome-ignore-all lint/correctness/noUndeclaredDependencies: the tools of tests belong to the workspace
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AnswerDistribution, Context, Policy, Written } from '@vestige/policy';
import { conforms } from '@vestige/policy/testing';
import { randomStream } from '@vestige/random';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { wordsFormat } from '../format/wordsFormat.ts';
import { comparedContexts, ENVIRONMENT as environment, trainedGguf } from '../testing/trainedGguf.ts';
import { hasNodeLlamaCpp } from './binding.ts';
import { GgufError } from './ggufFile.ts';
import type { GgufPolicy } from './ggufPolicy.ts';
import { openGguf } from './openGguf.ts';

const { answers: candidates, maxTokens } = environment;
const folder = mkdtempSync(join(tmpdir(), 'vestige-gguf-'));
const stream = randomStream('questions');
const questions = Array.from({ length: 12 }, () => environment.problem(stream).question);
const format = wordsFormat(environment);
/** llama.cpp looks GELU up in a table of half precision, which tells most where a policy is undecided. */
const CLOSE = 5e-4;

afterAll(() => rmSync(folder, { recursive: true }));

// `npm run llama` installs it; VESTIGE_LLAMA makes tests fail where they would be skipped without.
const installed = hasNodeLlamaCpp() || process.env.VESTIGE_LLAMA === 'required';

describe.skipIf(!installed).each(['learned', 'rotary'] as const)('with %s positions', (positions) => {
  const file = join(folder, `${positions}.gguf`);
  let ours: Policy;
  let policy: GgufPolicy;

  beforeAll(async () => {
    const trained = await trainedGguf(folder, positions);
    ours = trained.policy;
    writeFileSync(file, trained.gguf);
    policy = await openGguf(file, { format, cache: 'F32' });
  });

  afterAll(() => policy?.[Symbol.asyncDispose]());

  conforms('a policy in a GGUF file', () => ({
    ...{ policy, questions, candidates, maxTokens, beginning: 'hmm income3' },
  }));

  test('answers as it does here, whatever it is shown', async () => {
    const asked = (await comparedContexts(ours, questions)).map((context) => ({ context, candidates }));
    const [theirs, here] = [
      await policy.answers(asked, randomStream(0)),
      await ours.answers(asked, randomStream(0)),
    ];
    for (const [i, { probability, mass }] of here.entries()) {
      for (const [k, p] of probability.entries()) {
        expect(Math.abs(theirs[i]!.probability[k]! - p)).toBeLessThan(CLOSE);
      }
      expect(Math.abs(theirs[i]!.mass! - mass!)).toBeLessThan(CLOSE);
    }
  });

  test('tells of thoughts as they grow, and writes the same', async () => {
    const contexts = questions.slice(0, 3).map((question) => ({ question, thought: 'hmm income3' }));
    const writing = { until: 'answer', maxTokens, temperature: 1 } as const;
    const untold = await policy.write(contexts, writing, randomStream('told'));
    const told: string[][] = contexts.map(() => []);
    const onThought = (i: number, thought: string) => void told[i]!.push(thought);
    expect(await policy.write(contexts, { ...writing, onThought }, randomStream('told'))).toEqual(untold);
    for (const [i, { thought }] of untold.entries()) {
      // A word is a token.
      const words = thought.split(' ');
      const grown = words.map((_, count) => words.slice(0, count + 1).join(' ')).slice(2);
      expect(told[i]).toEqual(grown);
    }
  });

  test('gives the same bits whatever was asked before, and reads what is shared once', async () => {
    const [question, other] = questions;
    const thought = 'income1 bad down hmm';
    const asked = (context: Context) => policy.answers([{ context, candidates }], randomStream(0));
    const alone = await asked({ question: question!, thought });
    await asked({ question: other!, thought });
    await policy.write(
      [{ question: other!, thought: 'income1' }],
      { until: 'thought', maxTokens, temperature: 1 },
      randomStream(0),
    );
    expect(await asked({ question: question!, thought })).toEqual(alone);
    const before = policy.evaluated;
    await asked({ question: question!, thought: 'credit1 good up' });
    // The question stays, of <bos>, five words and <think>: the thought and what closes it are new.
    expect(policy.evaluated - before).toBe(3 + 2);
  });

  test('gives the same whatever is asked at once, in whatever order', async () => {
    const own = await policy.write(
      questions.slice(0, 3).map((question) => ({ question, thought: '' })),
      { until: 'answer', maxTokens, temperature: 1 },
      randomStream('order'),
    );
    const contexts = own.flatMap(({ thought }, i): Context[] => {
      const words = thought.split(' ');
      const thoughts = [thought, words.slice(0, 3).join(' '), words.toReversed().join(' '), '', null];
      return thoughts.map((shown) => ({ question: questions[i]!, thought: shown }));
    });
    const asked = randomStream('shuffled').shuffled(contexts);
    const alone: AnswerDistribution[] = [];
    for (const context of contexts) {
      alone.push(...(await policy.answers([{ context, candidates }], randomStream(0))));
    }
    const together = await Promise.all(
      [asked.slice(0, 7), asked.slice(7)].map((some) =>
        policy.answers(
          some.map((context) => ({ context, candidates })),
          randomStream(0),
        ),
      ),
    );
    expect(together.flat()).toEqual(asked.map((context) => alone[contexts.indexOf(context)]));
  });

  test('goes on from what it wrote, once it has written something else', async () => {
    const written = await policy.write(
      questions.slice(0, 2).map((question) => ({ question, thought: '' })),
      { until: 'answer', maxTokens, temperature: 1 },
      randomStream('states'),
    );
    const context = { question: questions[0]!, thought: written[0]!.thought };
    const evaluated = async (one: GgufPolicy) => {
      const before = one.evaluated;
      const answers = await one.answers([{ context, candidates }], randomStream(0));
      return { answers, evaluated: one.evaluated - before };
    };
    const again = await evaluated(policy);
    // What closes a thought has two tokens.
    expect(again.evaluated).toBe(2);
    await using without = await openGguf(file, { format, cache: 'F32', states: 0 });
    await without.write(
      questions.slice(0, 2).map((question) => ({ question, thought: '' })),
      { until: 'answer', maxTokens, temperature: 1 },
      randomStream('states'),
    );
    const anew = await evaluated(without);
    expect(anew.answers).toEqual(again.answers);
    expect(anew.evaluated).toBeGreaterThan(2 + context.thought.split(' ').length);
  });

  test('replies to questions only', async () => {
    const replying = { maxTokens: 3, temperature: 1 };
    await expect(policy.reply(['Hello'], replying, randomStream(0))).rejects.toThrow(
      /^a policy of words replies to questions only$/,
    );
  });

  test('told what it wrote in another process, it answers as there', async () => {
    const contexts = questions.slice(0, 4).map((question) => ({ question, thought: 'hmm' }));
    const written = await policy.write(
      contexts,
      { until: 'thought', maxTokens, temperature: 1 },
      randomStream('remembered'),
    );
    const asked = contexts.map(({ question }, i) => ({
      ...{ context: { question, thought: written[i]!.thought }, candidates },
    }));
    await using other = await openGguf(file, { format, cache: 'F32' });
    // A journal is given it alone.
    const { remember } = other;
    for (const [i, context] of contexts.entries()) await remember(context, written[i]!);
    expect(await other.answers(asked, randomStream(0))).toEqual(await policy.answers(asked, randomStream(0)));
  });

  test('the trace tells what was written, and how likely that was', async () => {
    const written = await policy.write(
      questions.map((question) => ({ question, thought: '' })),
      { until: 'answer', maxTokens, temperature: 1 },
      randomStream('trace'),
    );
    const answered = written.flatMap((one, i) =>
      one.answer === null ? [] : [{ ...one, question: questions[i]! }],
    );
    expect(answered.length).toBeGreaterThan(0);
    for (const { question, thought, answer, trace } of answered) {
      const asked = [{ context: { question, thought }, candidates: [answer!] }];
      const [{ mass }] = (await policy.answers(asked, randomStream(0))) as [AnswerDistribution];
      // The last token ends the text, and the answer stands before it.
      expect(Math.exp(trace!.logProbs.at(-2)!)).toBeCloseTo(mass!, 3);
    }
  });

  test('open answers are sampled as often as is likely, and counted as what they are', async () => {
    await using often = await openGguf(file, {
      format,
      cache: 'F32',
      sampling: { samples: 2000, maxTokens: 4 },
    });
    const [{ thought }] = (await often.write(
      [{ question: questions[0]!, thought: '' }],
      { until: 'thought', maxTokens, temperature: 0 },
      randomStream(0),
    )) as [Written];
    const context = { question: questions[0]!, thought };
    const [[scored], [sampled], [counted]] = await Promise.all([
      often.answers([{ context, candidates }], randomStream(0)),
      often.answers([{ context, candidates: null }], randomStream(1)),
      often.answers([{ context, candidates: null, canonical: () => 'any' }], randomStream(1)),
    ]);
    expect(sampled!.basis).toBe('sampled');
    for (const [i, candidate] of candidates.entries()) {
      const share = sampled!.probability[sampled!.answers.indexOf(candidate)] ?? 0;
      // Four standard errors at most.
      expect(Math.abs(share - scored!.probability[i]!)).toBeLessThan(4 * Math.sqrt(0.25 / 2000));
    }
    expect(counted).toMatchObject({ answers: ['any'], mass: sampled!.mass });
    expect(await often.answers([{ context, candidates: null }], randomStream(1))).toEqual([sampled]);
  });

  test('candidates are read among themselves where it need not be known whether one of them comes', async () => {
    await using among = await openGguf(file, { format, cache: 'F32', mass: false });
    const contexts = [null, '', 'income1 bad'].map((thought) => ({ question: questions[0]!, thought }));
    const asked = contexts.map((context) => ({ context, candidates }));
    const whole = await policy.answers(asked, randomStream(0));
    for (const [i, { probability, mass }] of (await among.answers(asked, randomStream(0))).entries()) {
      expect(mass).toBeNull();
      for (const [k, p] of probability.entries()) {
        expect(p).toBeCloseTo(whole[i]!.probability[k]! / whole[i]!.mass!, 4);
      }
    }
    const long = [{ context: contexts[0]!, candidates: ['approve deny', 'deny'] }];
    expect(await among.answers(long, randomStream(0))).toEqual(await policy.answers(long, randomStream(0)));
  });

  test('a text that does not fit is refused, and not shifted', async () => {
    const thought = Array.from({ length: 60 }, () => 'hmm').join(' ');
    const context = { question: questions[0]!, thought };
    await expect(policy.answers([{ context, candidates }], randomStream(0))).rejects.toThrow(
      /^a text of \d+ tokens does not fit in the context of 48; /,
    );
    const [written] = await policy.write(
      [{ question: questions[0]!, thought: '' }],
      { until: 'answer', maxTokens: 3, temperature: 1 },
      randomStream(0),
    );
    expect(written).toMatchObject({ stop: 'length', answer: null });
  });

  test('candidates of several words are scored by all of them', async () => {
    const context = { question: questions[0]!, thought: 'income1 bad' };
    const scored = async (...words: string[]) =>
      (await policy.answers([{ context, candidates: words }], randomStream(0)))[0]!.probability;
    const [approve] = await scored('approve');
    const [long, short] = await scored('approve deny', 'approve');
    expect(short).toBe(approve);
    expect(long).toBeGreaterThan(0);
    expect(long).toBeLessThan(approve!);
  });

  test('a file that is cut off is refused in a line', async () => {
    const part = join(folder, `${positions}-part.gguf`);
    writeFileSync(part, readFileSync(file).subarray(0, 5000));
    const error = await openGguf(part, { format }).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(GgufError);
    expect((error as Error).message).toMatch(/part\.gguf: llama\.cpp cannot read it \(.+\); is it whole\?$/);
  });
});

test('what is no GGUF file is refused in a line', async () => {
  const file = join(folder, 'text.gguf');
  writeFileSync(file, 'a text');
  await expect(openGguf(file, { format })).rejects.toThrow(
    /text\.gguf: begins with "a te"; expected a GGUF file$/,
  );
  await expect(openGguf(join(folder, 'none.gguf'), { format })).rejects.toThrow(
    /none\.gguf: no such file; expected a GGUF file$/,
  );
});
