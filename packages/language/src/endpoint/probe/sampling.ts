import type { Asker, Completed, Outcome } from './asker.ts';
import { about, type EndpointFinding } from './finding.ts';

/** Lets a server write on from one of the prompts, or in reply to it. */
type Write = (
  prompt: 0 | 1 | 2,
  body: { readonly max_tokens: number; readonly [setting: string]: unknown },
) => Promise<Outcome<Completed>>;

export function writingOn(ask: Asker): Write {
  return (prompt, body) => ask.complete({ prompt: ask.prompts[prompt], ...body });
}

/** @param limit what it calls the most tokens */
export function replying(ask: Asker, limit: string): Write {
  return async (prompt, { max_tokens: most, ...body }) => {
    const messages = [{ role: 'user', content: ask.prompts[prompt] }];
    const replied = await ask.chat({ messages, [limit]: most, ...body });
    if (!replied.ok) return replied;
    const { reply } = replied.answer;
    const text = (reply.reasoning ?? '') + reply.text;
    return { ok: true, answer: { ...replied.answer, reply: { ...reply, text } } };
  };
}

export async function probeLength(write: Write): Promise<EndpointFinding> {
  const { proved, refused, unreliable } = about('max_tokens');
  const three = await write(2, { max_tokens: 3 });
  if (!three.ok) return refused(`max_tokens 3: ${three.said}`);
  const { reply, json } = three.answer;
  const written = json.usage?.completion_tokens;
  const told = `of 3 tokens at most it wrote ${written ?? 'an untold number'}, and ended by ${reply.stop}`;
  return written === undefined || written > 3 ? unreliable(told) : proved(told);
}

export async function probeStop(write: Write): Promise<EndpointFinding> {
  const { proved, refused, absent } = about('stop');
  const free = await write(2, { max_tokens: 8 });
  if (!free.ok) return refused(free.said);
  const { text } = free.answer.reply;
  const stop = text.trim().slice(2, 5);
  if (stop.length < 3) return absent(`${JSON.stringify(text)} is too short to be stopped in`);
  const stopped = await write(2, { max_tokens: 8, stop: [stop] });
  if (!stopped.ok) return refused(`stop ${JSON.stringify(stop)}: ${stopped.said}`);
  const got = stopped.answer.reply.text;
  const told = `told to stop at ${JSON.stringify(stop)}, it wrote ${JSON.stringify(got)} of ${JSON.stringify(text)}`;
  return got === text.slice(0, text.indexOf(stop)) ? proved(told) : absent(told);
}

export async function probeSeed(write: Write): Promise<EndpointFinding> {
  const { proved, refused, unreliable } = about('seed');
  const drawn = async (seed: number) => write(0, { max_tokens: 12, temperature: 1, top_p: 1, seed });
  // Two draws may be alike by luck; four pairs hardly are.
  const seeds = [1, 2, 3, 4, 1, 2, 3, 4, 5, 6, 7, 8];
  const texts: string[] = [];
  for (const seed of seeds) {
    const one = await drawn(seed);
    if (!one.ok) return refused(`seed ${seed}: ${one.said}`);
    texts.push(one.answer.reply.text);
  }
  const others = new Set(texts).size;
  if ([0, 1, 2, 3].some((i) => texts[i] !== texts[i + 4])) return unreliable('the same seed gave two texts');
  if (others === 1) return unreliable('eight seeds gave one text');
  return proved(`four seeds twice gave the same 12 tokens each time, eight seeds ${others} texts`);
}

/** Whether `top_k` and its like are taken, and taken into account. */
export async function probeSamplers(write: Write): Promise<EndpointFinding> {
  const { proved, refused, absent } = about('top_k, min_p');
  const first = await write(0, { max_tokens: 1 });
  const texts: string[] = [];
  for (const seed of [1, 2, 3, 4]) {
    const one = await write(0, {
      max_tokens: 1,
      temperature: 3,
      top_p: 1,
      min_p: 0,
      top_k: 1,
      seed,
    });
    if (!one.ok) return refused(`top_k 1: ${one.said}`);
    texts.push(one.answer.reply.text);
  }
  const [text] = texts;
  return first.ok && texts.every((one) => one === first.answer.reply.text)
    ? proved(`at temperature 3, top_k 1 leaves ${JSON.stringify(text)} four times of four`)
    : absent(`at temperature 3, top_k 1 gave ${new Set(texts).size} different tokens: it is ignored`);
}

export async function probeUsage(write: Write): Promise<EndpointFinding> {
  const { proved, absent } = about('usage');
  const one = await write(0, { max_tokens: 1 });
  const { prompt_tokens: prompt, completion_tokens: written } =
    (one.ok ? one.answer.json.usage : undefined) ?? {};
  return prompt === undefined || written === undefined
    ? absent('tokens are not told')
    : proved(`${prompt} tokens of the prompt, ${written} written`);
}
