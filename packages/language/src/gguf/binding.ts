import { existsSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/** A token of a model: its id. */
export type Token = number;

/** What is to come after a token that is evaluated. */
export interface Wanted {
  readonly generateNext: {
    readonly token?: boolean;
    readonly probabilities?: boolean;
    /** Whether the probability of the token is asked for. */
    readonly confidence?: boolean;
    readonly options?: {
      readonly temperature?: number;
      readonly seed?: number;
      readonly topK?: number;
      readonly topP?: number;
      readonly minP?: number;
      readonly tokenBias?: TokenBias;
    };
  };
}

/** By how much tokens are made likelier. */
export interface TokenBias {
  set(token: Token, bias: { readonly logit: number }): this;
}

/** What came. */
interface Came {
  readonly next: {
    readonly token?: Token;
    readonly confidence?: number;
    /** Every token of the vocabulary with its probability. */
    readonly probabilities?: ReadonlyMap<Token, number>;
  };
}

/** A sequence of a context: what has been evaluated stays in its cache. */
export interface LlamaSequence {
  readonly nextTokenIndex: number;
  eraseContextTokenRanges(ranges: readonly { readonly start: number; readonly end: number }[]): Promise<void>;
  controlledEvaluate(
    input: readonly (Token | readonly [Token, Wanted])[],
  ): Promise<readonly (Came | undefined)[]>;
  saveStateToFile(path: string): Promise<{ readonly fileSize: number }>;
  loadStateFromFile(path: string, risk: { readonly acceptRisk: true }): Promise<void>;
}

export interface LlamaModel {
  tokenize(text: string, special: boolean, options?: 'trimLeadingSpace'): readonly Token[];
  detokenize(tokens: readonly Token[], special: boolean, before?: readonly Token[]): string;
  isEogToken(token: Token): boolean;
  readonly tokens: {
    readonly bosString: string | null;
    readonly eosString: string | null;
    readonly shouldPrependBosToken: boolean;
  };
  readonly fileInfo: { readonly metadata: GgufMetadata };
  createContext(options: {
    readonly contextSize?: number;
    readonly sequences: number;
    readonly threads: number;
    readonly batchSize: number;
    readonly flashAttention: boolean;
    readonly swaFullCache: boolean;
    readonly experimentalKvCacheKeyType: string;
    readonly experimentalKvCacheValueType: string;
  }): Promise<{ readonly contextSize: number; getSequence(): LlamaSequence; dispose(): Promise<void> }>;
  readonly trainContextSize: number;
  dispose(): Promise<void>;
}

/** What a GGUF file tells of its tokenizer, as far as it is read here. */
interface GgufMetadata {
  readonly tokenizer?: {
    readonly chat_template?: string;
    readonly ggml?: { readonly model?: string; readonly add_space_prefix?: boolean };
  };
}

/** The part of node-llama-cpp 3.21.1 that is used here; it is installed by a command of its own, not with the rest. */
export interface NodeLlamaCpp {
  getLlama(options: {
    readonly gpu: false | 'auto';
    readonly build: 'never';
    readonly skipDownload: true;
    readonly logLevel: string;
    readonly maxThreads: number;
  }): Promise<{
    loadModel(options: { readonly modelPath: string }): Promise<LlamaModel>;
    readonly gpu: string | false;
    readonly llamaCppRelease: { readonly release: string };
    dispose(): Promise<void>;
  }>;
  readonly LlamaLogLevel: { readonly disabled: string };
  readonly TokenBias: { for(model: LlamaModel): TokenBias };
}

/** Where `npm run llama` puts it. */
const PACKAGE = new URL('../../llama/node_modules/node-llama-cpp/', import.meta.url);
const INSTALLED = new URL('dist/index.js', PACKAGE);

/** Whether `npm run llama` has installed it. */
export function hasNodeLlamaCpp(): boolean {
  return existsSync(INSTALLED);
}

/** @throws if it is not installed; one line that says how */
export async function nodeLlamaCpp(): Promise<NodeLlamaCpp> {
  if (!hasNodeLlamaCpp()) throw new Error('node-llama-cpp is not installed; `npm run llama` installs it');
  return (await import(pathToFileURL(INSTALLED.pathname).href)) as NodeLlamaCpp;
}

/** Its version. */
export function nodeLlamaCppVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('package.json', PACKAGE), 'utf8')) as {
    version: string;
  };
  return version;
}
