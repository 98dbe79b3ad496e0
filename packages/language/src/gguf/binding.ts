import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/** A token of a model: its id. */
export type Token = number;

/** What is to come after a token that is evaluated. */
export interface Wanted {
  readonly generateNext: {
    readonly token?: boolean;
    readonly probabilities?: boolean;
    readonly options?: {
      readonly temperature?: number;
      readonly seed?: number;
      readonly topK?: number;
      readonly topP?: number;
      readonly minP?: number;
    };
  };
}

/** What came. */
interface Came {
  readonly next: {
    readonly token?: Token;
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
}

export interface LlamaModel {
  tokenize(text: string, special: boolean): readonly Token[];
  detokenize(tokens: readonly Token[], special: boolean): string;
  isEogToken(token: Token): boolean;
  createContext(options: {
    readonly contextSize?: number;
    readonly sequences: number;
    readonly threads: number;
    readonly flashAttention: boolean;
    readonly experimentalKvCacheKeyType: string;
    readonly experimentalKvCacheValueType: string;
  }): Promise<{ readonly contextSize: number; getSequence(): LlamaSequence; dispose(): Promise<void> }>;
  readonly trainContextSize: number;
  dispose(): Promise<void>;
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
    dispose(): Promise<void>;
  }>;
  readonly LlamaLogLevel: { readonly disabled: string };
}

/** Where `npm run llama` puts it. */
const INSTALLED = new URL('../../llama/node_modules/node-llama-cpp/dist/index.js', import.meta.url);

/** Whether `npm run llama` has installed it. */
export function hasNodeLlamaCpp(): boolean {
  return existsSync(INSTALLED);
}

/** @throws if it is not installed; one line that says how */
export async function nodeLlamaCpp(): Promise<NodeLlamaCpp> {
  if (!hasNodeLlamaCpp()) throw new Error('node-llama-cpp is not installed; `npm run llama` installs it');
  return (await import(pathToFileURL(INSTALLED.pathname).href)) as NodeLlamaCpp;
}
