import { useEffect, useRef, useState } from 'preact/hooks';
import type { BrowseFacts, FoundPage } from '../protocol.ts';
import { Course } from './Course.tsx';
import type { Client } from './client.ts';
import { FilterForm } from './FilterForm.tsx';
import { Legend } from './Legend.tsx';
import { Pager } from './Pager.tsx';
import { addressOf, type Fields, fieldsOf, pageOf, queryOf, SIZE } from './query.ts';
import { Rollout } from './Rollout.tsx';
import { useFacts } from './useFacts.ts';
import { type Commands, useKeys } from './useKeys.ts';

/** Milliseconds after the last letter before words are looked for. */
const PAUSE = 200;

interface BrowserProps {
  readonly client: Client;
  /** As they were when the page was opened. */
  readonly first: BrowseFacts;
}

interface Answer {
  readonly page?: FoundPage;
  readonly error?: string | undefined;
}

export function Browser({ client, first }: BrowserProps) {
  const facts = useFacts(client, first);
  const [round, setRound] = useState(0);
  const [fields, setFields] = useState<Fields>(() => fieldsOf(location.search));
  const [answer, setAnswer] = useState<Answer>({});
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const [selected, setSelected] = useState(-1);
  const [problem, setProblem] = useState<number>();
  const list = useRef<HTMLOListElement>(null);
  const top = useRef<HTMLDivElement>(null);
  // What was found last stays in sight while a mistake is put right.
  const asked = useAsked(client, fields, round, (next) =>
    setAnswer((last) => ({ ...last, error: undefined, ...next })),
  );
  const largest = Math.max(...facts.features.map(({ received }) => Math.abs(received)), Number.MIN_VALUE);
  const { page, error } = answer;
  const rollouts = page?.rollouts ?? [];

  const change = (to: Partial<Fields>) => {
    setFields({ ...fields, page: '', ...to });
    setSelected(-1);
  };
  const turn = (to: number) => {
    change({ page: to === 0 ? '' : String(to + 1) });
    top.current?.scrollIntoView();
  };
  const fold = (id: number, isOpen: boolean) => {
    const others = [...open].filter((one) => one !== id);
    setOpen(new Set(isOpen ? [...others, id] : others));
  };
  const select = (to: number) => {
    const place = Math.max(0, Math.min(rollouts.length - 1, to));
    setSelected(place);
    const item = list.current?.children[place] as HTMLElement | undefined;
    item?.focus({ preventScroll: true });
    item?.scrollIntoView({ block: 'nearest' });
  };
  const commands: Commands = {
    search: () => (document.getElementById('text') as HTMLInputElement | null)?.select(),
    next: () => select(selected + 1),
    previous: () => select(selected - 1),
    open: () => {
      const one = rollouts[selected];
      if (one) fold(one.id, !open.has(one.id));
    },
    leave: () => {
      if (problem !== undefined) setProblem(undefined);
      else setSelected(-1);
    },
  };
  useKeys(commands);

  if (problem !== undefined) {
    return (
      <Course
        {...{ client, facts, largest, problem }}
        text={error ? '' : fields.text}
        onClose={() => setProblem(undefined)}
      />
    );
  }
  const pages = Math.ceil((page?.total ?? 0) / SIZE);
  const pager = { page: pageOf(fields.page), pages, onPage: turn };
  return (
    <div class="rollouts-browser" aria-busy={asked}>
      <FilterForm facts={facts} fields={fields} onFields={change} onReset={() => change(fieldsOf(''))} />
      <Legend facts={facts} largest={largest} />
      <p class="note keys">
        Keys: <kbd>/</kbd> words, <kbd>j</kbd> <kbd>k</kbd> next and previous, <kbd>Enter</kbd> unfolds,{' '}
        <kbd>Esc</kbd> leaves.
      </p>
      <Growth facts={facts} searched={page?.of} onAgain={() => setRound(round + 1)} />
      {error && (
        <p class="failure" role="alert">
          {error}
        </p>
      )}
      {page && (
        <div class={error ? 'stale' : undefined}>
          <div class="bar" ref={top}>
            <Count page={page} />
            <Pager label="Pages" {...pager} />
          </div>
          <ol class="list" ref={list}>
            {rollouts.map((rollout, i) => (
              <li
                key={rollout.id}
                tabIndex={-1}
                class={i === selected ? 'selected' : undefined}
                aria-current={i === selected}
              >
                <Rollout
                  {...{ rollout, features: facts.features, largest, severalRuns: facts.runs.length > 1 }}
                  open={open.has(rollout.id)}
                  onOpen={(isOpen) => fold(rollout.id, isOpen)}
                  onCourse={() => setProblem(rollout.problem)}
                />
              </li>
            ))}
          </ol>
          {pages > 1 && (
            <div class="bar">
              <Pager label="Pages, below" {...pager} />
            </div>
          )}
        </div>
      )}
    </div>
  );
}

/** Asks whenever the fields or the round have changed, and keeps them in the address. @returns whether an answer is awaited */
function useAsked(
  client: Client,
  fields: Fields,
  round: number,
  onAnswer: (answer: Answer) => void,
): boolean {
  const [waiting, setWaiting] = useState(true);
  const address = addressOf(fields);
  const first = useRef(true);
  useEffect(() => {
    let late = false;
    setWaiting(true);
    const ask = async () => {
      const answer = await client.search(queryOf(fields)).then(
        (page): Answer => ({ page }),
        ({ message }: Error): Answer => ({ error: message }),
      );
      if (late) return;
      history.replaceState(null, '', location.pathname + address);
      onAnswer(answer);
      setWaiting(false);
    };
    const timer = setTimeout(ask, first.current ? 0 : PAUSE);
    first.current = false;
    return () => {
      late = true;
      clearTimeout(timer);
    };
  }, [address, round]);
  return waiting;
}

interface GrowthProps {
  readonly facts: BrowseFacts;
  /** Rollouts that there were when the page in sight was asked for. */
  readonly searched: number | undefined;
  readonly onAgain: () => void;
}

/** How far an index is that is being made. What came is looked through when the reader wants it. */
function Growth({ facts: { rollouts, missing }, searched = rollouts, onAgain }: GrowthProps) {
  const more = rollouts - searched;
  if (missing === 0 && more <= 0) return null;
  return (
    <p class="note growth">
      {missing > 0 &&
        `${missing.toLocaleString('en')} rollouts are not in the index yet; they are being added. `}
      {more > 0 && (
        <button type="button" onClick={onAgain}>
          Search {more.toLocaleString('en')} more rollouts
        </button>
      )}
    </p>
  );
}

function Count({ page: { total, searched, of } }: { readonly page: FoundPage }) {
  const all = searched === of;
  return (
    <p role="status" class="count">
      {!all && 'More than '}
      <b>{total.toLocaleString('en')}</b> of {of.toLocaleString('en')} rollouts
      {!all && `: there was time for the first ${searched.toLocaleString('en')}, of which these are`}
    </p>
  );
}
