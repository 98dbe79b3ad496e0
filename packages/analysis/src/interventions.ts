/** Interventions that take the chain of thought away and leave the prompt as it was. */
export const REMOVALS = ['now', 'cut0', 'filler'] as const;
export type Removal = (typeof REMOVALS)[number];

/** Those that take its room away with its words: `filler` leaves as many tokens as there were. */
export const ROOM_REMOVALS = ['now', 'cut0'] as const satisfies readonly Removal[];

/** Interventions that are shown first, in this order; all others are folded up. */
export const HEADLINE_INTERVENTIONS = ['own', 'frozen', 'now', 'cut0', 'filler', 'swap', 'flip'] as const;

/** Interventions that show another prompt, so that `correct` is not about it. */
const OTHER_PROMPT = ['flip', 'regrow'];

const AFTER_CUTS = [
  'filler',
  'shuffle',
  'scramble',
  'swap',
  'swapSame',
  'mistake',
  'drop',
  'resample',
  'paraphrase',
  'force',
  'forbid',
  'substitute',
  'flip',
  'regrow',
  'transplant',
];

/** Name under which rows are analyzed: the intervention, with the type of the phrase it touched if it has one. */
export function treatment({
  intervention,
  unit,
}: {
  readonly intervention: string;
  readonly unit: string;
}): string {
  return unit === '' ? intervention : `${intervention}.${unit}`;
}

/** Type of phrase that a treatment such as `drop.judgement` touches; undefined if it is not that intervention. */
export function unitOf(treatment: string, intervention: string): string | undefined {
  return treatment.startsWith(`${intervention}.`) ? treatment.slice(intervention.length + 1) : undefined;
}

/** Share of the chain of thought that an intervention such as `cut25` keeps; undefined for others. */
export function keptShare(intervention: string): number | undefined {
  const match = /^cut(\d+(?:\.\d+)?)$/.exec(intervention);
  return match ? Number(match[1]) / 100 : undefined;
}

/** Fine-tuning steps before an intervention such as `readapt10`; undefined for others. */
export function readaptSteps(intervention: string): number | undefined {
  const match = /^readapt(\d+)$/.exec(intervention);
  return match ? Number(match[1]) : undefined;
}

/**
 * The order to show treatments in: own, frozen, now, cuts by what they keep, the others, readaptation by steps, what
 * else was measured of the readapted policies.
 */
export function inOrder(treatments: Iterable<string>): string[] {
  const rank = (name: string) => {
    const intervention = name.split('.')[0]!;
    const first = ['own', 'frozen', 'now'].indexOf(name);
    if (first >= 0) return first;
    const kept = keptShare(name);
    if (kept !== undefined) return 3 + kept;
    const readapted = /^readapt([A-Z][a-z]+)?(\d+)$/.exec(name);
    if (readapted) return (readapted[1] === undefined ? 100 : 100_000) + Number(readapted[2]);
    const last = AFTER_CUTS.indexOf(intervention);
    return last >= 0 ? 5 + last : 5 + AFTER_CUTS.length;
  };
  return [...new Set(treatments)].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

/** Treatments told apart: the headline's in its order, and all others in theirs. */
export function headlineFirst(treatments: readonly string[]): {
  readonly headline: readonly string[];
  readonly others: readonly string[];
} {
  const names: readonly string[] = HEADLINE_INTERVENTIONS;
  return {
    headline: names.filter((name) => treatments.includes(name)),
    others: treatments.filter((name) => !names.includes(name)),
  };
}

/** Whether `correct` of the treatment is about the prompt that the policy saw. */
export function keepsPrompt(treatment: string): boolean {
  return !OTHER_PROMPT.includes(treatment);
}
