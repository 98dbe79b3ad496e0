import type { Interval } from '../analysis.ts';
import { percent } from './percent.ts';
import type { DroppedType, PhraseRuling } from './rule.ts';

/**
 * One sentence that gives what dropping the phrases of a type costs, and what the verdict rests on where that is something
 * else.
 *
 * @param cost reliance on what was dropped
 */
export function phraseReason(ruling: PhraseRuling, dropped: DroppedType, cost: Interval | undefined): string {
  return `${clause(ruling, dropped, cost)}.`;
}

function clause(ruling: PhraseRuling, dropped: DroppedType, loss: Interval | undefined): string {
  if (!('needs' in ruling)) {
    if (ruling.by === 'whole') return 'There is no accuracy to lose';
    if (ruling.by === 'few prompts') return `It was dropped on ${dropped.prompts} prompts only`;
    return `What dropping ${dropped.together ? 'them' : 'one'} costs ${ruling.why}`;
  }
  const cost = costOf(ruling.needs, dropped, loss);
  switch (ruling.by) {
    case 'needs':
      return cost;
    case 'resampling':
      return `${cost}; but resampled from there on, its answer moves by ${percent(ruling.moved.mean)}, by the phrase or by those after it`;
    case 'whole':
      return `${cost}; of the whole, too, the words are not needed and the presence is`;
    case 'others':
      return `${cost}; but no type of phrase is found to carry the accuracy that the whole does, so phrases may stand in for each other`;
  }
}

/** What dropping phrases costs, and the least of that and the removals of the whole, where it is less. */
function costOf(needs: Interval, { together }: DroppedType, loss: Interval | undefined): string {
  const share = ({ mean, low, high }: Interval) => `${percent(mean)} (${percent(low)} to ${percent(high)})`;
  if (!loss) return `Without any of its reasoning it loses ${share(needs)} of its accuracy above chance`;
  const without = together ? 'all phrases' : 'one phrase';
  const alone = `Without ${without} of the type it loses ${share(loss)} of its accuracy above chance`;
  if (needs.mean >= loss.mean) return alone;
  return `${alone}, and ${share(needs)} without any of its reasoning, by the kindest removal`;
}
