import { fileDigest } from '@vestige/manifest/fileDigest';
import { chatFormat, type FormatOptions } from '../format/chatFormat.ts';
import { FormatError } from '../format/formatError.ts';
import type { TemplateSource } from '../format/template.ts';
import type { TextFormat } from '../format/textFormat.ts';
import { type LlamaModel, type NodeLlamaCpp, nodeLlamaCpp, nodeLlamaCppVersion } from './binding.ts';
import { expectGguf, GgufError } from './ggufFile.ts';
import { GgufPolicy } from './ggufPolicy.ts';
import type { Sampling } from './sampleAnswers.ts';
import { SEGMENT_RULE } from './segments.ts';
import { States } from './states.ts';
import { TextTokens } from './textTokens.ts';
import { Tokenizer } from './tokenizer.ts';
import { TokenReader } from './tokenReader.ts';

export interface GgufOptions {
  /** How it is asked and answers, or what a format is made of from the file's chat template. */
  readonly format: TextFormat | FormatOptions;
  /** Tokens that a question with its completion may have; as many as it was trained with, at most 4096, if absent. */
  readonly contextSize?: number;
  /** Tokens evaluated in one go at most; 512 if absent. */
  readonly batchSize?: number;
  readonly threads?: number;
  /** Numbers in which keys and values are kept: `F16`, as others run models, if absent. */
  readonly cache?: 'F16' | 'F32';
  /** Whether to run on a graphics processor, where `npm run llama` found one; not if absent. */
  readonly gpu?: 'auto' | false;
  /** How often an open answer is sampled, 8 times, and its most tokens, 64. */
  readonly sampling?: Partial<Sampling>;
  /**
   * Whether to read how likely it is that one of the candidates comes at all; true if absent. Without it candidates of one
   * token each are read among themselves only, some 20 ms faster a question for every 50,000 words of the vocabulary.
   */
  readonly mass?: boolean;
  /**
   * Bytes that states of the model after what it wrote may have in temporary files, so that nothing is evaluated anew when
   * it is asked about later: 1 GiB if absent, 0 for none.
   */
  readonly states?: number;
}

/** Keys and values of models with long contexts would take gigabytes. */
const MOST_BY_DEFAULT = 4096;

/**
 * Opens a GGUF file in the process.
 *
 * Candidates are scored exactly, by the probabilities of all their tokens; open answers are sampled. One text is evaluated
 * at a time, since what stands beside it in a batch can change its distribution; of several requests, always the one of
 * which most is evaluated already.
 *
 * @param load what runs it; the node-llama-cpp that `npm run llama` installed if absent
 * @throws {GgufError} if it is no GGUF file, llama.cpp cannot read it, or it cannot be asked in the format
 * @throws if node-llama-cpp is not installed
 */
export async function openGguf(
  path: string,
  options: GgufOptions,
  load: () => Promise<NodeLlamaCpp> = nodeLlamaCpp,
): Promise<GgufPolicy> {
  const { threads = 1, cache = 'F16', gpu = false, batchSize = 512, mass = true } = options;
  const sampling = { samples: 8, maxTokens: 64, ...options.sampling };
  expectGguf(path);
  const { getLlama, LlamaLogLevel, TokenBias } = await load();
  await using opened = new AsyncDisposableStack();
  const llama = await getLlama({
    ...({ gpu, build: 'never', skipDownload: true } as const),
    ...{ logLevel: LlamaLogLevel.disabled, maxThreads: threads },
  });
  opened.defer(() => llama.dispose());
  const model = await llama.loadModel({ modelPath: path }).catch((error: Error) => {
    throw new GgufError(`${path}: llama.cpp cannot read it (${line(error)}); is it whole?`);
  });
  opened.defer(() => model.dispose());
  const format = await formatFor(path, model, options.format);
  const contextSize = options.contextSize ?? Math.min(model.trainContextSize, MOST_BY_DEFAULT);
  const numbers = { batchSize, flashAttention: false } as const;
  const context = await model
    .createContext({
      // One more, since a context that is full is shifted.
      ...{ ...numbers, contextSize: contextSize + 1, sequences: 1, threads, swaFullCache: true },
      ...{ experimentalKvCacheKeyType: cache, experimentalKvCacheValueType: cache },
    })
    .catch((error: Error) => {
      throw new GgufError(`${path}: no room for a context of ${contextSize} tokens (${line(error)})`);
    });
  opened.defer(() => context.dispose());
  const tokenizer = new Tokenizer(model);
  const states = new States(options.states ?? 2 ** 30);
  const runtime = { nodeLlamaCpp: nodeLlamaCppVersion(), llamaCpp: llama.llamaCppRelease.release };
  const whole = opened.move();
  return new GgufPolicy({
    ...{ id: path, contextSize, tokenizer, states, sampling, mass },
    reader: new TokenReader(context.getSequence(), contextSize, states),
    texts: new TextTokens(tokenizer, format),
    newBias: () => TokenBias.for(model),
    identity: async () => ({
      ...{ weights: await fileDigest(path), runtime: { ...runtime, gpu: llama.gpu } },
      ...{ format: format.description, contextSize, ...numbers, cache },
      ...{ segments: SEGMENT_RULE, sampling, mass },
    }),
    dispose: () => whole.disposeAsync(),
  });
}

/** @throws {GgufError} if the file cannot be asked in the format */
async function formatFor(
  path: string,
  model: LlamaModel,
  format: TextFormat | FormatOptions,
): Promise<TextFormat> {
  if ('thinking' in format) return format;
  try {
    return await chatFormat(templateSource(model), format);
  } catch (error) {
    if (error instanceof FormatError) throw new GgufError(`${path}: ${error.message}`);
    throw error;
  }
}

function templateSource(model: LlamaModel): TemplateSource {
  const { bosString, eosString, shouldPrependBosToken } = model.tokens;
  return {
    template: model.fileInfo.metadata.tokenizer?.chat_template ?? null,
    ...{ bos: bosString ?? '', eos: eosString ?? '', addsBos: shouldPrependBosToken },
    isControl: (text) => model.tokenize(text, true).length === 1,
  };
}

function line(error: Error): string {
  return error.message.split('\n')[0]!;
}
