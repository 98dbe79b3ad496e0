import type { EndpointCapabilities } from '../capabilities.ts';
import type { Asker } from './asker.ts';
import { about, type EndpointFinding } from './finding.ts';

const QUESTION = 'Say in a few sentences what coins are used for.';

/** What the two ways of going on are asked with. */
const WAYS = [
  { asked: true, body: { continue_final_message: true, add_generation_prompt: false } },
  { asked: false, body: {} },
];

/** What was found of `/v1/chat/completions`. */
interface Chat {
  readonly findings: readonly EndpointFinding[];
  readonly there: boolean;
  readonly limit: EndpointCapabilities['limit'];
  readonly prefill: EndpointCapabilities['prefill'];
}

export async function probeChat(ask: Asker): Promise<Chat> {
  const { proved, refused } = about('/v1/chat/completions');
  const messages = [{ role: 'user', content: QUESTION }];
  let limit: EndpointCapabilities['limit'] = 'max_tokens';
  let first = await ask.chat({ messages, [limit]: 24 });
  if (!first.ok && /max_completion_tokens/.test(first.said)) {
    limit = 'max_completion_tokens';
    first = await ask.chat({ messages, [limit]: 24 });
  }
  if (!first.ok) return { findings: [refused(first.said)], there: false, limit, prefill: null };
  const { text, reasoning } = first.answer.reply;
  const split = about('reasoning apart from the reply');
  const findings = [
    proved(`${JSON.stringify(QUESTION)} is answered by ${JSON.stringify((reasoning ?? text).slice(0, 60))}`),
    reasoning === null
      ? split.absent('none comes in a field of its own')
      : split.proved(`a field of its own holds ${JSON.stringify(reasoning.slice(0, 60))}`),
  ];
  const { prefill, finding } = await probePrefill(ask, limit);
  return { findings: [...findings, finding], there: true, limit, prefill };
}

/** What no model begins with on its own. */
const BEGUN = ['Well, well, well: coins and', 'Let me see, then. It is one of those'] as const;

/**
 * Whether it goes on from a last message of the assistant. What it is given it would not write on its own, so that a reply
 * that begins anew is told apart; and behind half of what it writes then comes the other half.
 */
async function probePrefill(
  ask: Asker,
  limit: EndpointCapabilities['limit'],
): Promise<{ readonly prefill: EndpointCapabilities['prefill']; readonly finding: EndpointFinding }> {
  const { proved, absent } = about('chat goes on from a last message');
  const user = { role: 'user', content: QUESTION };
  const seen: string[] = [];
  for (const { asked, body } of WAYS) {
    const way = asked ? 'with continue_final_message' : 'without being asked to';
    const goOn = async (content: string) => {
      const on = await ask.chat({ messages: [user, { role: 'assistant', content }], [limit]: 16, ...body });
      if (!on.ok) return { said: on.said };
      const { text } = on.answer.reply;
      return text.startsWith(content)
        ? { text: text.slice(content.length), repeated: true }
        : { text, repeated: false };
    };
    for (const begun of BEGUN) {
      const first = await goOn(begun);
      if (first.text === undefined) {
        seen.push(`${way}: ${first.said}`);
        break;
      }
      const told = `${way}, ${JSON.stringify(begun)} goes on as ${JSON.stringify(first.text)}`;
      const [half, rest] = halves(first.text) ?? [];
      if (half === undefined || rest === undefined) {
        seen.push(`${told}, which is too short to be cut in two`);
        continue;
      }
      const second = await goOn(begun + half);
      if (second.text?.startsWith(rest)) {
        const { repeated } = first;
        const how = repeated ? ', the reply repeating what it was given' : '';
        return {
          prefill: { asked, repeated },
          finding: proved(`${told}, and behind half of that comes the rest${how}`),
        };
      }
      seen.push(`${told}, and behind half of that comes ${JSON.stringify(second.text ?? second.said)}`);
    }
  }
  return { prefill: null, finding: absent(seen[0]!) };
}

/** A text cut in two before a word in its middle; null if it has too few. */
function halves(text: string): readonly [string, string] | null {
  const at = text.indexOf(' ', Math.floor(text.length / 2) - 1);
  return at <= 0 || at >= text.length - 2 ? null : [text.slice(0, at), text.slice(at)];
}
