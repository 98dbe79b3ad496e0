import { createHash } from 'node:crypto';
import type { AnswerDistribution, Context, Policy, Question, Writing, Written } from '@vestige/policy';
import { randomStream } from '@vestige/random';
import { grouped } from '../grouped.ts';
import { SharedRequests } from '../sharedRequests.ts';
import { together } from '../together.ts';
import { distributionFrom, distributionText, writtenFrom, writtenText } from './entries.ts';
import type { Journal } from './journal.ts';

/** A policy whose answers are kept. */
export interface JournaledPolicy extends Policy {
  readonly counts: {
    /** Requests that the policy was asked. */
    readonly asked: number;
    /** Requests that were found, or were being asked already. */
    readonly found: number;
  };
}

export interface JournaledOptions {
  /** Called with what was found in place of what the policy would have written. */
  readonly remember?: (context: Context, written: Written) => Promise<void>;
}

/**
 * Keeps what a policy writes and answers, so that it is never asked twice: one entry a context, by a digest of who it is,
 * what it is asked, and an integer that is drawn for it. What is absent is asked with a stream of that integer, and kept
 * as it comes: what ends a process costs the requests in flight.
 *
 * Answers that are drawn are kept as they were drawn, and counted when they are read: what they are counted as may change.
 *
 * @param identity of all that decides what it answers: model, format, settings
 * @throws {JournalError} when it cannot be read or written
 */
export function journaled(
  policy: Policy,
  identity: string,
  journal: Journal,
  { remember }: JournaledOptions = {},
): JournaledPolicy {
  const counts = { asked: 0, found: 0 };
  const running = new SharedRequests<string>();
  const { block, finetune, paraphrase } = policy;

  /** The entry of a request, and whether it was stored before. */
  async function entry(
    request: readonly unknown[],
    seed: number,
    ask: () => Promise<string>,
    signal: AbortSignal,
  ): Promise<readonly [text: string, stored: boolean]> {
    const key = createHash('sha256')
      .update(JSON.stringify([identity, ...request, seed]))
      .digest();
    const stored = journal.find(key);
    if (stored !== undefined) {
      counts.found++;
      return [stored, true];
    }
    let asked = false;
    const text = await running.ask(
      key.toString('hex'),
      async () => {
        asked = true;
        counts.asked++;
        return journal.store(key, await ask());
      },
      signal,
    );
    if (!asked) counts.found++;
    return [text, false];
  }

  return {
    id: policy.id,
    can: policy.can,
    ...(block !== undefined && { block }),
    ...(finetune && { finetune: finetune.bind(policy) }),
    ...(paraphrase &&
      ({
        async paraphrase(texts, stream, signal) {
          signal?.throwIfAborted();
          const seeds = texts.map(() => stream.integer(2 ** 31));
          return together([signal], texts, async (text, i, both) => {
            const seed = seeds[i]!;
            const ask = async () =>
              JSON.stringify(only(await paraphrase.call(policy, [text], randomStream(seed), both)));
            const [told] = await entry(['paraphrase', text], seed, ask, both);
            return JSON.parse(told) as string | null;
          });
        },
      } satisfies Pick<Policy, 'paraphrase'>)),
    counts,
    async write(contexts, writing, stream, signal) {
      signal?.throwIfAborted();
      const seeds = contexts.map(() => stream.integer(2 ** 31));
      const { onThought } = writing;
      return together([signal], contexts, async (context, i, both) => {
        const seed = seeds[i]!;
        const alone = onThought
          ? { ...writing, onThought: (_: number, thought: string) => onThought(i, thought) }
          : writing;
        const ask = async () =>
          writtenText(only(await policy.write([context], alone, randomStream(seed), both)));
        const [text, stored] = await entry(writeRequest(context, writing), seed, ask, both);
        const written = writtenFrom(text);
        if (stored) await remember?.(context, written);
        return written;
      });
    },
    async answers(questions, stream, signal) {
      signal?.throwIfAborted();
      const seeds = questions.map(() => stream.integer(2 ** 31));
      return together([signal], questions, async (question, i, both): Promise<AnswerDistribution> => {
        const seed = seeds[i]!;
        const { context, candidates, canonical } = question;
        const drawn = candidates === null || !policy.can.has('score');
        const asked = drawn ? { context, candidates: null } : question;
        const ask = async () =>
          distributionText(only(await policy.answers([asked], randomStream(seed), both)));
        const request = drawn ? drawRequest(context) : answerRequest(question);
        const [text] = await entry(request, seed, ask, both);
        return drawn ? grouped(distributionFrom(text), candidates, canonical) : distributionFrom(text);
      });
    },
  };
}

function writeRequest({ question, thought }: Context, writing: Writing): readonly unknown[] {
  const { until, maxTokens, temperature, forbidden = [] } = writing;
  return ['write', question, thought, until, maxTokens, temperature, forbidden];
}

function answerRequest({ context, candidates, canonical }: Question): readonly unknown[] {
  return ['answers', context.question, context.thought, candidates, canonical !== undefined];
}

/** Kept as they are drawn: what they are counted as is no part of it. */
function drawRequest({ question, thought }: Context): readonly unknown[] {
  return ['draws', question, thought];
}

function only<T>(all: readonly T[]): T {
  if (all.length === 1) return all[0]!;
  throw new Error(`asked for one answer, and ${all.length} came`);
}
