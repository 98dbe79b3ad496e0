import { useMemo, useState } from 'preact/hooks';
import type { PageData } from '../pageData.ts';
import type { RolloutTable } from '../rolloutTable.ts';
import { RangeField, SelectField } from './fields.tsx';
import { filterChoices } from './filterChoices.ts';
import type { Filters, Sort } from './query.ts';

const SORTS: readonly (readonly [Sort['key'], string])[] = [
  ['step', 'update'],
  ['reward', 'reward'],
  ['advantage', 'advantage'],
  ['cotLength', 'length of the CoT'],
  ['surprisal', 'surprisal'],
  ['reinforcement', 'reinforcement'],
];

const YES_NO = [
  ['yes', 'yes'],
  ['no', 'no'],
] as const;

interface FilterFormProps {
  readonly pageData: PageData;
  readonly table: RolloutTable;
  readonly filters: Filters;
  readonly sort: Sort;
  readonly onFilters: (filters: Filters) => void;
  readonly onSort: (sort: Sort) => void;
  readonly onReset: () => void;
}

/** What is looked for. The words and the order are always in sight, the other filters fold away on a phone. */
export function FilterForm({ pageData, table, filters, sort, onFilters, onSort, onReset }: FilterFormProps) {
  const possible = useMemo(() => filterChoices(pageData, table), [pageData, table]);
  const set = (change: Partial<Filters>) => onFilters({ ...filters, ...change });
  const active = activeIn(filters);
  const [roomy] = useState(() => matchMedia('(min-width: 700px)').matches);
  return (
    <search>
      <form class="rollout-filters" aria-label="Find rollouts" onSubmit={(event) => event.preventDefault()}>
        <div class="rollout-search">
          <label class="field sought">
            Words in a row, in prompt or completion
            <input
              type="search"
              value={filters.words}
              placeholder={possible.example}
              autocapitalize="off"
              autocomplete="off"
              spellcheck={false}
              onInput={({ currentTarget }) => set({ words: currentTarget.value })}
            />
          </label>
          <label class="field">
            Sort by
            <select
              value={sort.key}
              onChange={({ currentTarget }) => onSort({ ...sort, key: currentTarget.value as Sort['key'] })}
            >
              {SORTS.map(([key, name]) => (
                <option key={key} value={key}>
                  {name}
                </option>
              ))}
            </select>
          </label>
          <label class="field">
            Order
            <select
              value={String(sort.descending)}
              onChange={({ currentTarget }) =>
                onSort({ ...sort, descending: currentTarget.value === 'true' })
              }
            >
              <option value="true">highest first</option>
              <option value="false">lowest first</option>
            </select>
          </label>
          <button type="button" onClick={onReset}>
            Reset
          </button>
        </div>
        <details open={roomy}>
          <summary>Filters{active > 0 && ` (${active} set)`}</summary>
          <div class="rollout-fields">
            <SelectField
              label="Run"
              value={filters.runs.join()}
              choices={possible.runs}
              onChange={(value = '') => set({ runs: value.split(',').filter(Boolean).map(Number) })}
            />
            <SelectField
              label="Written"
              value={filters.source}
              choices={[
                ['training', 'in training'],
                ['evaluation', 'for evaluation prompts'],
              ]}
              onChange={(value) => set({ source: value as Filters['source'] })}
            />
            <SelectField
              label="Outcome"
              value={filters.outcome}
              choices={[
                ['right', 'right'],
                ['wrong', 'wrong'],
                ['malformed', 'malformed'],
              ]}
              onChange={(value) => set({ outcome: value as Filters['outcome'] })}
            />
            <SelectField
              label="Answer"
              value={filters.answer}
              choices={possible.answers.map((word) => [word, word])}
              onChange={(answer) => set({ answer })}
            />
            <SelectField
              label={`Mentions ${pageData.mentions}`}
              value={yesNo(filters.mention)}
              choices={YES_NO}
              onChange={(value) => set({ mention: isYes(value) })}
            />
            {possible.forced && (
              <SelectField
                label="Forced to answer at once"
                value={yesNo(filters.forced)}
                choices={YES_NO}
                onChange={(value) => set({ forced: isYes(value) })}
              />
            )}
            <RangeField
              label="Updates"
              from={filters.from}
              to={filters.to}
              bounds={possible.steps}
              onChange={(from, to) => set({ from, to })}
            />
            <RangeField
              label="Tokens of the CoT"
              from={filters.shortest}
              to={filters.longest}
              bounds={possible.lengths}
              onChange={(shortest, longest) => set({ shortest, longest })}
            />
          </div>
        </details>
      </form>
    </search>
  );
}

function yesNo(value: boolean | undefined): string | undefined {
  return value === undefined ? undefined : value ? 'yes' : 'no';
}

function isYes(value: string | undefined): boolean | undefined {
  return value === undefined ? undefined : value === 'yes';
}

/** How many of the filters that fold away are set. */
function activeIn({ words: _, runs, ...others }: Filters): number {
  return Number(runs.length > 0) + Object.values(others).filter((value) => value !== undefined).length;
}
