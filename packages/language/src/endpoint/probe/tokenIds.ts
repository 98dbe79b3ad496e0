import type { EndpointCapabilities } from '../capabilities.ts';
import type { Asker } from './asker.ts';
import { about, type EndpointFinding } from './finding.ts';

/** How the two servers that have it turn text into ids and back. */
const DIALECTS = {
  'llama.cpp': {
    there: (text: string) => ({ content: text, add_special: false }),
    back: (tokens: readonly number[]) => ({ tokens }),
    text: 'content',
    extra: {},
  },
  vllm: {
    there: (text: string, model: string) => ({ model, prompt: text, add_special_tokens: false }),
    back: (tokens: readonly number[], model: string) => ({ model, tokens }),
    text: 'prompt',
    extra: { return_token_ids: true },
  },
} as const;

/** Whether it takes token ids as a prompt, tells those that it wrote, and turns them into the text and back. */
export async function probeIds(
  ask: Asker,
): Promise<{ readonly ids: EndpointCapabilities['ids']; readonly finding: EndpointFinding }> {
  const { proved, absent } = about('token ids');
  const [prompt] = ask.prompts;
  let why = 'no /tokenize that answers as that of llama.cpp or vLLM does';
  for (const ids of ['llama.cpp', 'vllm'] as const) {
    const { there, back, text, extra } = DIALECTS[ids];
    const tokens = fieldOf(await ask.post('/tokenize', there(prompt, ask.model)), 'tokens');
    if (!Array.isArray(tokens) || tokens.length === 0) continue;
    const again = fieldOf(await ask.post('/detokenize', back(tokens, ask.model)), text);
    if (again !== prompt) {
      why = `a text comes back from /tokenize and /detokenize as ${JSON.stringify(again)}`;
      continue;
    }
    const one = await ask.complete({ prompt: tokens, max_tokens: 1, logprobs: 1, ...extra });
    if (!one.ok) {
      why = `a prompt of ids: ${one.said}`;
      continue;
    }
    const { reply, json } = one.answer;
    const written = reply.tokens?.map(({ id }) => id) ?? [];
    const known = written.filter((id) => id !== null);
    const said = fieldOf(await ask.post('/detokenize', back(known, ask.model)), text);
    const read = json.usage?.prompt_tokens;
    if (read === tokens.length && known.length > 0 && said === reply.text) {
      const told = `${tokens.length} ids are read as ${read} tokens, and ${JSON.stringify(reply.text)} comes with the id that is that text`;
      return { ids, finding: proved(`as in ${ids === 'vllm' ? 'vLLM' : ids}: ${told}`) };
    }
    why = `${tokens.length} ids are read as ${read ?? 'an untold number of'} tokens, and ${JSON.stringify(reply.text)} comes with ${known.length} ids, which are ${JSON.stringify(said)}`;
  }
  return { ids: null, finding: absent(why) };
}

function fieldOf(outcome: Awaited<ReturnType<Asker['post']>>, field: string): unknown {
  return outcome.ok ? (outcome.answer as Readonly<Record<string, unknown>>)[field] : undefined;
}
