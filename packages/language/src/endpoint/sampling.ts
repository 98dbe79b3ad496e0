import type { EndpointCapabilities } from './capabilities.ts';

/** Nothing is cut off the distribution, whatever the server's own defaults are; in the words of llama.cpp and of vLLM. */
const AS_IT_IS = {
  ...{ top_k: -1, min_p: 0, typical_p: 1, repeat_penalty: 1, repetition_penalty: 1 },
  ...{ top_n_sigma: -1, dynatemp_range: 0, dry_multiplier: 0, xtc_probability: 0, mirostat: 0 },
};

/**
 * Settings of sampling, all of them told where a server takes them.
 *
 * @param seed of what is drawn; null where nothing is
 */
export function samplingOf(
  { samplers, seed: seeds }: EndpointCapabilities,
  temperature: number,
  seed: number | null,
): object {
  return {
    ...{ temperature, top_p: 1, presence_penalty: 0, frequency_penalty: 0 },
    ...(seeds && seed !== null && { seed }),
    ...(samplers && AS_IT_IS),
  };
}
