/** What a server has proved it can do, as {@link probeEndpoint} finds it. */
export interface EndpointCapabilities {
  /** `completions` takes the text itself; `chat` takes messages and renders them itself. */
  readonly route: 'completions' | 'chat';
  /**
   * Whose way of turning text into token ids and back it speaks, if it takes ids as a prompt and returns those it wrote:
   * then what it wrote is never tokenized again. Null if it takes text only.
   */
  readonly ids: 'llama.cpp' | 'vllm' | null;
  /** Log-probabilities that it lists for a token; 0 if none. */
  readonly listed: number;
  /** Whether a token that `logit_bias` forces comes with its own log-probability, whatever its rank. */
  readonly forced: boolean;
  /**
   * How a last message of the assistant is gone on from in `chat`, and whether the reply repeats it; null if it is not.
   * Null in `completions`, where a text is always gone on from.
   */
  readonly prefill: { readonly asked: boolean; readonly repeated: boolean } | null;
  /** Whether it takes `top_k`, `min_p` and the like; else those of OpenAI's own interface only are sent. */
  readonly samplers: boolean;
  /** Whether it takes a seed; else its draws differ from run to run. */
  readonly seed: boolean;
  /** What it calls the most tokens that it may write. */
  readonly limit: 'max_tokens' | 'max_completion_tokens';
}
