// What every policy promises, as tests.
// biome-ignore-all lint/correctness/noUndeclaredDependencies: the tools of tests belong to the workspace
import { randomStream } from '@vestige/random';
import { describe, expect, test } from 'vitest';
import { type Capability, CapabilityError, type Context, mostProbable, type Policy } from '../policy.ts';

/** A policy to be held against the interface, and what it can be asked. */
export interface Conformance {
  readonly policy: Policy;
  /** At least four, of which some differ in what is answered. */
  readonly questions: readonly string[];
  /** What can be answered to every one of them. */
  readonly candidates: readonly string[];
  /** Enough for its thought and its answer. */
  readonly maxTokens: number;
  /** A beginning of a thought that it can go on from; needed if it can `prefill`. */
  readonly beginning?: string;
  /** A word that it writes on its own now and then; needed if it can `forbid`. */
  readonly word?: string;
}

/**
 * Declares the tests that every policy passes, whatever it is made of.
 *
 * @param make called once the tests run
 */
export function conforms(name: string, make: () => Conformance | Promise<Conformance>): void {
  describe(`${name} is a policy`, () => {
    const asked = (question: string, thought: string | null = ''): Context => ({ question, thought });
    const own = async ({ policy, questions, maxTokens }: Conformance, temperature = 1, seed = 0) =>
      policy.write(
        questions.map((question) => asked(question)),
        { until: 'answer', maxTokens, temperature },
        randomStream(seed, 'own'),
      );

    test('what it wrote is a thought and an answer, in the order of the questions', async () => {
      const conformance = await make();
      const written = await own(conformance);
      expect(written).toHaveLength(conformance.questions.length);
      for (const { thought, answer, raw, stop, trace } of written) {
        expect(raw).toContain(thought);
        if (answer !== null) {
          expect(conformance.candidates).toContain(answer);
          expect(stop).toBe('end');
          expect(raw).toContain(answer);
        }
        if (trace) expect(trace.logProbs).toHaveLength(trace.ids.length);
        for (const logProb of trace?.logProbs ?? []) expect(logProb).toBeLessThanOrEqual(0);
      }
    });

    test('the same stream gives the same text, another one another', async () => {
      const conformance = await make();
      expect(await own(conformance)).toEqual(await own(conformance));
      const others = [1, 2, 3].map((seed) => own(conformance, 1, seed));
      expect((await Promise.all(others)).some((other, i, all) => i > 0 && !same(other, all[0]!))).toBe(true);
    });

    test('probabilities of answers add up to their mass, and are those of the candidates asked for', async () => {
      const { policy, questions, candidates } = await make();
      const contexts = questions.flatMap((question) => [
        asked(question, null),
        ...(policy.can.has('prefill') ? [asked(question)] : []),
      ]);
      const distributions = await policy.answers(
        contexts.map((context) => ({ context, candidates })),
        randomStream(0, 'answers'),
      );
      expect(distributions).toHaveLength(contexts.length);
      for (const { answers, probability, mass, basis } of distributions) {
        expect(answers).toEqual(candidates);
        expect(basis).toBe(policy.can.has('score') ? 'scored' : 'sampled');
        const sum = probability.reduce((total, p) => total + p, 0);
        for (const p of probability) expect(p).toBeGreaterThanOrEqual(0);
        expect(sum).toBeLessThanOrEqual(1 + 1e-5);
        if (mass !== null) expect(sum).toBeCloseTo(mass, 6);
      }
    });

    test('a thought that it wrote, given back, gives its own answer back', async ({ skip }) => {
      const conformance = await make();
      const { policy, questions, candidates } = conformance;
      if (!policy.can.has('prefill') || !policy.can.has('score')) return skip('it cannot be given a thought');
      const written = await own(conformance, 0);
      const answered = written.flatMap(({ thought, answer }, i) =>
        answer === null ? [] : [{ context: asked(questions[i]!, thought), answer }],
      );
      const distributions = await policy.answers(
        answered.map(({ context }) => ({ context, candidates })),
        randomStream(0, 'given back'),
      );
      expect(distributions.map(mostProbable)).toEqual(answered.map(({ answer }) => answer));
      expect(answered.length).toBeGreaterThan(0);
    });

    test('what it goes on from is kept', async ({ skip }) => {
      const { policy, questions, maxTokens, beginning } = await make();
      if (!policy.can.has('prefill')) return skip('it cannot go on from a thought');
      if (beginning === undefined) throw new Error('expected a beginning');
      const written = await policy.write(
        questions.map((question) => asked(question, beginning)),
        { until: 'thought', maxTokens, temperature: 1 },
        randomStream(0, 'on'),
      );
      for (const { thought, answer } of written) {
        expect(thought.startsWith(beginning)).toBe(true);
        expect(answer).toBeNull();
      }
      expect(written.some(({ thought }) => thought.length > beginning.length)).toBe(true);
    });

    test('a forbidden word is not written', async ({ skip }) => {
      const conformance = await make();
      const { policy, questions, maxTokens, word } = conformance;
      if (!policy.can.has('forbid')) return skip('it cannot keep a word from being written');
      if (word === undefined) throw new Error('expected a word');
      const contexts = Array.from({ length: 8 }, () => questions.map((question) => asked(question))).flat();
      const written = (forbidden: readonly string[]) =>
        policy.write(
          contexts,
          { until: 'thought', maxTokens, temperature: 1, forbidden },
          randomStream(0, 'forbidden'),
        );
      const holds = ({ thought }: { readonly thought: string }) => thought.split(/\s+/).includes(word);
      expect((await written([])).some(holds)).toBe(true);
      expect((await written([word])).some(holds)).toBe(false);
    });

    test('cancelling stops it', async () => {
      const { policy, questions, candidates, maxTokens } = await make();
      const aborted = AbortSignal.abort(new Error('cancelled'));
      const context = asked(questions[0]!);
      const writing = { until: 'answer', maxTokens, temperature: 1 } as const;
      await expect(policy.write([context], writing, randomStream(0), aborted)).rejects.toThrow('cancelled');
      const answers = policy.answers([{ context, candidates }], randomStream(0), aborted);
      await expect(answers).rejects.toThrow('cancelled');
    });

    test('what it cannot do is refused by name', async () => {
      const { policy, questions, candidates, maxTokens } = await make();
      const refused = async (capability: Capability, ask: () => Promise<unknown>) => {
        if (policy.can.has(capability)) return;
        const error = await ask().catch((caught: unknown) => caught);
        expect(error).toBeInstanceOf(CapabilityError);
        expect((error as Error).message).toBe(`${policy.id} cannot ${capability}`);
      };
      const writing = { until: 'thought', maxTokens, temperature: 1 } as const;
      const context = asked(questions[0]!, 'so');
      await refused('prefill', () => policy.write([context], writing, randomStream(0)));
      await refused('prefill', () => policy.answers([{ context, candidates }], randomStream(0)));
      await refused('forbid', () =>
        policy.write([asked(questions[0]!)], { ...writing, forbidden: ['so'] }, randomStream(0)),
      );
      expect(policy.finetune !== undefined).toBe(policy.can.has('finetune'));
    });

    test('a copy that is trained further learns, and leaves it as it was', async ({ skip }) => {
      const { policy, questions, candidates } = await make();
      if (!policy.finetune) return skip('it cannot be trained further');
      const target = candidates[0]!;
      const context = (question: string) => asked(question, null);
      const likely = async (asking: Policy) => {
        const all = questions.map((question) => ({ context: context(question), candidates }));
        const distributions = await asking.answers(all, randomStream(0, 'likely'));
        return distributions.reduce((sum, { probability }) => sum + probability[0]!, 0);
      };
      const before = await likely(policy);
      const lessons = async function* () {
        for (let step = 0; step < 5; step++) {
          yield questions.map((question) => ({ context: context(question), answer: target }));
        }
      };
      const after: number[] = [];
      for await (const copy of policy.finetune(lessons(), { learningRate: 1e-2 })) {
        after.push(await likely(copy));
      }
      expect(after).toHaveLength(5);
      expect(after.at(-1)).toBeGreaterThan(before);
      expect(await likely(policy)).toBe(before);
    });
  });
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
