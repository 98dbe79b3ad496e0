import { useState } from 'preact/hooks';
import type { BrowseFacts, ShownFeature } from '../protocol.ts';
import type { Fields } from './query.ts';
import { readable, signed } from './Text.tsx';

type Choices = readonly (readonly [value: string, name: string])[];

const RANGES = [
  ['step', 'Steps'],
  ['reward', 'Reward'],
  ['advantage', 'Advantage'],
  ['length', 'Length, characters'],
] as const;

interface FilterFormProps {
  readonly facts: BrowseFacts;
  readonly fields: Fields;
  readonly onFields: (change: Partial<Fields>) => void;
  readonly onReset: () => void;
}

/** What is looked for. The words and the order are always in sight, the other filters fold away on a phone. */
export function FilterForm({ facts, fields, onFields, onReset }: FilterFormProps) {
  const [roomy] = useState(() => matchMedia('(min-width: 700px)').matches);
  const { text: _, sort: __, order: ___, page: ____, ...folding } = fields;
  const active = Object.values(folding).filter(Boolean).length;
  const select = (label: string, name: keyof Fields, choices: Choices, any = 'any') => (
    <label class="field">
      {label}
      <select
        value={fields[name]}
        onChange={({ currentTarget }) => onFields({ [name]: currentTarget.value })}
      >
        <option value="">{any}</option>
        {choices.map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
  const own = (names: readonly string[]): Choices => names.map((name) => [name, readable(name)]);
  return (
    <search>
      <form class="filters" aria-label="Find rollouts" onSubmit={(event) => event.preventDefault()}>
        <div class="sought-line">
          <label class="field sought">
            Words in thought and answer
            <input
              type="search"
              id="text"
              value={fields.text}
              placeholder={'wait "let me check" OR verif* -perhaps'}
              autocapitalize="off"
              autocomplete="off"
              spellcheck={false}
              onInput={({ currentTarget }) => onFields({ text: currentTarget.value })}
            />
          </label>
          {select(
            'Sort by',
            'sort',
            [
              ['reward', 'reward'],
              ['advantage', 'advantage'],
              ['length', 'length'],
            ],
            'step',
          )}
          {select('Order', 'order', [['descending', 'highest first']], 'lowest first')}
          <button type="button" class="action" onClick={onReset}>
            Reset
          </button>
        </div>
        <details open={roomy}>
          <summary>Filters{active > 0 && ` (${active} set)`}</summary>
          <div class="fields">
            {select(
              'Words in',
              'where',
              [
                ['thought', 'thought alone'],
                ['response', 'answer alone'],
              ],
              'both',
            )}
            <FeatureField features={facts.features} text={fields.text} onFields={onFields} />
            <label class="field">
              Problem, or words of its question
              <input
                type="search"
                value={fields.problem}
                autocapitalize="off"
                autocomplete="off"
                spellcheck={false}
                onInput={({ currentTarget }) => onFields({ problem: currentTarget.value })}
              />
            </label>
            {facts.runs.length > 1 && select('Run', 'run', own(facts.runs.map(({ name }) => name)), 'all')}
            {facts.kinds.length > 1 && select('Kind', 'kind', own(facts.kinds), 'all')}
            {facts.boundaries.length > 1 && select('Thought', 'boundary', own(facts.boundaries))}
            {facts.stops.length > 0 && select('End', 'stop', own(facts.stops))}
            {facts.right &&
              select('Answered right', 'right', [
                ['yes', 'yes'],
                ['no', 'no'],
              ])}
            {RANGES.map(([name, label]) => (
              <RangeField key={name} {...{ name, label, fields, onFields }} bounds={facts.ranges[name]} />
            ))}
          </div>
        </details>
      </form>
    </search>
  );
}

interface RangeFieldProps {
  readonly name: (typeof RANGES)[number][0];
  readonly label: string;
  readonly bounds: readonly [number, number] | null;
  readonly fields: Fields;
  readonly onFields: FilterFormProps['onFields'];
}

function RangeField({ name, label, bounds, fields, onFields }: RangeFieldProps) {
  if (!bounds) return null;
  const input = (end: 'From' | 'To', bound: number) => (
    <input
      type="text"
      inputmode="decimal"
      aria-label={`${label}, ${end.toLowerCase()}`}
      placeholder={String(+bound.toPrecision(4))}
      value={fields[`${name}${end}`]}
      onInput={({ currentTarget }) => onFields({ [`${name}${end}`]: currentTarget.value })}
    />
  );
  return (
    <fieldset class="field">
      <legend>{label}</legend>
      <span class="range">
        {input('From', bounds[0])}
        <span>to</span>
        {input('To', bounds[1])}
      </span>
    </fieldset>
  );
}

/** Features that are offered, those that received most. */
const OFFERED = 200;

interface FeatureFieldProps {
  readonly features: readonly ShownFeature[];
  readonly text: string;
  readonly onFields: FilterFormProps['onFields'];
}

/** Puts the words of a feature among those that are looked for. */
function FeatureField({ features, text, onFields }: FeatureFieldProps) {
  const offered = features
    .filter(({ query }) => query !== null)
    .sort((a, b) => Math.abs(b.received) - Math.abs(a.received))
    .slice(0, OFFERED)
    .sort((a, b) => b.received - a.received);
  if (offered.length === 0) return null;
  const chosen = offered.findIndex(({ query }) => text.trim() === query);
  return (
    <label class="field">
      Has the words of a feature
      <select
        value={String(chosen)}
        onChange={({ currentTarget }) =>
          onFields({ text: offered[Number(currentTarget.value)]?.query ?? '' })
        }
      >
        <option value="-1">any</option>
        {offered.map(({ name, received, run }, i) => (
          <option key={`${run} ${name}`} value={String(i)}>
            {signed(received)} {readable(name)}
          </option>
        ))}
      </select>
    </label>
  );
}
