import type { Task, Unit } from '@vestige/environment';
import type { OpenPolicy } from '@vestige/language';
import type { AnswerDistribution, Writing, Written } from '@vestige/policy';
import { randomStream } from '@vestige/random';
import { RequestError } from '../reply.ts';
import { candidatesOf } from './candidates.ts';
import type { AnswersRequest, ThoughtRequest } from './requests.ts';

/** A policy that can be asked. */
export interface AskedCondition {
  readonly task: Task;
  /** Opens it; it takes seconds, and gigabytes. @param signal aborted when it is not wanted any more */
  open(signal: AbortSignal): Promise<Pick<OpenPolicy, 'policy'> & AsyncDisposable>;
}

/** What a policy answers in a context. */
export interface Answered {
  readonly answers: readonly string[];
  readonly probability: readonly number[];
  readonly mass: number | null;
  readonly basis: AnswerDistribution['basis'];
  /** Among which it chose; null if answers are open. */
  readonly candidates: readonly string[] | null;
  /** The parts of the thought. */
  readonly units: readonly Unit[];
}

/** A newer request came, which the policy answers instead. */
export class Superseded extends Error {
  override name = 'Superseded';
}

/**
 * Policies that were trained elsewhere, to be asked one thing at a time: what is asked while another thing is being answered
 * takes its place. A policy is opened when it is first asked, and closed when another one is.
 */
export class ModelPlayground implements AsyncDisposable {
  readonly #conditions: ReadonlyMap<string, AskedCondition>;
  readonly #closing = new AbortController();
  #opened: { readonly condition: string; readonly policy: ReturnType<AskedCondition['open']> } | undefined;
  #current = new AbortController();
  /** Settles when nothing is being answered any more. */
  #idle: Promise<unknown> = Promise.resolve();
  #draws = 0;

  constructor(conditions: ReadonlyMap<string, AskedCondition>) {
    this.#conditions = conditions;
  }

  /** Names of the conditions whose policies can be asked. */
  get conditions(): readonly string[] {
    return [...this.#conditions.keys()];
  }

  /**
   * @throws {RequestError} if there is no such condition
   * @throws {Superseded} if another request came meanwhile
   * @throws what `signal` was aborted with, and what opening and asking throw
   */
  answers(
    { condition, question, thought, candidates }: AnswersRequest,
    signal: AbortSignal,
  ): Promise<Answered> {
    const { task } = this.#conditionNamed(condition);
    return this.#alone(condition, signal, async ({ policy }, stopped) => {
      const among = candidates === undefined ? candidatesOf(task, question) : candidates;
      const asked = {
        context: { question, thought },
        candidates: among,
        ...(task.canonical && { canonical: task.canonical }),
      };
      const [distribution] = await policy.answers([asked], randomStream(0, 'open', 'answers'), stopped);
      const { answers, probability, mass, basis } = distribution!;
      return {
        ...{ answers, probability: [...probability], mass, basis, candidates: among },
        units: task.units(thought ?? ''),
      };
    });
  }

  /**
   * What the policy writes on, sampled as it is: each time another text. Throws as {@link answers}.
   *
   * @param tell told of the thought so far, as it grows, if the policy can
   */
  thought(
    { condition, question, thought }: ThoughtRequest,
    signal: AbortSignal,
    tell: (thought: string) => void,
  ): Promise<Written> {
    const { task } = this.#conditionNamed(condition);
    return this.#alone(condition, signal, async ({ policy }, stopped) => {
      const stream = randomStream(this.#draws++, 'open', 'thought');
      const writing: Writing = {
        ...{ until: 'answer', maxTokens: task.maxTokens, temperature: 1 },
        onThought: (_, soFar) => tell(soFar),
      };
      const [written] = await policy.write([{ question, thought }], writing, stream, stopped);
      const { trace: _, ...text } = written!;
      return text;
    });
  }

  /** Stops what is being answered, and closes the policy. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort(new Superseded('closed'));
    await this.#idle;
    await this.#close();
  }

  #conditionNamed(name: string): AskedCondition {
    const condition = this.#conditions.get(name);
    if (condition) return condition;
    throw new RequestError(`condition "${name}" is unknown; expected one of ${this.conditions.join(', ')}`);
  }

  #alone<T>(
    condition: string,
    signal: AbortSignal,
    ask: (opened: Awaited<ReturnType<AskedCondition['open']>>, stopped: AbortSignal) => Promise<T>,
  ): Promise<T> {
    this.#current.abort(new Superseded('another request came'));
    this.#current = new AbortController();
    const stopped = AbortSignal.any([signal, this.#current.signal, this.#closing.signal]);
    const before = this.#idle;
    const asked = (async () => {
      await before;
      stopped.throwIfAborted();
      const opened = await this.#open(condition);
      stopped.throwIfAborted();
      return await ask(opened, stopped);
    })();
    this.#idle = asked.catch(() => {});
    return asked;
  }

  async #open(condition: string) {
    if (this.#opened?.condition !== condition) {
      await this.#close();
      this.#opened = { condition, policy: this.#conditions.get(condition)!.open(this.#closing.signal) };
    }
    try {
      return await this.#opened!.policy;
    } catch (error) {
      this.#opened = undefined;
      throw error;
    }
  }

  async #close(): Promise<void> {
    const opened = this.#opened;
    this.#opened = undefined;
    await (await opened?.policy)?.[Symbol.asyncDispose]();
  }
}
