import type { Environment } from '@vestige/environment';
import { wordOf } from '../words.ts';
import { type Answered, answersAtAll, type Contrast } from './answers.ts';
import { probability } from './figures.ts';
import { type Edit, sameTokens } from './history.ts';
import { Pieces } from './Pieces.tsx';
import { tell } from './sentence.ts';
import { useSettled } from './useSettled.ts';

interface AnswerPanelProps {
  readonly environment: Environment;
  readonly rule: string;
  readonly edit: Edit;
  readonly contrast: Contrast;
}

/** The answers laid out compactly from so many on. */
const MANY = 8;

/** What the policy answers, in a sentence and in figures, beside what it answers otherwise. */
export function AnswerPanel({ environment, rule, edit, contrast }: AnswerPanelProps) {
  const { answers, vocabulary, alwaysPasses } = environment;
  const told = tell(environment, rule, edit, contrast);
  // A screen reader is told when typing pauses, not at each key.
  const settled = useSettled(told, 600);
  const right = environment.readPrompt(edit.prompt)!.labels[rule]!;
  const otherPrompt = !sameTokens(edit.prompt, edit.own.prompt);
  const columns: readonly (readonly [string, Answered])[] = [
    ['after this CoT', contrast.edited],
    [otherPrompt ? 'unedited, its own prompt' : 'unedited', contrast.own],
    ['CoT left empty', contrast.empty],
    ['told at once', contrast.now],
  ];
  const markOf = (token: number) => {
    if (token === right) return 'right';
    return alwaysPasses?.includes(token) ? 'passes' : undefined;
  };
  return (
    <section class="pg-answer" aria-label="Answer">
      <p class="pg-headline">
        <Pieces of={told.headline} />
      </p>
      <p>
        <Pieces of={told.without} /> <Pieces of={told.reading} />
      </p>
      <p class="pg-unseen" role="status">
        <Pieces of={[...settled.headline, ' ', ...settled.without]} />
      </p>
      <div class="pg-table-frame hinted">
        <table class={answers.length >= MANY ? 'pg-answers many' : 'pg-answers'}>
          <caption class="pg-unseen">Probability of each answer</caption>
          <thead>
            <tr>
              <th scope="col">answer</th>
              {columns.map(([name]) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {answers.map((token, place) => {
              const mark = markOf(token);
              return (
                <tr key={token}>
                  <th scope="row">
                    <bdi>{vocabulary[token]}</bdi>
                    {mark && <span class="pg-right"> ✓ {mark}</span>}
                  </th>
                  {columns.map(([name, answered]) => (
                    <Cell
                      key={name}
                      chance={answered.probabilities[place]!}
                      first={answered.likeliest === place && answersAtAll(answered)}
                    />
                  ))}
                </tr>
              );
            })}
            <tr class="pg-other">
              <th scope="row">other words</th>
              {columns.map(([name, answered]) => (
                <Cell key={name} chance={answered.other} first={!answersAtAll(answered)} />
              ))}
            </tr>
            {columns.some(([, answered]) => !answersAtAll(answered)) && (
              <tr class="pg-silent">
                <th scope="row">it writes</th>
                {columns.map(([name, answered]) => (
                  <td key={name}>
                    <bdi>{wordOf(environment, answered.next)}</bdi>
                    {!answersAtAll(answered) && <span class="pg-none"> no answer</span>}
                  </td>
                ))}
              </tr>
            )}
          </tbody>
        </table>
      </div>
    </section>
  );
}

interface CellProps {
  readonly chance: number;
  /** Whether it is the likeliest answer, or that there is none. */
  readonly first: boolean;
}

function Cell({ chance, first }: CellProps) {
  return (
    <td class={first ? 'pg-likeliest' : undefined}>
      {probability(chance)}
      <span class="pg-bar" style={{ '--share': `${(100 * chance).toFixed(1)}%` }} />
    </td>
  );
}
