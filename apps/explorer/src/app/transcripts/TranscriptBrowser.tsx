import { useMemo, useState } from 'preact/hooks';
import type { Transcripts } from '../../format.ts';
import type { ChapterRequests } from '../chapterRequests.ts';
import type { ModelRequest } from '../model/ModelPlayground.tsx';
import type { PageData } from '../pageData.ts';
import { count } from '../rollouts/numbers.ts';
import { type Measure, measuresIn } from './effects.ts';
import { linesOf, type Shown } from './lines.ts';
import { EVERYTHING, type Filters, type Order, selectTranscripts } from './query.ts';
import { Reader } from './Reader.tsx';
import { TranscriptFilters } from './TranscriptFilters.tsx';
import { TranscriptList } from './TranscriptList.tsx';

interface TranscriptBrowserProps {
  readonly pageData: PageData;
  readonly transcripts: Transcripts;
  readonly requests: ChapterRequests<ModelRequest> | undefined;
}

export function TranscriptBrowser({ pageData, transcripts, requests }: TranscriptBrowserProps) {
  const { policies, interventions } = transcripts;
  const [policyAt, setPolicyAt] = useState(0);
  const [filters, setFilters] = useState<Filters>(EVERYTHING);
  const [order, setOrder] = useState<Order>('asked');
  const [id, setId] = useState<number>();
  const [shown, setShown] = useState<Shown>();
  const [chosenMeasure, setMeasure] = useState<Measure | 'nothing'>();
  const policy = policies[policyAt]!;
  const { prompts, part } = policy;
  const name = (at: number) => pageData.manifest.conditions[policies[at]!.condition]!.name;

  const groups = useMemo(() => [...new Set(prompts.flatMap(({ group }) => group ?? []))].sort(), [prompts]);
  const lines = useMemo(() => linesIn(transcripts, policyAt), [transcripts, policyAt]);
  const measures = useMemo(() => measuresIn(prompts, interventions), [prompts, interventions]);
  const inForce: Filters = {
    ...filters,
    group: groups.includes(filters.group ?? '') ? filters.group : undefined,
    changedUnder: lines.some((line) => line.name === filters.changedUnder) ? filters.changedUnder : undefined,
  };
  const { group, answered, changedUnder, text } = inForce;
  const found = useMemo(
    () => selectTranscripts(prompts, interventions, { group, answered, changedUnder, text }, order),
    [prompts, interventions, group, answered, changedUnder, text, order],
  );
  const at = Math.max(
    0,
    found.findIndex((one) => one.id === id),
  );
  const transcript = found[at];
  const measure =
    chosenMeasure === 'nothing' || (chosenMeasure && measures.includes(chosenMeasure))
      ? chosenMeasure
      : (measures[0] ?? 'nothing');
  return (
    <div class="transcripts">
      <p class="note">
        What each policy wrote for each question, and what it answers when its reasoning, or the question, is
        changed. Choose an intervention to read what the policy was shown then.
      </p>
      <TranscriptFilters
        {...{ groups, lines, part, order, policyAt }}
        policies={policies.map((_, i) => name(i))}
        filters={inForce}
        measured={measures.length > 0}
        onPolicy={setPolicyAt}
        onFilters={setFilters}
        onOrder={setOrder}
      />
      <p role="status" class="found">
        <b>{count(found.length)}</b> of {count(prompts.length)} prompts
        {prompts.length < policy.of && (
          <span class="soft">
            {' '}
            ; the page holds the first {count(prompts.length)} of {count(policy.of)}
          </span>
        )}
      </p>
      {transcript && (
        <>
          <TranscriptList {...{ found, at, interventions }} onChoose={(place) => setId(found[place]!.id)} />
          <Reader
            key={`${policyAt} ${transcript.id}`}
            {...{ transcript, policy, interventions, measures, measure, shown }}
            name={name(policyAt)}
            onShow={setShown}
            onMeasure={setMeasure}
            onEdit={requests && (() => requests.open({ policyAt, id: transcript.id }))}
          />
        </>
      )}
    </div>
  );
}

/** The lines that any prompt of a policy has, in order. */
function linesIn({ policies, interventions }: Transcripts, at: number) {
  const lines = policies[at]!.prompts.flatMap((transcript) => linesOf(transcript, interventions));
  const byName = new Map(lines.map(({ name, words }) => [name, words]));
  return Array.from(byName, ([name, words]) => ({ name, words }));
}
