import type { Description, InterventionKind, VariantDescription } from '../intervention.ts';
import { cut } from './cut.ts';
import { drop } from './drop.ts';
import { dropAt } from './dropAt.ts';
import { dropEach } from './dropEach.ts';
import { dropKind } from './dropKind.ts';
import { filler } from './filler.ts';
import { flip } from './flip.ts';
import { flipOn } from './flipOn.ts';
import { forbid } from './forbid.ts';
import { force } from './force.ts';
import { front } from './front.ts';
import { frozen } from './frozen.ts';
import { mistake } from './mistake.ts';
import { now } from './now.ts';
import { paraphrase } from './paraphrase.ts';
import { describeReadaptation } from './readaptation.ts';
import { regrow } from './regrow.ts';
import { repeat } from './repeat.ts';
import { resample } from './resample.ts';
import { resampleEach } from './resampleEach.ts';
import { scramble } from './scramble.ts';
import { shuffle } from './shuffle.ts';
import { substitute } from './substitute.ts';
import { swap } from './swap.ts';
import { swapOn } from './swapOn.ts';
import { swapSame } from './swapSame.ts';
import { transplant } from './transplant.ts';

export { type InterventionKind, whyNotRun } from '../intervention.ts';
export { keptShare } from './cut.ts';
export { parseReadaptation } from './readaptation.ts';

/** Every kind that the options can name, in the order in which they are run and shown. `own` and `frozen` always are. */
export const KINDS = {
  repeat,
  now,
  cut,
  front,
  filler,
  shuffle,
  scramble,
  swap,
  swapSame,
  swapOn,
  mistake,
  drop,
  dropAt,
  dropKind,
  dropEach,
  resample,
  resampleEach,
  paraphrase,
  force,
  forbid,
  substitute,
  flip,
  flipOn,
  regrow,
  transplant,
} as const satisfies Readonly<Record<string, InterventionKind>>;

/** Name of one of {@link KINDS}. */
export type KindName = keyof typeof KINDS;

/** Their names, in order. */
export const KIND_NAMES = Object.keys(KINDS) as [KindName, ...KindName[]];

/** Those that run unless the options say otherwise. */
export const DEFAULT_KINDS = KIND_NAMES.filter((name) => {
  const { byDefault = true }: InterventionKind = KINDS[name];
  return byDefault;
});

/** The policy's own sampled completion, which is no change of anything. */
const own: Description = { label: 'own, as sampled', told: 'nothing changed; its own sampled answer' };

/** An intervention by the name of its rows, with its place in the order to show them in; undefined if it is none. */
function find(
  name: string,
): { readonly place: readonly [number, number]; readonly is: Description } | undefined {
  if (name === 'own') return { place: [0, 0], is: own };
  if (name === frozen.name) return { place: [1, 0], is: frozen };
  for (const [i, kind] of KIND_NAMES.entries()) {
    const variant = variantOf(kind, name);
    if (variant) return { place: [2 + i, variant.order], is: variant };
  }
  const readapted = describeReadaptation(name);
  return readapted && { place: [2 + KIND_NAMES.length, readapted.order], is: readapted };
}

function variantOf(kindName: KindName, name: string): VariantDescription | undefined {
  const kind: InterventionKind = KINDS[kindName];
  if (kind.describe) return kind.describe(name);
  return kind.name === name ? { ...kind, order: 0 } : undefined;
}

/** The kind of an intervention by the name of its rows; undefined for `own`, `frozen`, readaptation and what is unknown. */
export function kindOfRows(name: string): KindName | undefined {
  return KIND_NAMES.find((kind) => variantOf(kind, name) !== undefined);
}

/** What is known of an intervention by the name of its rows; undefined if there is none of that name. */
export function describe(name: string): Description | undefined {
  return find(name)?.is;
}

/**
 * Where an intervention stands in the order to show them in, by kind and then among the variants of its kind: own, frozen,
 * the kinds in theirs, variants by what they keep, readaptation by its steps; what is unknown at the end.
 */
export function placeOf(name: string): readonly [number, number] {
  return find(name)?.place ?? [Number.POSITIVE_INFINITY, 0];
}
