import type { Unit } from '@vestige/environment';
import { jsonLines } from './jsonLines.ts';

/** What is asked about. */
export interface ModelContext {
  /** Name of the condition whose policy is asked. */
  readonly condition: string;
  readonly question: string;
  /** Null asks for an answer at once. */
  readonly thought: string | null;
}

/** What the policy answers. */
export interface ModelAnswers {
  readonly answers: readonly string[];
  readonly probability: readonly number[];
  /** Of the possible answers together; null if it cannot be known. */
  readonly mass: number | null;
  readonly basis: 'scored' | 'sampled';
  /** Among which it chose; null if answers are open. */
  readonly candidates: readonly string[] | null;
  readonly units: readonly Unit[];
}

/** What the policy wrote. */
export interface ModelThought {
  readonly thought: string;
  readonly answer: string | null;
  readonly stop: 'end' | 'length';
}

/** A line of what comes while it writes. */
type ThoughtLine =
  | { readonly added: string }
  | { readonly written: ModelThought }
  | { readonly status: number; readonly error: string };

const ENDED = 'the command that serves this page has ended';

/** Another request took the place of this one, from here or from another window. */
export class SupersededError extends Error {}

/** Asks the command that serves this page. */
export class ModelClient {
  readonly #token: string;

  constructor(token: string) {
    this.#token = token;
  }

  /** @param candidates null if answers are open; those of the question if undefined */
  answers(
    context: ModelContext,
    candidates: readonly string[] | null | undefined,
    signal: AbortSignal,
  ): Promise<ModelAnswers> {
    return this.#ask('answers', { ...context, candidates }, signal);
  }

  /**
   * What it writes on from a beginning.
   *
   * @param onAdded told of what comes behind that, as it is written; what was written in the end may end before
   */
  async thought(
    context: ModelContext,
    signal: AbortSignal,
    onAdded: (added: string) => void,
  ): Promise<ModelThought> {
    const response = await this.#send('thought', context, signal);
    for await (const line of jsonLines<ThoughtLine>(response)) {
      if ('added' in line) onAdded(line.added);
      else if ('written' in line) return line.written;
      else throw failureOf(line.status, line.error);
    }
    throw new Error(ENDED);
  }

  async #ask<T>(what: string, body: object, signal: AbortSignal): Promise<T> {
    return await (await this.#send(what, body, signal)).json();
  }

  async #send(what: string, body: object, signal: AbortSignal): Promise<Response> {
    const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${this.#token}` };
    const asked = { method: 'POST', headers, body: JSON.stringify(body), signal };
    const response = await fetch(`/model/${what}`, asked).catch((error: Error) => {
      if (signal.aborted) throw error;
      throw new Error(ENDED);
    });
    if (response.ok) return response;
    if (response.status === 403)
      throw new Error('this address is of another start of the command that serves it');
    const { error = response.statusText } = await response.json();
    throw failureOf(response.status, error);
  }
}

function failureOf(status: number, error: string): Error {
  return status === 409 ? new SupersededError(error) : new Error(error);
}
