import type { EndpointCapabilities } from '../capabilities.ts';

/** Whose interface the test server speaks, as documented. */
export type Dialect =
  | 'llama.cpp'
  | 'vllm'
  | 'text'
  | 'chat'
  | 'chat, continued'
  | 'chat, repeated'
  | 'chat, split';

const CHAT: EndpointCapabilities = {
  ...{ route: 'chat', ids: null, listed: 0, forced: false, prefill: null },
  ...{ samplers: false, seed: true, limit: 'max_tokens' },
};

/** What a probe finds of each dialect. */
export const CAPABILITIES: Readonly<Record<Dialect, EndpointCapabilities>> = {
  'llama.cpp': {
    ...{ route: 'completions', ids: 'llama.cpp', listed: 20, forced: true },
    ...{ prefill: null, samplers: true, seed: true, limit: 'max_tokens' },
  },
  vllm: {
    ...{ route: 'completions', ids: 'vllm', listed: 20, forced: true },
    ...{ prefill: null, samplers: true, seed: true, limit: 'max_tokens' },
  },
  text: {
    ...{ route: 'completions', ids: null, listed: 5, forced: false },
    ...{ prefill: null, samplers: false, seed: true, limit: 'max_tokens' },
  },
  chat: CHAT,
  'chat, continued': { ...CHAT, prefill: { asked: true, repeated: false } },
  'chat, repeated': { ...CHAT, prefill: { asked: false, repeated: true } },
  'chat, split': CHAT,
};
