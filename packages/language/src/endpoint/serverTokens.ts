import type { EndpointCapabilities } from './capabilities.ts';
import type { Connection } from './connection.ts';
import { EndpointError } from './endpointError.ts';

/** Texts as token ids and back, by the server that runs the model. */
export interface ServerTokens {
  /** @param control whether control words in it count as such; vLLM takes them for it in any case */
  tokenize(text: string, control: boolean, signal?: AbortSignal): Promise<readonly number[]>;
  detokenize(ids: readonly number[], signal?: AbortSignal): Promise<string>;
}

/** Asks a server for the ids of texts, in its own way; nothing is put before or after them. */
export function serverTokens(
  connection: Connection,
  dialect: NonNullable<EndpointCapabilities['ids']>,
): ServerTokens {
  const { model } = connection.sent;
  const field = async (
    path: '/tokenize' | '/detokenize',
    name: string,
    body: object,
    signal?: AbortSignal,
  ) => {
    const answer = (await connection.post(path, body, signal)) as Record<string, unknown>;
    const found = answer[name];
    if (found !== undefined) return found;
    throw new EndpointError(`${connection.sent.url}: ${path} answers without "${name}"`);
  };
  return {
    async tokenize(text, control, signal) {
      if (text === '') return [];
      const body =
        dialect === 'llama.cpp'
          ? { content: text, add_special: false, parse_special: control }
          : { model, prompt: text, add_special_tokens: false };
      return (await field('/tokenize', 'tokens', body, signal)) as number[];
    },
    async detokenize(ids, signal) {
      if (dialect === 'llama.cpp')
        return (await field('/detokenize', 'content', { tokens: ids }, signal)) as string;
      return (await field('/detokenize', 'prompt', { model, tokens: ids }, signal)) as string;
    },
  };
}
