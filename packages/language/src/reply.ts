import type { RandomStream } from '@vestige/random';

/** How a message is to be answered. */
export interface Replying {
  /** Most tokens of a reply. */
  readonly maxTokens: number;
  /** Of sampling; 0 takes the most probable token each time. */
  readonly temperature: number;
}

/** Something that answers what a user says, outside of any question. */
export interface Replier {
  /**
   * @returns what it replies to each message, without a thought; null where that had not ended after `maxTokens`
   * @throws what `signal` was aborted with
   */
  reply(
    messages: readonly string[],
    replying: Replying,
    stream: RandomStream,
    signal?: AbortSignal,
  ): Promise<readonly (string | null)[]>;
}
