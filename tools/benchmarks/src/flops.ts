/** Sizes that the arithmetic of a pass depends on. */
export interface PassShape {
  readonly width: number;
  readonly layers: number;
  readonly vocabularySize: number;
  /** Positions of each sequence, without padding. */
  readonly lengths: readonly number[];
  /** Leading positions of each that an earlier sequence has too: what is computed of them is computed once. */
  readonly shared: readonly number[];
  /** Positions whose logits are wanted, of all sequences. */
  readonly wanted: number;
}

/**
 * Floating-point operations that a forward pass needs, an addition and a multiplication being two.
 *
 * A product [n, in] x [in, out] takes `2 n in out`. A position goes through matrices of `12 width^2` numbers a
 * layer: query, key and value 3, the output of attention 1, the two of the MLP, four times as wide, 8. In the last
 * layer only wanted positions go through what follows the attention. Attention's scores and weighted sums are two
 * products over the positions seen, `length (length + 1) / 2` a sequence, of `2 width` operations each. The output
 * matrix counts for wanted positions. LayerNorm, GELU, softmax, embeddings and AdamW do not count, nor does what a
 * system computes beyond need, such as padding.
 */
export function forwardFlops(shape: PassShape): number {
  const { width, layers, vocabularySize, lengths, shared, wanted } = shape;
  const rows = lengths.reduce((sum, length, i) => sum + length - shared[i]!, 0);
  const seen = lengths.reduce((sum, length, i) => sum + seenBy(length) - seenBy(shared[i]!), 0);
  const beforeAttention = 2 * rows * 3 * width ** 2;
  const attention = 4 * width * seen;
  const afterAttention = 2 * ((layers - 1) * rows + wanted) * 9 * width ** 2;
  return layers * (beforeAttention + attention) + afterAttention + 2 * wanted * width * vocabularySize;
}

/** Positions that each of the first `length` positions of a sequence sees, in all. */
export function seenBy(length: number): number {
  return (length * (length + 1)) / 2;
}

/**
 * Floating-point operations of a forward and a backward pass: the gradient of a product is two products of its
 * size. What a kernel computes a second time instead of keeping it (attention weights) does not count.
 */
export function trainingFlops(shape: PassShape): number {
  return 3 * forwardFlops(shape);
}
