/** A policy that was trained elsewhere, as it was asked: an element of `policies.json`. */
export interface AskedPolicy {
  /** Updates that it had received. */
  readonly step: number;
  /** A file that ran in the process, or a server. */
  readonly kind: 'gguf' | 'endpoint';
  /** Its file, or what its server calls it. */
  readonly name: string;
  /** Digest of all that its answers depend on, as far as it can be known. */
  readonly identity: string;
  /** The same in full. */
  readonly details: Readonly<Record<string, unknown>>;
  /** What it can do, as policies tell. */
  readonly can: readonly string[];
  /** Questions that were answered whole, of how many that were to be. */
  readonly prompts: readonly [answered: number, of: number];
}
