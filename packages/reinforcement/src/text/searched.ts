import type { ReinforcementOptions } from '../options.ts';
import type { Rollout } from '../rollout.ts';

/** The text of a rollout that features are looked for in; '' where it has none. */
export function searchedText(rollout: Rollout, where: ReinforcementOptions['where']): string {
  const { thought, response, boundary } = rollout;
  if (where === 'response') return response;
  if (where === 'both') return thought === null ? response : `${thought}\n${response}`;
  return thought ?? (boundary === 'unknown' ? response : '');
}
