import './prompts.css';
import { headlineFirst, parseTreatment, treatmentName } from '@vestige/analysis/interventions';
import { ANSWERS_FROM } from '@vestige/analysis/thresholds';
import { interventionWords } from '@vestige/report/interventionWords';
import { useMemo, useRef, useState } from 'preact/hooks';
import { CheckboxGroup } from '../CheckboxGroup.tsx';
import { Failure } from '../Failure.tsx';
import type { PageData } from '../pageData.ts';
import type { PlaygroundRequests } from '../playgroundRequests.ts';
import type { PromptTable } from '../promptTable.ts';
import { useResult } from '../useResult.ts';
import { comparisonOf, inOrder, MOST_AFFECTED } from './order.ts';
import { PromptDetails } from './PromptDetails.tsx';
import { PromptList, Rightness } from './PromptList.tsx';
import { Select } from './Select.tsx';
import { StripPlot } from './StripPlot.tsx';
import { stripWords } from './stripLayout.ts';

interface PromptsProps {
  readonly pageData: PageData;
  readonly requests: PlaygroundRequests;
}

/** The evaluation prompts one by one: the spread that the averages of the report are of. */
export function Prompts({ pageData, requests }: PromptsProps) {
  const { value: table, error } = useResult(() => pageData.prompts(), [pageData]);
  if (error) return <Failure error={error} />;
  if (!table) return <p class="note">Unpacking the prompts …</p>;
  if (table.rows === 0) return <p class="note">This page holds no evaluation prompts.</p>;
  return <PromptsOf pageData={pageData} requests={requests} table={table} />;
}

/** The intervention that leaves the reasoning alone. */
const REFERENCE = 'frozen';
/** Every seed, or every group, in the selects. */
const ALL = 'all';

