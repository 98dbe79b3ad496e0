import { closeSync, openSync, readSync } from 'node:fs';
import {
  type AnswerDistribution,
  type Capability,
  CapabilityError,
  type Policy,
  type Question,
  type Written,
} from '@vestige/policy';
import type { TextFormat } from '../textFormat.ts';
import { type LlamaModel, nodeLlamaCpp } from './binding.ts';
import { complete } from './completion.ts';
import { TextTokens } from './textTokens.ts';
import { TokenReader } from './tokenReader.ts';

/** A policy that a GGUF file holds; it has to be disposed. */
export interface GgufPolicy extends Policy, AsyncDisposable {
  /** Tokens evaluated so far. */
  readonly evaluated: number;
}

export interface GgufOptions {
  readonly format: TextFormat;
  /** Tokens that a question with its completion may have; those that the model was trained with if absent. */
  readonly contextSize?: number;
  readonly threads?: number;
  /** Numbers in which keys and values are kept: `F16`, as others run models, if absent. */
  readonly cache?: 'F16' | 'F32';
}

/** A GGUF file that cannot be opened. The message is one line. */
export class GgufError extends Error {
  override name = 'GgufError';
}

const CAN: ReadonlySet<Capability> = new Set(['score', 'prefill']);

/**
 * Opens a GGUF file in the process, on the processor.
 *
 * Candidates are scored exactly, by the probabilities of all their tokens. One text is evaluated at a time, since what
 * stands beside it in a batch can change its distribution.
 *
 * @throws {GgufError} if it is no GGUF file, or llama.cpp cannot read it
 * @throws if node-llama-cpp is not installed
 */
export async function openGguf(
  path: string,
  { format, contextSize, threads = 1, cache = 'F16' }: GgufOptions,
): Promise<GgufPolicy> {
  expectGguf(path);
  const { getLlama, LlamaLogLevel } = await nodeLlamaCpp();
  const llama = await getLlama({
    gpu: false,
    build: 'never',
    skipDownload: true,
    logLevel: LlamaLogLevel.disabled,
    maxThreads: threads,
  });
  const model = await llama.loadModel({ modelPath: path }).catch(async (error: Error) => {
    await llama.dispose();
    throw new GgufError(`${path}: llama.cpp cannot read it (${error.message.split('\n')[0]}); is it whole?`);
  });
  const size = contextSize ?? model.trainContextSize;
  const context = await model.createContext({
    ...{ contextSize: size, sequences: 1, threads, flashAttention: false },
    ...{ experimentalKvCacheKeyType: cache, experimentalKvCacheValueType: cache },
  });
  const reader = new TokenReader(context.getSequence(), size);
  const texts = new TextTokens(model, format);
  let last: Promise<unknown> = Promise.resolve();
  /** One request after the other: they share the sequence. */
  const inTurn = <T>(ask: () => Promise<T>): Promise<T> => {
    const asked = last.then(ask);
    last = asked.catch(() => {});
    return asked;
  };
  const policy = { id: path, can: CAN };
  return {
    ...policy,
    get evaluated() {
      return reader.evaluated;
    },
    async write(contexts, writing, stream, signal) {
      signal?.throwIfAborted();
      if (writing.forbidden !== undefined && writing.forbidden.length > 0) {
        throw new CapabilityError(policy, 'forbid');
      }
      const seeds = contexts.map(() => stream.integer(2 ** 31));
      const written: Written[] = [];
      for (const [i, one] of contexts.entries()) {
        written.push(await inTurn(() => complete({ model, reader, texts }, one, writing, seeds[i]!, signal)));
      }
      return written;
    },
    async answers(questions, _stream, signal) {
      const distributions: AnswerDistribution[] = [];
      for (const one of questions) {
        signal?.throwIfAborted();
        distributions.push(await inTurn(() => score(reader, texts, one)));
      }
      signal?.throwIfAborted();
      return distributions;
    },
    async [Symbol.asyncDispose]() {
      await last;
      await dispose(context, model, llama);
    },
  };
}

/** Scores every candidate, by the probabilities of all its tokens. */
async function score(
  reader: TokenReader,
  texts: TextTokens,
  { context, candidates }: Question,
): Promise<AnswerDistribution> {
  if (candidates === null) throw new Error('expected candidates: answers cannot be open here');
  const before = texts.answering(context);
  const tokens = candidates.map((candidate) => texts.answer(candidate));
  const first = await reader.probabilities(before);
  const probability = Float64Array.from(tokens, ([token]) => first.get(token!) ?? 0);
  for (const [i, ids] of tokens.entries()) {
    for (let known = 1; known < ids.length; known++) {
      const next = await reader.probabilities([...before, ids.slice(0, known)]);
      probability[i]! *= next.get(ids[known]!) ?? 0;
    }
  }
  const mass = probability.reduce((sum, p) => sum + p, 0);
  return { answers: candidates, probability, mass, basis: 'scored' };
}

/** @throws {GgufError} if there is no such file, or it does not begin as GGUF does */
function expectGguf(path: string): void {
  const head = Buffer.alloc(4);
  try {
    const file = openSync(path, 'r');
    readSync(file, head);
    closeSync(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new GgufError(`${path}: ${code === 'ENOENT' ? 'no such file' : `cannot be read (${code})`}`);
  }
  if (head.toString('latin1') !== 'GGUF') {
    throw new GgufError(
      `${path}: begins with ${JSON.stringify(head.toString('latin1'))}; expected a GGUF file`,
    );
  }
}

async function dispose(...all: readonly Pick<LlamaModel, 'dispose'>[]): Promise<void> {
  for (const one of all) await one.dispose();
}
