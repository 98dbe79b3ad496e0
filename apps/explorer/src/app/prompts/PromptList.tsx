import { useEffect, useState } from 'preact/hooks';
import type { PromptTable } from '../promptTable.ts';
import { Scroll } from '../Scroll.tsx';
import type { Comparison, Order, OrderKey } from './order.ts';
import { type InterventionOutcome, massWords, outcomeAt } from './stripLayout.ts';

interface PromptListProps {
  readonly table: PromptTable;
  /** In the order to show. */
  readonly comparisons: readonly Comparison[];
  readonly order: Order;
  readonly onOrder: (order: Order) => void;
  /** Place of the intervention that `under` is of, that of its own reasoning, and the name of the former. */
  readonly intervention: number;
  readonly reference: number;
  readonly name: string;
  readonly chosen: number | undefined;
  readonly onChoose: (prompt: number) => void;
  readonly wordsOf: (prompt: number) => string;
}

const PAGE = 10;

/** The prompts of the picture as a table: the same figures for keys and screen readers, in an order to choose. */
export function PromptList(props: PromptListProps) {
  const { table, comparisons, order, onOrder, name, chosen, onChoose, wordsOf } = props;
  const [page, setPage] = useState(0);
  const pages = Math.max(1, Math.ceil(comparisons.length / PAGE));
  const at = comparisons.findIndex(({ prompt }) => prompt === chosen);
  useEffect(() => {
    setPage(Math.max(0, Math.floor(at / PAGE)));
  }, [at, comparisons]);
  const from = Math.min(page, pages - 1) * PAGE;
  const rows = comparisons.slice(from, from + PAGE);
  const columns: readonly { readonly key: OrderKey; readonly words: string }[] = [
    { key: 'prompt', words: 'prompt' },
    { key: 'length', words: 'tokens' },
    { key: 'own', words: 'own' },
    { key: 'under', words: name },
    { key: 'mass', words: 'answers in' },
    { key: 'change', words: 'change' },
  ];
  const heads = columns.map(({ key, words }) => (
    <OrderHead key={key} column={key} words={words} order={order} onOrder={onOrder} />
  ));
  return (
    <div class="prompt-list">
      <Scroll>
        <table>
          <caption>
            Probability of its own answer among the answers, after its own reasoning and <bdi>{name}</bdi>,
            and of all answers together then. Choose a prompt to follow it through the picture.
          </caption>
          <thead>
            <tr>
              {heads[0]}
              <th scope="col" class="text spare">
                answer
              </th>
              {heads.slice(1)}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ prompt, length, own, under, mass, change }) => (
              <tr key={prompt} class={prompt === chosen ? 'chosen' : undefined}>
                <th scope="row" class="text">
                  <button
                    type="button"
                    class="plain"
                    aria-pressed={prompt === chosen}
                    onClick={() => onChoose(prompt)}
                  >
                    <bdi>{wordsOf(prompt)}</bdi>
                  </button>
                </th>
                <td class="text spare">
                  <bdi>{table.answer[prompt]}</bdi>
                </td>
                <td class="spare">{length}</td>
                <Figure {...props} prompt={prompt} at={props.reference} value={own} />
                <Figure {...props} prompt={prompt} at={props.intervention} value={under} />
                <td class="spare">{mass === undefined ? '–' : massWords(mass)}</td>
                <td>{change === undefined ? '–' : signed(change)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <p class="pages">
        <Turn words="Previous" to={page - 1} pages={pages} onTurn={setPage} />
        <span aria-live="polite">
          {comparisons.length === 0
            ? 'no prompts'
            : `${from + 1} to ${from + rows.length} of ${comparisons.length}`}
        </span>
        <Turn words="Next" to={page + 1} pages={pages} onTurn={setPage} />
      </p>
    </div>
  );
}

interface TurnProps {
  readonly words: string;
  /** Page it goes to. */
  readonly to: number;
  readonly pages: number;
  readonly onTurn: (page: number) => void;
}

/** Turns the page. At an end it stays a stop of the tabulator key, so that the focus is not lost. */
function Turn({ words, to, pages, onTurn }: TurnProps) {
  const end = to < 0 || to >= pages;
  return (
    <button type="button" class="action" aria-disabled={end} onClick={() => end || onTurn(to)}>
      {words}
    </button>
  );
}

interface FigureProps {
  readonly table: PromptTable;
  readonly prompt: number;
  readonly at: number;
  readonly value: number | undefined;
}

function Figure({ table, prompt, at, value }: FigureProps) {
  if (value === undefined) return <td>–</td>;
  return (
    <td>
      <Rightness {...outcomeAt(table, prompt, at)!} /> {value.toFixed(2)}
    </td>
  );
}

/** Right, wrong or no answer, by shape and colour and for screen readers by word. */
export function Rightness({ right, answers }: Pick<InterventionOutcome, 'right' | 'answers'>) {
  const words = answers ? (right ? 'right' : 'wrong') : 'does not answer';
  return (
    <span class={`rightness ${answers ? words : 'silent'}`} title={words}>
      <span class="unseen">{words}</span>
    </span>
  );
}

/** Classes of the heads; what is spare has no room on a phone, where the details tell it. */
const HEADS: Partial<Record<OrderKey, string>> = {
  prompt: 'text',
  length: 'spare',
  mass: 'spare',
};

interface OrderHeadProps {
  readonly column: OrderKey;
  readonly words: string;
  readonly order: Order;
  readonly onOrder: (order: Order) => void;
}

function OrderHead({ column, words, order, onOrder }: OrderHeadProps) {
  const current = order.key === column;
  const sorted = order.descending ? 'descending' : 'ascending';
  return (
    <th scope="col" class={HEADS[column]} aria-sort={current ? sorted : 'none'}>
      <button
        type="button"
        class="plain"
        onClick={() => onOrder({ key: column, descending: current && !order.descending })}
      >
        <bdi>{words}</bdi>
        {current && (
          <span aria-hidden="true" class="arrow">
            {order.descending ? '↓' : '↑'}
          </span>
        )}
      </button>
    </th>
  );
}

/** A difference with its sign, a true minus. */
function signed(value: number): string {
  const text = Math.abs(value).toFixed(2);
  if (Number(text) === 0) return text;
  return (value < 0 ? '−' : '+') + text;
}
