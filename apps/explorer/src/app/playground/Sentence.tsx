import type { SentencePart } from './answerSentences.ts';

/** A sentence. Words of the policy are text whatever they hold, and turn no line around. */
export function Sentence({ of }: { readonly of: readonly SentencePart[] }) {
  return <>{of.map((part) => (typeof part === 'string' ? part : <bdi key={part.word}>{part.word}</bdi>))}</>;
}
