import type { Asker } from './asker.ts';
import { about, type EndpointFinding } from './finding.ts';

/** Longer contexts are believed: filling one takes too long. */
const MOST = 33_000;

/** How long a text may be, and whether one that is too long is refused. */
export async function probeContext(ask: Asker, told: number | null): Promise<EndpointFinding> {
  const { proved, absent, unreliable } = about('context');
  if (told === null) return absent('its length is not told, so that none can be too long for certain');
  if (told > MOST) return unreliable(`${told} tokens are told; a text of that length was not tried`);
  const [text] = ask.prompts;
  const short = await ask.complete({ prompt: text });
  const tokens = (short.ok && short.answer.json.usage?.prompt_tokens) || 1;
  // A quarter more, since texts side by side may take fewer tokens.
  const prompt = `${text} `.repeat(Math.ceil((1.25 * told + 16) / tokens));
  const long = await ask.complete({ prompt });
  if (!long.ok) return proved(`${told} tokens; a text of more is refused: ${long.said}`);
  const read = long.answer.json.usage?.prompt_tokens;
  return unreliable(
    `${told} tokens; of a text of more, ${read ?? 'an untold number'} were read, and the rest is cut in silence`,
  );
}
