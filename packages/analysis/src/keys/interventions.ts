import {
  describe,
  type KindName,
  keptShare,
  parseReadaptation,
  placeOf,
} from '@vestige/ablation/interventions';
import { REMOVALS, type Removal } from './removals.ts';

export { keptShare, REMOVALS, type Removal };

/** Those that take its room away with its words: `filler` leaves as many tokens as there were. */
export const ROOM_REMOVALS = ['now', 'cut0'] as const satisfies readonly Removal[];

/** Interventions that are shown first, in this order; all others are folded up. */
export const HEADLINE_INTERVENTIONS = ['own', 'frozen', 'now', 'cut0', 'filler', 'swap', 'flip'] as const;

/** Name of an intervention. That of a table is taken at its word, so that one that is not known here is analyzed too. */
export type Intervention =
  | 'own'
  | 'frozen'
  | Exclude<KindName, 'cut' | 'front' | 'dropAt'>
  | `${'cut' | 'front'}${number}`
  | `drop${'Early' | 'Middle' | 'Late'}`
  | `readapt${'' | 'Thinking' | 'Label' | 'LabelThinking'}${number}`;

/** What rows are analyzed by: an intervention, with the type of the phrase that it touched if it touched one. */
export interface Treatment {
  readonly intervention: Intervention;
  readonly unit?: string;
}

/** The treatment of a row of `interventions.arrow`. */
export function treatmentOf(row: { readonly intervention: string; readonly unit: string | null }): Treatment {
  const intervention = row.intervention as Intervention;
  return row.unit === null ? { intervention } : { intervention, unit: row.unit };
}

/** Name of a treatment, such as `swap` or `drop.judgement`. */
export function treatmentName({ intervention, unit }: Treatment): string {
  return unit === undefined ? intervention : `${intervention}.${unit}`;
}

/** The treatment of a name. */
export function parseTreatment(name: string): Treatment {
  // The share that a cut keeps may have a dot.
  const dot = keptShare(name) === undefined ? name.indexOf('.') : -1;
  return dot < 0
    ? { intervention: name as Intervention }
    : { intervention: name.slice(0, dot) as Intervention, unit: name.slice(dot + 1) };
}

export function isRemoval(intervention: Intervention): intervention is Removal {
  return (REMOVALS as readonly Intervention[]).includes(intervention);
}

/** Whether prompts are shown the reasoning of others, or its beginning. */
export function isBorrowing(intervention: Intervention): boolean {
  return describe(intervention)?.borrows ?? false;
}

/** Whether it asks a copy of the policy that was fine-tuned on empty chains of thought. */
export function isReadapted(intervention: Intervention): boolean {
  return parseReadaptation(intervention) !== undefined;
}

/** What is measured of copies of a policy that were fine-tuned on empty chains of thought. */
export type ReadaptedTo = 'empty' | 'thinking' | 'label';

/**
 * Fine-tuning before an intervention such as `readapt10`; undefined for others.
 *
 * `empty`: the answer with an empty chain of thought; `thinking`: that with its own; `label`: with an empty one, after
 * fine-tuning on the right answers.
 */
export function readaptation(
  intervention: Intervention,
): { readonly to: ReadaptedTo; readonly steps: number } | undefined {
  const asking = parseReadaptation(intervention);
  if (!asking) return undefined;
  const { answers, thinking, steps } = asking;
  if (answers === 'own') return { to: thinking ? 'thinking' : 'empty', steps };
  return thinking ? undefined : { to: 'label', steps };
}

/** The order to show treatments in, each once: that of their interventions, then by name. */
export function inOrder(treatments: Iterable<Treatment>): Treatment[] {
  const byName = new Map(Array.from(treatments, (one) => [treatmentName(one), one] as const));
  return [...byName]
    .map(([name, treatment]) => ({ name, treatment, place: placeOf(treatment.intervention) }))
    .sort(({ place: [i, x], name: a }, { place: [j, y], name: b }) =>
      i === j ? x - y || (a < b ? -1 : 1) : i - j,
    )
    .map(({ treatment }) => treatment);
}

/** Treatments told apart: the headline's in its order, and all others in theirs. */
export function headlineFirst(treatments: readonly Treatment[]): {
  readonly headline: readonly Treatment[];
  readonly others: readonly Treatment[];
} {
  const shownFirst = ({ intervention, unit }: Treatment) =>
    unit === undefined && (HEADLINE_INTERVENTIONS as readonly Intervention[]).includes(intervention);
  return {
    headline: HEADLINE_INTERVENTIONS.flatMap(
      (name) => treatments.find((one) => one.intervention === name && shownFirst(one)) ?? [],
    ),
    others: treatments.filter((one) => !shownFirst(one)),
  };
}

/** Whether `right` of the treatment is about the question that the policy saw. */
export function keepsPrompt({ intervention, unit }: Treatment): boolean {
  return unit !== undefined || !describe(intervention)?.asksAnother;
}

/** Whether it leaves out phrases of a type: one of them, or all. */
export function dropsType({ intervention, unit }: Treatment): boolean {
  const drops = describe(intervention)?.drops;
  return unit !== undefined && (drops === 'unit' || drops === 'kind');
}

/** Whether it leaves out all phrases of a type. */
export function dropsAll({ intervention, unit }: Treatment): boolean {
  return unit !== undefined && describe(intervention)?.drops === 'kind';
}

/** Whether it takes something away and leaves the prompt: the chain of thought, phrases of a type, or one by its place. */
export function takesAway(treatment: Treatment): boolean {
  const { intervention, unit } = treatment;
  if (unit !== undefined) return dropsType(treatment);
  return isRemoval(intervention) || describe(intervention)?.drops === 'place';
}
