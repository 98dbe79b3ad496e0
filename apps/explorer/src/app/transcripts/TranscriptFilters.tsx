import { Select } from '../prompts/Select.tsx';
import { type Filters, ORDERS, type Order } from './query.ts';

interface TranscriptFiltersProps {
  /** Names of the policies, and the place of the one that is read. */
  readonly policies: readonly string[];
  readonly policyAt: number;
  readonly filters: Filters;
  readonly groups: readonly string[];
  /** Interventions under which an answer may change. */
  readonly lines: readonly { readonly name: string; readonly words: string }[];
  /** What a unit is called. */
  readonly part: string;
  readonly order: Order;
  /** Whether parts have effects to order by. */
  readonly measured: boolean;
  readonly onPolicy: (at: number) => void;
  readonly onFilters: (filters: Filters) => void;
  readonly onOrder: (order: Order) => void;
}

const ANY = { value: '', words: 'any' };

/** Which prompts are looked for, and in what order. */
export function TranscriptFilters(props: TranscriptFiltersProps) {
  const { policies, policyAt, filters, groups, lines, part, order, measured } = props;
  const { onPolicy, onFilters, onOrder } = props;
  const set = (change: Partial<Filters>) => onFilters({ ...filters, ...change });
  const changing = lines.filter(({ name }) => name !== 'own' && name !== 'frozen');
  return (
    <search>
      <form class="controls" aria-label="Find transcripts" onSubmit={(event) => event.preventDefault()}>
        <Select
          label="Policy"
          value={String(policyAt)}
          options={policies.map((words, i) => ({ value: String(i), words }))}
          onChange={(value) => onPolicy(Number(value))}
        />
        <label class="sought">
          Text
          <input
            type="search"
            value={filters.text}
            autocapitalize="off"
            autocomplete="off"
            spellcheck={false}
            onInput={({ currentTarget }) => set({ text: currentTarget.value })}
          />
        </label>
        <Select
          label="Group"
          value={filters.group ?? ''}
          options={groups.length < 2 ? [] : [ANY, ...groups.map((value) => ({ value, words: value }))]}
          onChange={(value) => set({ group: value || undefined })}
        />
        <Select
          label="Answered"
          value={filters.answered ?? ''}
          options={[
            ANY,
            { value: 'right', words: 'right' },
            { value: 'wrong', words: 'wrong' },
            { value: 'silent', words: 'no answer' },
          ]}
          onChange={(value) => set({ answered: (value || undefined) as Filters['answered'] })}
        />
        <Select
          label="Answer changes under"
          value={filters.changedUnder ?? ''}
          options={[ANY, ...changing.map(({ name, words }) => ({ value: name, words }))]}
          onChange={(value) => set({ changedUnder: value || undefined })}
        />
        <Select
          label="Order"
          value={order}
          options={Object.entries(ORDERS)
            .filter(([value]) => measured || value !== 'effect')
            .map(([value, words]) => ({ value, words: words.replace('a part', `a ${part}`) }))}
          onChange={(value) => onOrder(value as Order)}
        />
      </form>
    </search>
  );
}
