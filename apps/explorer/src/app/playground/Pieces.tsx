import type { Piece } from './sentence.ts';

/** A sentence. Words of the policy are text whatever they hold, and turn no line around. */
export function Pieces({ of }: { readonly of: readonly Piece[] }) {
  return (
    <>{of.map((piece) => (typeof piece === 'string' ? piece : <bdi key={piece.word}>{piece.word}</bdi>))}</>
  );
}
