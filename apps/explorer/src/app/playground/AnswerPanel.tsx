import type { Environment } from '@vestige/environment';
import { answerSentences } from './answerSentences.ts';
import { type Answered, answersAtAll, type ComparedAnswers, probabilityOf } from './answers.ts';
import type { Edit } from './history.ts';
import { probability } from './numbers.ts';
import { Sentence } from './Sentence.tsx';
import { useDebounced } from './useDebounced.ts';

interface AnswerPanelProps {
  readonly environment: Environment;
  readonly rule: string;
  readonly edit: Edit;
  readonly compared: ComparedAnswers;
}

/** The answers laid out compactly from so many on. */
const MANY = 8;

/** What the policy answers, in a sentence and in figures, beside what it answers otherwise. */
export function AnswerPanel({ environment, rule, edit, compared }: AnswerPanelProps) {
  const { answers, alwaysPasses } = environment;
  const told = answerSentences(environment, rule, edit, compared);
  // A screen reader is told when typing pauses, not at each key.
  const debounced = useDebounced(told, 600);
  const right = environment.problemOf(edit.question)!.labels[rule]!;
  const otherPrompt = edit.question !== edit.own.question;
  const columns: readonly (readonly [string, Answered])[] = [
    ['after this CoT', compared.edited],
    [otherPrompt ? 'unedited, its own prompt' : 'unedited', compared.own],
    ['CoT left empty', compared.empty],
    ['told at once', compared.now],
  ];
  const markOf = (answer: string) => {
    if (answer === right) return 'right';
    return alwaysPasses?.includes(answer) ? 'passes' : undefined;
  };
  return (
    <section class="pg-answer" aria-label="Answer">
      <p class="pg-headline">
        <Sentence of={told.headline} />
      </p>
      <p>
        <Sentence of={told.without} /> <Sentence of={told.reading} />
      </p>
      <p class="pg-unseen" role="status">
        <Sentence of={[...debounced.headline, ' ', ...debounced.without]} />
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
            {answers.map((answer) => {
              const mark = markOf(answer);
              return (
                <tr key={answer}>
                  <th scope="row">
                    <bdi>{answer}</bdi>
                    {mark && <span class="pg-right"> ✓ {mark}</span>}
                  </th>
                  {columns.map(([name, answered]) => (
                    <Cell
                      key={name}
                      chance={probabilityOf(answered, answer)}
                      first={answered.likeliest === answer && answersAtAll(answered)}
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
                    <bdi>{answered.next}</bdi>
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
