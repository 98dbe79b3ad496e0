import {
  type AnswerDistribution,
  type Capability,
  CapabilityError,
  type Context,
  type Policy,
  type Question,
  type Writing,
  type Written,
} from '@vestige/policy';
import type { RandomStream } from '@vestige/random';
import type { TextFormat } from '../format/textFormat.ts';
import type { Replier, Replying } from '../reply.ts';
import type { TokenBias } from './binding.ts';
import { complete, type Writer } from './completion.ts';
import { reply } from './reply.ts';
import { Requests } from './requests.ts';
import { type Sampling, sampleAnswers } from './sampleAnswers.ts';
import { score, scoreShares } from './score.ts';
import { count } from './segments.ts';
import type { States } from './states.ts';
import { Transcript } from './transcript.ts';

/** All that the distributions of a policy in a GGUF file depend on. */
export interface GgufIdentity {
  /** SHA-256 of the file. */
  readonly weights: string;
  /** Versions of node-llama-cpp and of llama.cpp. */
  readonly runtime: {
    readonly nodeLlamaCpp: string;
    readonly llamaCpp: string;
    readonly gpu: string | false;
  };
  readonly format: unknown;
  readonly contextSize: number;
  readonly batchSize: number;
  readonly flashAttention: boolean;
  readonly cache: string;
  /** How texts are split into what is evaluated together. */
  readonly segments: string;
  readonly sampling: Sampling;
  readonly mass: boolean;
}

/** What a policy in a GGUF file is made of. */
export interface Opened extends Writer {
  readonly id: string;
  /** Tokens that a question with its completion may have. */
  readonly contextSize: number;
  readonly states: States;
  readonly sampling: Sampling;
  readonly mass: boolean;
  newBias(): TokenBias;
  identity(): Promise<GgufIdentity>;
  dispose(): Promise<void>;
}

const CAN: ReadonlySet<Capability> = new Set(['score', 'prefill']);

/** A policy that a GGUF file holds; it has to be disposed. */
export class GgufPolicy implements Policy, Replier, AsyncDisposable {
  readonly can = CAN;
  /** A problem at a time: what was written last is in the cache when it is asked about. */
  readonly block = 1;
  readonly #opened: Opened;
  readonly #requests: Requests;

  constructor(opened: Opened) {
    this.#opened = opened;
    this.#requests = new Requests((segments) => opened.reader.held(segments));
  }

  get id(): string {
    return this.#opened.id;
  }

  get format(): TextFormat {
    return this.#opened.texts.format;
  }

  /** Tokens that a question with its completion may have. */
  get contextSize(): number {
    return this.#opened.contextSize;
  }

  /** Tokens evaluated so far, those written included. */
  get evaluated(): number {
    return this.#opened.reader.evaluated;
  }

  /** Tokens written so far. */
  get written(): number {
    return this.#opened.reader.written;
  }

  /** All that its distributions depend on, as JSON. */
  identity(): Promise<GgufIdentity> {
    return this.#opened.identity();
  }

  async write(
    contexts: readonly Context[],
    writing: Writing,
    stream: RandomStream,
    signal?: AbortSignal,
  ): Promise<readonly Written[]> {
    signal?.throwIfAborted();
    if (writing.forbidden !== undefined && writing.forbidden.length > 0) {
      throw new CapabilityError(this, 'forbid');
    }
    const { reader, texts } = this.#opened;
    const { onThought } = writing;
    const seeds = contexts.map(() => stream.integer(2 ** 31));
    const beginnings = contexts.map((one) => texts.thinking(one));
    for (const { question, thought } of beginnings) {
      // What it wrote is asked about afterwards.
      const toWrite = Math.max(writing.maxTokens, count(thought) + 1);
      reader.expectRoom(count(question), toWrite + texts.closing);
    }
    const completions = await Promise.all(
      beginnings.map((beginning, i) => {
        const write = async () => {
          const completion = await complete(
            ...([this.#opened, contexts[i]!, beginning, writing, seeds[i]!] as const),
            onThought && ((thought) => onThought(i, thought)),
            signal,
          );
          // A completion of its own is what everything is asked about.
          if (writing.until === 'answer') await reader.save();
          return completion;
        };
        return this.#requests.ask([...beginning.question, ...beginning.thought], write, signal);
      }),
    );
    // In their order, not in that in which they were written: which tokens a text has depends on nothing else.
    for (const [i, { transcript }] of completions.entries()) {
      texts.written.add(contexts[i]!.question, transcript);
    }
    return completions.map(({ written }) => written);
  }

  /**
   * Takes it that it has written something, as it has when it wrote it in another process: so that what a run asks about it
   * is the same when the run is taken up again. In the order in which it was written.
   *
   * @param context in which it was written
   * @param written with its trace
   */
  readonly remember = async (context: Context, { trace }: Pick<Written, 'trace'>): Promise<void> => {
    const { tokenizer, texts } = this.#opened;
    const transcript = new Transcript(tokenizer, texts.format, texts.thinking(context).thought);
    for (const id of trace?.ids ?? []) if (!transcript.take(id)) break;
    texts.written.add(context.question, transcript);
  };

  async answers(
    questions: readonly Question[],
    stream: RandomStream,
    signal?: AbortSignal,
  ): Promise<readonly AnswerDistribution[]> {
    signal?.throwIfAborted();
    const { reader, texts, sampling } = this.#opened;
    const asked = questions.map((question) => {
      const before = texts.answering(question.context);
      const open = question.candidates === null;
      reader.expectRoom(count(before), open ? sampling.maxTokens : 0);
      const seed = open ? stream.integer(2 ** 31) : 0;
      return { before, answer: () => this.#answer(question, before, seed, signal) };
    });
    return Promise.all(asked.map(({ before, answer }) => this.#requests.ask(before, answer, signal)));
  }

  async reply(
    messages: readonly string[],
    replying: Replying,
    stream: RandomStream,
    signal?: AbortSignal,
  ): Promise<readonly (string | null)[]> {
    signal?.throwIfAborted();
    const { reader, texts } = this.#opened;
    const seeds = messages.map(() => stream.integer(2 ** 31));
    const asked = messages.map((message) => texts.message(message));
    for (const segments of asked) reader.expectRoom(count(segments), replying.maxTokens);
    return Promise.all(
      asked.map((segments, i) =>
        this.#requests.ask(
          segments,
          () => reply(this.#opened, segments, replying, seeds[i]!, signal),
          signal,
        ),
      ),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#requests.idle();
    this.#opened.states[Symbol.dispose]();
    await this.#opened.dispose();
  }

  async #answer(
    question: Question,
    before: ReturnType<Writer['texts']['answering']>,
    seed: number,
    signal: AbortSignal | undefined,
  ): Promise<AnswerDistribution> {
    const { reader, texts, sampling, mass } = this.#opened;
    const { candidates } = question;
    if (candidates === null) return sampleAnswers(this.#opened, question, before, sampling, seed, signal);
    const tokens = candidates.map((candidate) => texts.answer(candidate));
    const shares = mass
      ? null
      : await scoreShares(reader, () => this.#opened.newBias(), before, candidates, tokens, signal);
    return shares ?? score(reader, before, candidates, tokens, signal);
  }
}
