import type { Policy } from '@vestige/ablation/withoutModel';
import type { Environment } from '@vestige/environment';
import { useMemo } from 'preact/hooks';
import { Scroll } from '../Scroll.tsx';
import { wordOf } from '../words.ts';
import { answersAtAll, answersToEdits, massOf } from './answers.ts';
import { probability } from './figures.ts';
import { alike, type Edit } from './history.ts';
import { inWords } from './words.ts';

interface TriedProps {
  readonly environment: Environment;
  readonly policy: Policy;
  readonly present: Edit;
  readonly tried: readonly Edit[];
  readonly onReturn: (edit: Edit) => void;
}

/** What was tried, with the answers of the policy that is chosen now; each can be returned to. */
export function Tried({ environment, policy, present, tried, onReturn }: TriedProps) {
  const answers = useMemo(() => answersToEdits(policy, environment, tried), [policy, tried]);
  const word = (place: number) => environment.vocabulary[environment.answers[place]!];
  return (
    <div class="pg-tried">
      <h3>Tried</h3>
      <Scroll>
        <table>
          <thead>
            <tr>
              <th scope="col">edit</th>
              <th scope="col" class="text">
                answer
              </th>
              <th scope="col">its probability</th>
              <th scope="col">of all answers</th>
              <th scope="col">of the unedited answer</th>
              <th scope="col" class="text pg-tried-cot">
                chain of thought
              </th>
            </tr>
          </thead>
          <tbody>
            {tried.map((edit, i) => {
              const { edited, own } = answers[i]!;
              const current = alike(edit, present);
              const answered = answersAtAll(edited);
              const changed =
                answered !== answersAtAll(own) || (answered && edited.likeliest !== own.likeliest);
              return (
                <tr
                  key={edit}
                  class={current ? 'pg-current' : undefined}
                  aria-current={current ? 'true' : undefined}
                >
                  <th scope="row">
                    <button type="button" class="pg-link" onClick={() => onReturn(edit)}>
                      {edit.by}
                    </button>
                  </th>
                  <td class="text">
                    {answered ? (
                      <bdi>{word(edited.likeliest)}</bdi>
                    ) : (
                      <>
                        none, it writes <bdi>{wordOf(environment, edited.next)}</bdi>
                      </>
                    )}
                    {changed && <span class="pg-changed"> changed</span>}
                  </td>
                  <td>{answered ? probability(edited.probabilities[edited.likeliest]!) : '–'}</td>
                  <td>{probability(massOf(edited))}</td>
                  <td>
                    <bdi>{word(own.likeliest)}</bdi> {probability(edited.probabilities[own.likeliest]!)}
                  </td>
                  <td class="text pg-tried-cot">
                    <bdi>{inWords(environment, edit.cot) || '(empty)'}</bdi>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </Scroll>
    </div>
  );
}