function PromptsOf({ pageData, requests, table }: PromptsProps & { readonly table: PromptTable }) {
  const { conditions, runs, interventions } = pageData.manifest;
  const inTable = useMemo(() => [...new Set(table.run)].sort((a, b) => a - b), [table]);
  const [condition, setCondition] = useState(runs[inTable[0]!]!.condition);
  const [seed, setSeed] = useState<string>(String(runs[inTable[0]!]!.seed));
  const [group, setGroup] = useState<string>(ALL);
  const [order, setOrder] = useState(MOST_AFFECTED);
  const [picked, setPicked] = useState<number>();
  // Places of interventions: those that are shown first, and all others.
  const [headline, others] = useMemo(() => {
    const { headline, others } = headlineFirst(interventions.map(parseTreatment));
    return [headline, others].map((all) => all.map((one) => interventions.indexOf(treatmentName(one)))) as [
      number[],
      number[],
    ];
  }, [interventions]);
  const [hidden, setHidden] = useState<readonly number[]>(others);
  const reference = interventions.indexOf(REFERENCE);
  const [against, setAgainst] = useState(() => Math.max(interventions.indexOf('now'), 0));
  const details = useRef<HTMLDivElement>(null);

  const ofCondition = inTable.filter((run) => runs[run]!.condition === condition);
  const seeds = ofCondition.map((run) => String(runs[run]!.seed));
  const shownSeed = seed === ALL || seeds.includes(seed) ? seed : seeds[0]!;
  const groups = useMemo(() => groupsOf(pageData, table), [pageData, table]);
  const held = useMemo(
    () =>
      Array.from({ length: table.rows }, (_, row) => row).filter((row) => {
        const run = runs[table.run[row]!]!;
        return run.condition === condition && (shownSeed === ALL || String(run.seed) === shownSeed);
      }),
    [table, condition, shownSeed],
  );
  const groupNames = [...new Set(held.map((row) => groups[row]!))].sort();
  const shownGroup = groupNames.includes(group) ? group : ALL;
  const prompts = useMemo(
    () => (shownGroup === ALL ? held : held.filter((row) => groups[row] === shownGroup)),
    [held, groups, shownGroup],
  );
  const names = useMemo(
    () => interventions.map((name) => interventionWords(parseTreatment(name))),
    [interventions],
  );
  const measured = useMemo(
    () => [...headline, ...others].filter((place) => stripWords(table, held, place) !== undefined),
    [table, held, headline, others],
  );
  const strips = useMemo(() => measured.filter((place) => !hidden.includes(place)), [measured, hidden]);
  const compared = measured.includes(against)
    ? against
    : (measured.find((place) => place !== reference) ?? reference);
  const comparisons = useMemo(
    () =>
      inOrder(
        prompts.map((prompt) => comparisonOf(table, prompt, reference, compared)),
        order,
      ),
    [table, prompts, reference, compared, order],
  );
  const chosen = picked !== undefined && prompts.includes(picked) ? picked : comparisons[0]?.prompt;
  const label = strips
    .map((place) => `${names[place]}: ${stripWords(table, prompts, place) ?? 'not made'}`)
    .join('; ');
  return (
    <div class="prompts">
      <p class="note">
        Each dot is an evaluation prompt under the final policy: how probable, among the possible answers, the
        most probable answer after its own reasoning still is when the reasoning, or the prompt, is changed.
        Piles above a line were answered right, piles below it wrong, by the unchanged prompt. The bar on the
        line is their mean, which the report averages: it may be where no prompt is. Answers in: probability
        of all possible answers together; where it is below {100 * ANSWERS_FROM}%, the policy does not answer,
        and which of the answers is the most probable means little.
      </p>
      <div class="controls">
        <Select
          label="Condition"
          value={String(condition)}
          options={[...new Set(inTable.map((run) => runs[run]!.condition))].map((place) => ({
            ...{ value: String(place), words: conditions[place]!.name },
          }))}
          onChange={(value) => setCondition(Number(value))}
        />
        <Select
          label="Seed"
          value={shownSeed}
          options={seeds.length < 2 ? [] : [...seeds, ALL].map(named)}
          onChange={setSeed}
        />
        <Select
          label="Prompts"
          value={shownGroup}
          options={groupNames.length < 2 ? [] : [ALL, ...groupNames].map(named)}
          onChange={setGroup}
        />
        <Select
          label="Most affected by"
          value={String(compared)}
          options={measured
            .filter((place) => place !== reference)
            .map((place) => ({ value: String(place), words: names[place]! }))}
          onChange={(value) => {
            setAgainst(Number(value));
            setOrder(MOST_AFFECTED);
            setPicked(undefined);
          }}
        />
      </div>
      <details>
        <summary>
          All interventions: {strips.length} of {measured.length} shown
        </summary>
        <CheckboxGroup
          legend="Interventions"
          options={measured.map((value) => ({ value, words: names[value]! }))}
          chosen={strips}
          onChoose={(shown) => setHidden(measured.filter((place) => !shown.includes(place)))}
        />
      </details>
      <ul class="key" aria-hidden="true">
        <li>
          <Rightness right answers /> right, above the line
        </li>
        <li>
          <Rightness right={false} answers /> wrong, below
        </li>
        <li>
          <Rightness right={false} answers={false} /> does not answer
        </li>
        <li>
          <span class="mean" /> mean
        </li>
      </ul>
      <div class="beside">
        <StripPlot
          {...{ table, prompts, interventions: strips, names, label, chosen }}
          onChoose={setPicked}
          wordsOf={(prompt) => table.question.text(prompt)}
        />
        <div ref={details} class="chosen-prompt">
          {chosen !== undefined && (
            <PromptDetails
              pageData={pageData}
              requests={requests}
              table={table}
              prompt={chosen}
              {...{ names, headline, others }}
            />
          )}
        </div>
        <PromptList
          {...{ table, comparisons, order, reference, chosen }}
          intervention={compared}
          name={names[compared] ?? ''}
          onOrder={setOrder}
          onChoose={(prompt) => {
            setPicked(prompt);
            details.current?.scrollIntoView({ block: 'nearest' });
          }}
          wordsOf={(prompt) => table.question.text(prompt)}
        />
      </div>
    </div>
  );
}

function named(value: string) {
  return { value, words: value };
}

/** The kind of each prompt of the table, by row. */
function groupsOf(pageData: PageData, table: PromptTable): string[] {
  return Array.from(
    { length: table.rows },
    (_, row) => pageData.environment(table.run[row]!).problemOf(table.question.text(row))?.group ?? ALL,
  );
}
