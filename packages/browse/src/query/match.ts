import type { Phrase, TextQuery } from './parseText.ts';
import { tokensOf } from './tokens.ts';

/** Text of a rollout that is searched. */
export type Where = 'both' | 'thought' | 'response';

/** A query for an FTS5 table, and whether the rollouts sought are those that do not match it; undefined if it asks nothing. */
export function matchOf(
  { all, none }: TextQuery,
  where: Where,
): { readonly match: string; readonly inverted: boolean } | undefined {
  const excluded = none.map(phraseText).join(' OR ');
  const sought = all.map((some) => `(${some.map(phraseText).join(' OR ')})`).join(' AND ');
  const within = (match: string) => (where === 'both' ? match : `{${where}} : (${match})`);
  if (all.length === 0) return none.length === 0 ? undefined : { match: within(excluded), inverted: true };
  const match = none.length === 0 ? sought : `(${sought}) NOT (${excluded})`;
  return { match: within(match), inverted: false };
}

/** Tokens hold letters and digits alone, so that nothing is to be escaped. */
function phraseText({ tokens, open }: Phrase): string {
  return `"${tokens.join(' ')}"${open ? ' *' : ''}`;
}

/** Places of a text that a query asks for, in order, apart from each other. */
export function placesOf({ all }: TextQuery, text: string): [start: number, end: number][] {
  const phrases = all.flat();
  if (phrases.length === 0) return [];
  const tokens = tokensOf(text);
  const found: [number, number][] = [];
  for (const [at, { start }] of tokens.entries()) {
    const ends = phrases.flatMap((phrase) =>
      stands(phrase, tokens, at) ? tokens[at + phrase.tokens.length - 1]!.end : [],
    );
    if (ends.length === 0) continue;
    const end = Math.max(...ends);
    const last = found.at(-1);
    if (last && start < last[1]) last[1] = Math.max(last[1], end);
    else found.push([start, end]);
  }
  return found;
}

function stands({ tokens, open }: Phrase, text: readonly { readonly text: string }[], at: number): boolean {
  return tokens.every((token, i) => {
    const there = text[at + i]?.text;
    return open && i === tokens.length - 1 ? there?.startsWith(token) : there === token;
  });
}
