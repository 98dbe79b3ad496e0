import type { EndpointCapabilities } from '../capabilities.ts';
import type { ReplyToken } from '../reply.ts';
import type { Asker } from './asker.ts';
import { about, type EndpointFinding } from './finding.ts';

/** Numbers of log-probabilities that are asked for, most first. */
const NUMBERS = [1000, 20, 5, 1];

/** Draws that the log-probabilities are held against. */
const DRAWS = 60;

/** Standard errors that a share of draws may be off. */
const ERRORS = 4;

/** Nats that count as the same. */
const SAME = 1e-3;

/** How many log-probabilities a token comes with. */
export async function probeListed(
  ask: Asker,
): Promise<{ readonly listed: number; readonly finding: EndpointFinding }> {
  const { proved, refused, absent } = about('logprobs');
  const said: string[] = [];
  for (const number of NUMBERS) {
    const one = await ask.complete({ prompt: ask.prompts[0], logprobs: number });
    if (!one.ok) {
      said.push(`${number}: ${one.said}`);
      continue;
    }
    const listed = one.answer.reply.tokens?.[0]?.listed.length ?? 0;
    if (listed === 0) return { listed, finding: absent('answered with 200 and without them') };
    const limit = said.length === 0 ? '' : `; ${said.at(-1)}`;
    return { listed, finding: proved(`${listed} where ${number} are asked for${limit}`) };
  }
  return { listed: 0, finding: refused(said.at(-1)!) };
}

/**
 * Whether tokens are drawn as often as their log-probabilities say.
 *
 * @param sampling settings at temperature 1
 */
export async function probeDraws(ask: Asker, sampling: (seed: number) => object): Promise<EndpointFinding> {
  const { proved, unreliable, absent } = about('logprobs match draws');
  const undecided = await undecidedPrompt(ask);
  if (undecided === null) return absent('no log-probabilities to hold draws against');
  const { prompt, token } = undecided;
  const drawn = await Promise.all(
    Array.from({ length: DRAWS }, (_, i) => ask.complete({ prompt, ...sampling(i + 1) })),
  );
  const times = drawn.filter((one) => one.ok && one.answer.reply.text === token.text).length;
  const p = Math.exp(token.logProb);
  const error = Math.sqrt((p * (1 - p)) / DRAWS);
  const off = Math.abs(times / DRAWS - p) / error;
  const told = `${JSON.stringify(token.text)} has probability ${p.toFixed(3)} and came ${times} times of ${DRAWS}, ${off.toFixed(1)} standard errors off`;
  return off <= ERRORS ? proved(told) : unreliable(told);
}

/** The prompt whose first token is least certain. */
async function undecidedPrompt(ask: Asker) {
  let found: { prompt: string; token: { text: string; logProb: number } } | null = null;
  const far = (logProb: number) => Math.abs(Math.exp(logProb) - 0.5);
  for (const prompt of ask.prompts) {
    const one = await ask.complete({ prompt, logprobs: 1 });
    if (!one.ok) continue;
    const { tokens, text } = one.answer.reply;
    const logProb = tokens?.[0]?.logProb;
    if (logProb === undefined || text === '') continue;
    if (found === null || far(logProb) < far(found.token.logProb))
      found = { prompt, token: { text, logProb } };
  }
  return found;
}

/** Whether `logit_bias` forces a token, and whether that comes with its own log-probability. */
export async function probeForced(
  ask: Asker,
  ids: EndpointCapabilities['ids'],
): Promise<readonly [bias: EndpointFinding, forced: EndpointFinding]> {
  const [bias, forced] = [about('logit_bias'), about('log-probability of a forced token')];
  const named = ids === 'vllm' ? { return_tokens_as_token_ids: true, return_token_ids: true } : {};
  const free = await ask.complete({ prompt: ask.prompts[0], logprobs: 5, ...named });
  const token = free.ok ? free.answer.reply.tokens?.[0] : undefined;
  const other = token?.listed.filter(({ id }) => id !== null && id !== token.id).at(-1);
  if (other === undefined) {
    const why = 'no token ids are told, so that none can be asked for';
    return [bias.absent(why), forced.absent(why)];
  }
  const asked = await ask.complete({
    ...{ prompt: ask.prompts[0], logprobs: 1, logit_bias: { [other.id!]: 100 } },
    ...named,
  });
  if (!asked.ok) return [bias.refused(asked.said), forced.refused(asked.said)];
  const [came] = asked.answer.reply.tokens ?? [];
  const told = `with 100 more for ${JSON.stringify(other.text)}, token ${other.id}, token ${came?.id ?? 'untold'} came`;
  if (came?.id !== other.id) return [bias.absent(told), forced.absent(told)];
  return [bias.proved(told), ownLogProb(came!, other.logProb)];
}

function ownLogProb(came: ReplyToken, listed: number): EndpointFinding {
  const { proved, unreliable } = about('log-probability of a forced token');
  const told = `${came.logProb.toFixed(4)} when forced, ${listed.toFixed(4)} when listed`;
  return Math.abs(came.logProb - listed) < SAME ? proved(told) : unreliable(told);
}
