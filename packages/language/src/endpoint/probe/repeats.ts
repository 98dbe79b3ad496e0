import type { Asker } from './asker.ts';
import { about, type EndpointFinding } from './finding.ts';

/** How far answers to one request are apart; nats, and total variation over the tokens listed. */
interface Apart {
  readonly logProb: number;
  readonly variation: number;
}

/** The largest distances: of the same request again and again, and beside others. */
export interface Noise {
  readonly alone: Apart;
  readonly beside: Apart;
}

/** Above it, effects that an experiment looks for could be the server's. */
const MUCH = 0.01;

/** Log-probabilities of the first token, by its text. */
type Listing = ReadonlyMap<string, number>;

/** Whether the same request has the same answer, alone and beside others. */
export async function probeRepeats(
  ask: Asker,
  listed: number,
): Promise<{ readonly noise: Noise | null; readonly finding: EndpointFinding }> {
  const { proved, unreliable, absent } = about('same request, same answer');
  const first = async (prompt: string): Promise<Listing | null> => {
    const one = await ask.complete({ prompt, logprobs: Math.min(20, listed), max_tokens: 1 });
    const tokens = one.ok ? one.answer.reply.tokens : null;
    return tokens?.[0] ? new Map(tokens[0].listed.map(({ text, logProb }) => [text, logProb])) : null;
  };
  if (listed === 0) {
    const texts = new Set<string>();
    for (let i = 0; i < 3; i++) {
      const one = await ask.complete({ prompt: ask.prompts[0], max_tokens: 12 });
      if (one.ok) texts.add(one.answer.reply.text);
    }
    const told = `three times the most probable 12 tokens: ${texts.size === 1 ? 'one text' : `${texts.size} texts`}; no log-probabilities to compare`;
    return { noise: null, finding: texts.size === 1 ? proved(told) : unreliable(told) };
  }
  // A prompt that was not asked before, and is in the server's cache from the second time on.
  const prompt = `${ask.prompts[1]} ${ask.prompts[0]}`;
  const alone: (Listing | null)[] = [];
  for (let i = 0; i < 4; i++) alone.push(await first(prompt));
  const beside: (Listing | null)[] = [];
  for (let i = 0; i < 3; i++) {
    const all = await Promise.all([prompt, ...ask.prompts, prompt, ...ask.prompts].map(first));
    beside.push(all[0]!, all[4]!);
  }
  if ([...alone, ...beside].includes(null)) {
    return { noise: null, finding: absent('some of the answers came without log-probabilities') };
  }
  const noise = { alone: apart(alone as Listing[]), beside: apart([alone[0]!, ...(beside as Listing[])]) };
  const told = `alone, 4 times: ${nats(noise.alone)}; beside 7 others, 6 times: ${nats(noise.beside)}`;
  const most = Math.max(noise.alone.variation, noise.beside.variation);
  return { noise, finding: most > MUCH ? unreliable(told) : proved(told) };
}

function nats({ logProb, variation }: Apart): string {
  return logProb === 0
    ? 'no difference'
    : `up to ${logProb.toExponential(1)} nats (total variation ${variation.toExponential(1)})`;
}

/** The largest distance from the first. */
function apart([first, ...others]: readonly Listing[]): Apart {
  let [logProb, variation] = [0, 0];
  for (const other of others) {
    let sum = 0;
    for (const [text, here] of first!) {
      const there = other.get(text);
      if (there === undefined) continue;
      logProb = Math.max(logProb, Math.abs(here - there));
      sum += Math.abs(Math.exp(here) - Math.exp(there));
    }
    variation = Math.max(variation, sum / 2);
  }
  return { logProb, variation };
}
