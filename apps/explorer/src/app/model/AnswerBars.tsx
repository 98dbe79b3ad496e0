import { ANSWERS_FROM } from '@vestige/analysis/thresholds';
import { decimal } from '../rollouts/numbers.ts';
import type { ModelAnswers } from './modelClient.ts';

interface AnswerBarsProps {
  /** Before any edit; undefined while it is not known. */
  readonly own: ModelAnswers | undefined;
  readonly edited: ModelAnswers | undefined;
  readonly label: string;
}

/** How probable each answer is, before any edit and after it. */
export function AnswerBars({ own, edited, label }: AnswerBarsProps) {
  const answers = [...new Set([...(own?.answers ?? []), ...(edited?.answers ?? [])])];
  const before = shares(own);
  const after = shares(edited);
  const mass = edited?.mass ?? null;
  return (
    <>
      <table class="answer-bars">
        <caption>Probability of each answer, among the answers</caption>
        <thead>
          <tr>
            <th scope="col" class="text">
              answer
            </th>
            <th scope="col">unedited</th>
            <th scope="col">as it stands</th>
          </tr>
        </thead>
        <tbody>
          {answers.map((answer) => (
            <tr key={answer}>
              <th scope="row" class="text">
                <bdi>{answer}</bdi>
                {answer === label && <span class="soft"> (right)</span>}
              </th>
              <Share of={own} value={before(answer)} />
              <Share of={edited} value={after(answer)} />
            </tr>
          ))}
        </tbody>
      </table>
      {edited && answers.length === 0 && <p class="soft">It gave no answer, however often it was asked.</p>}
      {mass !== null && mass < ANSWERS_FROM && (
        <p class="soft">
          It hardly answers: {decimal(mass, 2)} of its probability is on these answers together.
        </p>
      )}
      {edited?.basis === 'sampled' && <p class="soft">Shares of answers that were sampled.</p>}
    </>
  );
}

function Share({ of, value }: { readonly of: ModelAnswers | undefined; readonly value: number }) {
  if (!of) return <td>–</td>;
  return (
    <td>
      {decimal(value, 2)}
      <span class="bar" aria-hidden="true">
        <span style={{ width: `${100 * value}%` }} />
      </span>
    </td>
  );
}

/** The probability of an answer among all that are possible. */
function shares(given: ModelAnswers | undefined): (answer: string) => number {
  const total = given?.probability.reduce((sum, one) => sum + one, 0) || 1;
  return (answer) => (given?.probability[given.answers.indexOf(answer)] ?? 0) / total;
}
