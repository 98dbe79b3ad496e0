import type { Draft } from '../draft.ts';
import type { ThoughtRule } from './decide.ts';
import type { Split } from './split.ts';

/** Divides a rollout. Thoughts of several turns are joined by an empty line, and so is what follows them. */
export function divideTurns(rule: ThoughtRule, { turns, thought, question }: Draft): Split {
  if (thought !== null) {
    return { boundary: 'field', opening: null, thought, closing: null, response: joined(turns) };
  }
  if (turns.length <= 1) return rule.divide(turns[0] ?? '', question);
  const splits = turns.map((turn, i) => rule.divide(turn, i === 0 ? question : ''));
  const thoughts = splits.filter((split) => split.thought !== null);
  const last = splits.at(-1)!;
  return {
    boundary: last.boundary === 'unfinished' ? 'unfinished' : (thoughts[0] ?? last).boundary,
    opening: thoughts[0]?.opening ?? null,
    thought: thoughts.length === 0 ? null : joined(thoughts.map((split) => split.thought!)),
    closing: thoughts.at(-1)?.closing ?? null,
    response: joined(splits.map(({ response }) => response)),
  };
}

function joined(texts: readonly string[]): string {
  return texts.filter((text) => text !== '').join('\n\n');
}
