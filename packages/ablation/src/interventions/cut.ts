import type { Intervention, InterventionKind } from '../intervention.ts';
import { countWithin, upTo } from './thought.ts';

/** Name of the intervention that keeps a fraction of the chain of thought, in [0, 1]: its percentage. */
export function cutName(fraction: number): string {
  return `cut${Math.round(fraction * 100)}`;
}

/** Share of the chain of thought that an intervention such as `cut25` keeps; undefined for others. */
export function keptShare(name: string): number | undefined {
  const match = /^cut(\d+(?:\.\d+)?)$/.exec(name);
  return match ? Number(match[1]) / 100 : undefined;
}

function cutAt(fraction: number): Intervention {
  return {
    name: cutName(fraction),
    apply: ({ problem: { question }, thought }, { task }) => {
      const units = task.units(thought);
      const kept = countWithin(units, fraction * task.length(thought));
      return { question, thought: upTo(thought, units[kept - 1]) };
    },
  };
}

/**
 * Early answering (Lanham et al. 2023, arXiv:2307.13702): the chain of thought ends after a fraction of its
 * tokens, rounded down to the end of a unit, since a cut inside a phrase is out of distribution. With nothing left of it,
 * `cut0`, it is a removal.
 */
export const cut: InterventionKind = {
  name: 'cut',
  needs: ['prefill'],
  label: 'cut short',
  told: 'the first part of its CoT',
  toldUnder: ({ cuts }) => `its CoT cut at the end of a phrase after ${percentages(cuts)} of it`,
  source: '2307.13702',
  variants: ({ cuts }) => cuts.map(cutAt),
  describe: (name) => {
    const kept = keptShare(name);
    if (kept === undefined) return undefined;
    if (kept === 0) {
      return { order: 0, removes: 'room', label: 'left empty', told: 'no CoT, but the same prompt' };
    }
    const percent = percentage(kept);
    return { order: kept, label: `first ${percent}%`, told: `the first ${percent} % of its CoT` };
  },
};

function percentage(fraction: number): number {
  return +(fraction * 100).toFixed(2);
}

/** Fractions in words, such as `0%, 25% and 50%`. */
export function percentages(fractions: readonly number[]): string {
  return new Intl.ListFormat('en-GB').format(fractions.map((fraction) => `${percentage(fraction)}%`));
}
