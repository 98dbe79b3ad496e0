/** A model and a batch to measure backends on. */
export interface Size {
  readonly name: string;
  readonly width: number;
  readonly layers: number;
  readonly heads: number;
  /** Sequences. */
  readonly batch: number;
  /** Tokens of a sequence. */
  readonly length: number;
}

/** From the quick presets, over `loan`, to what a laptop still trains; then other batches and lengths. */
export const SIZES: readonly Size[] = [
  { name: 'width-32', width: 32, layers: 2, heads: 4, batch: 64, length: 24 },
  { name: 'width-32-deep', width: 32, layers: 8, heads: 4, batch: 64, length: 24 },
  { name: 'width-64', width: 64, layers: 2, heads: 4, batch: 128, length: 40 },
  { name: 'width-64-deep', width: 64, layers: 8, heads: 4, batch: 128, length: 40 },
  { name: 'width-128', width: 128, layers: 2, heads: 4, batch: 64, length: 64 },
  { name: 'width-128-deep', width: 128, layers: 8, heads: 4, batch: 64, length: 64 },
  { name: 'width-256', width: 256, layers: 2, heads: 8, batch: 32, length: 64 },
  { name: 'width-256-deep', width: 256, layers: 8, heads: 8, batch: 32, length: 64 },
  { name: 'width-512', width: 512, layers: 2, heads: 8, batch: 8, length: 64 },
  { name: 'width-512-deep', width: 512, layers: 8, heads: 8, batch: 8, length: 64 },
  { name: 'width-128-small-batch', width: 128, layers: 4, heads: 4, batch: 4, length: 64 },
  { name: 'width-128-large-batch', width: 128, layers: 4, heads: 4, batch: 256, length: 64 },
  { name: 'width-128-long', width: 128, layers: 4, heads: 4, batch: 4, length: 512 },
  { name: 'width-256-long', width: 256, layers: 4, heads: 8, batch: 4, length: 256 },
];
