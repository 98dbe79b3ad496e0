import type { TrainerName } from '../options.ts';
import { chat } from './chat.ts';
import type { Format } from './format.ts';
import { inspect } from './inspect.ts';
import { nemoRl } from './nemoRl.ts';
import { primeRl } from './primeRl.ts';
import { skyrl } from './skyrl.ts';
import { table } from './table.ts';
import { thoughtAnchors } from './thoughtAnchors.ts';
import { trl } from './trl.ts';
import { verifiers } from './verifiers.ts';
import { verl } from './verl.ts';

const BY_NAME: Readonly<Record<TrainerName, Format>> = {
  verifiers,
  trl,
  verl,
  'prime-rl': primeRl,
  'nemo-rl': nemoRl,
  skyrl,
  inspect,
  'thought-anchors': thoughtAnchors,
  chat,
  table,
};

/** All that are recognised by what a file holds, in the order in which they are tried. */
export const FORMATS: readonly Format[] = Object.values(BY_NAME).filter(({ tells }) => tells.length > 0);

/** The format of a name. */
export function formatOf(name: TrainerName): Format {
  return BY_NAME[name];
}
