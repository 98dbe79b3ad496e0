import { type Capability, CapabilityError, type Context, type Policy, type Written } from '@vestige/policy';
import { fileDigest } from '../fileDigest.ts';
import { chatFormat, type FormatOptions } from '../format/chatFormat.ts';
import { FormatError } from '../format/formatError.ts';
import type { TemplateSource } from '../format/template.ts';
import type { TextFormat } from '../format/textFormat.ts';
import { type LlamaModel, type NodeLlamaCpp, nodeLlamaCpp, nodeLlamaCppVersion } from './binding.ts';
import { complete, type Writer } from './completion.ts';
import { expectGguf, GgufError } from './ggufFile.ts';
import { Requests } from './requests.ts';
import { type Sampling, sampleAnswers } from './sampleAnswers.ts';
import { score, scoreShares } from './score.ts';
import { count, SEGMENT_RULE } from './segments.ts';
import { States } from './states.ts';
import { TextTokens } from './textTokens.ts';
import { Tokenizer } from './tokenizer.ts';
import { TokenReader } from './tokenReader.ts';
import { Transcript } from './transcript.ts';

/** A policy that a GGUF file holds; it has to be disposed. */
export interface GgufPolicy extends Policy, AsyncDisposable {
  readonly format: TextFormat;
  /** Tokens that a question with its completion may have. */
  readonly contextSize: number;
  /** Tokens evaluated so far, those written included. */
  readonly evaluated: number;
  /** Tokens written so far. */
  readonly written: number;
  /**
   * Takes it that it has written something, as it has when it wrote it in another process: so that what a run asks about it
   * is the same when the run is taken up again. In the order in which it was written.
   *
   * @param context in which it was written
   * @param written with its trace
   */
  remember(context: Context, written: Pick<Written, 'trace'>): void;
  /** All that its distributions depend on, as JSON: digest of the file, versions, format, numbers. */
  identity(): Promise<GgufIdentity>;
}

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
   * token each are read among themselves only, some 50 ms faster a question for every 50,000 words of the vocabulary.
   */
  readonly mass?: boolean;
  /**
   * Bytes that states of the model after what it wrote may have in temporary files, so that nothing is evaluated anew when
   * it is asked about later: 1 GiB if absent, 0 for none.
   */
  readonly states?: number;
}

const CAN: ReadonlySet<Capability> = new Set(['score', 'prefill']);
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
  const llama = await getLlama({
    ...({ gpu, build: 'never', skipDownload: true } as const),
    ...{ logLevel: LlamaLogLevel.disabled, maxThreads: threads },
  });
  const model = await llama.loadModel({ modelPath: path }).catch(async (error: Error) => {
    await llama.dispose();
    throw new GgufError(`${path}: llama.cpp cannot read it (${error.message.split('\n')[0]}); is it whole?`);
  });
  const contextSize = options.contextSize ?? Math.min(model.trainContextSize, MOST_BY_DEFAULT);
  const format = await formatFor(path, model, options.format).catch(async (error: Error) => {
    await dispose(model, llama);
    throw error;
  });
  const context = await model.createContext({
    // One more, since a context that is full is shifted.
    ...{
      contextSize: contextSize + 1,
      sequences: 1,
      threads,
      batchSize,
      flashAttention: false,
      swaFullCache: true,
    },
    ...{ experimentalKvCacheKeyType: cache, experimentalKvCacheValueType: cache },
  });
  const states = new States(options.states ?? 2 ** 30);
  const reader = new TokenReader(context.getSequence(), contextSize, states);
  const tokenizer = new Tokenizer(model);
  const texts = new TextTokens(tokenizer, format);
  const writer: Writer = { tokenizer, reader, texts };
  const requests = new Requests((segments) => reader.held(segments));
  const policy = { id: path, can: CAN };
  return {
    ...policy,
    // A problem at a time: what was written last is in the cache when it is asked about.
    block: 1,
    ...{ format, contextSize },
    get evaluated() {
      return reader.evaluated;
    },
    get written() {
      return reader.written;
    },
    async identity() {
      return {
        weights: await fileDigest(path),
        runtime: {
          ...{ nodeLlamaCpp: nodeLlamaCppVersion(), llamaCpp: llama.llamaCppRelease.release },
          gpu: llama.gpu,
        },
        ...{ format: format.description, contextSize, batchSize, flashAttention: false, cache },
        ...{ segments: SEGMENT_RULE, sampling, mass },
      };
    },
    async write(contexts, writing, stream, signal) {
      signal?.throwIfAborted();
      if (writing.forbidden !== undefined && writing.forbidden.length > 0) {
        throw new CapabilityError(policy, 'forbid');
      }
      const seeds = contexts.map(() => stream.integer(2 ** 31));
      const beginnings = contexts.map((one) => texts.thinking(one));
      for (const { question, thought } of beginnings) {
        reader.expectRoom(count(question), Math.max(writing.maxTokens, count(thought) + 1));
      }
      const completions = await Promise.all(
        beginnings.map((beginning, i) => {
          const write = async () => {
            const completion = await complete(writer, contexts[i]!, beginning, writing, seeds[i]!, signal);
            // A completion of its own is what everything is asked about.
            if (writing.until === 'answer') await reader.save();
            return completion;
          };
          return requests.ask([...beginning.question, ...beginning.thought], write, signal);
        }),
      );
      // In their order, not in that in which they were written: which tokens a text has depends on nothing else.
      for (const [i, { transcript }] of completions.entries()) {
        texts.written.add(contexts[i]!.question, transcript);
      }
      return completions.map(({ written }) => written);
    },
    remember({ question, thought }, { trace }) {
      const transcript = new Transcript(tokenizer, format, texts.thinking({ question, thought }).thought);
      for (const id of trace?.ids ?? []) if (!transcript.take(id)) break;
      texts.written.add(question, transcript);
    },
    async answers(questions, stream, signal) {
      signal?.throwIfAborted();
      const asked = questions.map((question) => {
        const before = texts.answering(question.context);
        reader.expectRoom(count(before));
        if (question.candidates === null) {
          const seed = stream.integer(2 ** 31);
          return { before, answer: () => sampleAnswers(writer, question, before, sampling, seed, signal) };
        }
        const { candidates } = question;
        const tokens = candidates.map((candidate) => texts.answer(candidate));
        const exactly = () => score(reader, before, candidates, tokens, signal);
        const among = () =>
          scoreShares(reader, () => TokenBias.for(model), before, candidates, tokens, signal);
        return { before, answer: mass ? exactly : async () => (await among()) ?? (await exactly()) };
      });
      return Promise.all(asked.map(({ before, answer }) => requests.ask(before, answer, signal)));
    },
    async [Symbol.asyncDispose]() {
      await requests.idle();
      states[Symbol.dispose]();
      await dispose(context, model, llama);
    },
  };
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

async function dispose(...all: readonly Pick<LlamaModel, 'dispose'>[]): Promise<void> {
  for (const one of all) await one.dispose();
}
