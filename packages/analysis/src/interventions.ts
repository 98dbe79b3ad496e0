/** Interventions that take the chain of thought away and leave the prompt as it was. */
export const REMOVALS = ['now', 'cut0', 'filler'] as const;

const AFTER_CUTS = ['filler', 'shuffle', 'scramble', 'swap', 'flip'];

/** Share of the chain of thought that an intervention such as `cut25` keeps; undefined for others. */
export function keptShare(intervention: string): number | undefined {
  const match = /^cut(\d+(?:\.\d+)?)$/.exec(intervention);
  return match ? Number(match[1]) / 100 : undefined;
}

/** The order in which to show interventions: own, frozen, now, cuts by what they keep, then the others. */
export function inOrder(interventions: Iterable<string>): string[] {
  const rank = (name: string) => {
    const first = ['own', 'frozen', 'now'].indexOf(name);
    if (first >= 0) return first;
    const kept = keptShare(name);
    if (kept !== undefined) return 3 + kept;
    const last = AFTER_CUTS.indexOf(name);
    return last >= 0 ? 5 + last : 5 + AFTER_CUTS.length;
  };
  return [...new Set(interventions)].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

/** Whether `correct` of the intervention is about the prompt that the policy saw; `flip` changes the prompt. */
export function keepsPrompt(intervention: string): boolean {
  return intervention !== 'flip';
}
