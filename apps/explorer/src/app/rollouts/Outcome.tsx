import type { RolloutTable } from '../rolloutTable.ts';
import { outcomeOf } from './query.ts';

interface OutcomeProps {
  readonly table: RolloutTable;
  readonly row: number;
}

/** The answer of a rollout, and whether it is right. */
export function Outcome({ table, row }: OutcomeProps) {
  const label = table.label[row];
  const answer = table.answer[row]!;
  const outcome = outcomeOf(answer, table.right[row]!);
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
        {outcome === 'right' ? '✓' : '✗'} <bdi>{answer}</bdi> {outcome}
      </b>
      , label <bdi>{label}</bdi>
    </>
  );
}
