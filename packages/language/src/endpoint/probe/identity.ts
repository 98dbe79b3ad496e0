import { jsonDigest } from '../../jsonDigest.ts';
import type { Asker, Outcome } from './asker.ts';
import { about, type EndpointFinding } from './finding.ts';

/** Nats by which a token has to lead to count: far above the noise of any server. */
const LEAD = 0.1;

/**
 * What tells the model from another of its name: a digest of what it writes where it is in no doubt, and of its
 * probabilities there, in steps that are coarse beside noise.
 *
 * @returns null if there are no log-probabilities
 */
export async function fingerprintOf(ask: Asker): Promise<string | null> {
  const seen: string[][] = [];
  for (const prompt of ask.prompts) {
    const one = await ask.complete({ prompt, max_tokens: 12, logprobs: 2 });
    const tokens = one.ok ? one.answer.reply.tokens : null;
    if (!tokens) return null;
    const words: string[] = [];
    for (const { listed, bytes } of tokens) {
      const [first, second] = listed.map(({ logProb }) => logProb).toSorted((a, b) => b - a);
      if (first === undefined || second === undefined || first - second < LEAD) break;
      words.push(new TextDecoder().decode(bytes));
    }
    seen.push(words);
  }
  return jsonDigest(seen).slice(0, 16);
}

/** What the server tells of itself. */
export function probeIdentity(
  properties: Outcome<unknown>,
  systemFingerprint: string | undefined,
  fingerprint: string | null,
): EndpointFinding {
  const { proved, absent } = about('identity');
  const { model_path, model_ftype, build_info } = (properties.ok ? properties.answer : {}) as {
    model_path?: string;
    model_ftype?: string;
    build_info?: string;
  };
  const parts = [
    model_path && `file ${JSON.stringify(model_path.split(/[\\/]/).at(-1))}`,
    model_ftype && `weights ${model_ftype}`,
    build_info && `build ${build_info}`,
    systemFingerprint && `system_fingerprint ${JSON.stringify(systemFingerprint)}`,
    fingerprint && `fingerprint of what it writes ${fingerprint}`,
  ].filter((part) => part);
  return fingerprint === null
    ? absent([...parts, 'no log-probabilities to tell it from another of its name'].join(', '))
    : proved(parts.join(', '));
}

/** Tokens of the context, as llama.cpp and vLLM tell them; null if they are not told. */
export function contextOf(
  properties: Outcome<unknown>,
  model: { readonly max_model_len?: number; readonly meta?: { readonly n_ctx?: number } } | undefined,
): number | null {
  const { default_generation_settings: settings } = (properties.ok ? properties.answer : {}) as {
    default_generation_settings?: { n_ctx?: number };
  };
  return settings?.n_ctx ?? model?.meta?.n_ctx ?? model?.max_model_len ?? null;
}
