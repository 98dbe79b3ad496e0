import type { RolloutTable } from '../rolloutTable.ts';
import { outcomeOf } from './query.ts';

interface OutcomeProps {
  readonly table: RolloutTable;
  readonly row: number;
  readonly vocabulary: readonly string[];
}

/** The answer of a rollout, and whether it is right. */
export function Outcome({ table, row, vocabulary }: OutcomeProps) {
  const label = vocabulary[table.label[row]!];
  const outcome = outcomeOf(table.answer[row]!, table.correct[row]!);
  if (outcome === 'malformed') {
    return (
      <>
        <b class="bad">✗ malformed</b>, label <bdi>{label}</bdi>
      </>
    );
  }
  return (
    <>
      <b class={outcome === 'right' ? 'good' : 'bad'}>
        {outcome === 'right' ? '✓' : '✗'} <bdi>{vocabulary[table.answer[row]!]}</bdi> {outcome}
      </b>
      , label <bdi>{label}</bdi>
    </>
  );
}
