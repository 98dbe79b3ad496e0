import type { Environment } from '@vestige/environment';
import type { Policy } from '@vestige/policy';
import { massOf } from '../answerMass.ts';
import { Scroll } from '../Scroll.tsx';
import { useResultAtOnce } from '../useResult.ts';
import { answersAtAll, answersToEdits, probabilityOf } from './answers.ts';
import { alike, type Edit } from './history.ts';
import { probability } from './numbers.ts';

interface TriedEditsProps {
  readonly environment: Environment;
  readonly policy: Policy;
  readonly present: Edit;
  readonly tried: readonly Edit[];
  readonly onReturn: (edit: Edit) => void;
}

/** What was tried, with the answers of the policy that is chosen now; each can be returned to. */
export function TriedEdits({ environment, policy, present, tried, onReturn }: TriedEditsProps) {
  const answers = useResultAtOnce(
    async () =>
      new Map((await answersToEdits(policy, environment, tried)).map((both, i) => [tried[i]!, both])),
    [policy, tried],
  ).value;
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
            {[...(answers ?? [])].map(([edit, { edited, own }]) => {
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
                      <bdi>{edited.likeliest}</bdi>
                    ) : (
                      <>
                        none, it writes <bdi>{edited.next}</bdi>
                      </>
                    )}
                    {changed && <span class="pg-changed"> changed</span>}
                  </td>
                  <td>{answered ? probability(probabilityOf(edited, edited.likeliest)) : '–'}</td>
                  <td>{probability(massOf(edited.distribution))}</td>
                  <td>
                    <bdi>{own.likeliest}</bdi> {probability(probabilityOf(edited, own.likeliest))}
                  </td>
                  <td class="text pg-tried-cot">
                    <bdi>{edit.thought || '(empty)'}</bdi>
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
