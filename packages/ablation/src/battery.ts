import type { Intervention } from './intervention.ts';
import { cut } from './interventions/cut.ts';
import { filler } from './interventions/filler.ts';
import { flip } from './interventions/flip.ts';
import { frozen } from './interventions/frozen.ts';
import { now } from './interventions/now.ts';
import { scramble } from './interventions/scramble.ts';
import { shuffle } from './interventions/shuffle.ts';
import { swap } from './interventions/swap.ts';
import type { AblationOptions } from './options.ts';

/** Name of the policy's own sampled completion among the interventions. */
export const OWN = 'own';

/** The interventions that the options ask for, `frozen` first. */
export function battery({ cuts }: AblationOptions): Intervention[] {
  return [frozen, now, ...cuts.map(cut), filler, shuffle, scramble, swap, flip];
}

/** Names of all interventions that a file can hold, `own` first. */
export function interventionNames(options: AblationOptions): string[] {
  return [OWN, ...battery(options).map(({ name }) => name)];
}
