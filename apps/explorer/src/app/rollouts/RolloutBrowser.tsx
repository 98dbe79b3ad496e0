import { useMemo, useRef, useState } from 'preact/hooks';
import { Failure } from '../Failure.tsx';
import type { PageData } from '../pageData.ts';
import type { PlaygroundRequests } from '../playgroundRequests.ts';
import type { RolloutTable } from '../rolloutTable.ts';
import { Coloring } from './Coloring.tsx';
import { FilterForm } from './FilterForm.tsx';
import { count } from './numbers.ts';
import { Pager } from './Pager.tsx';
import { EVERYTHING, type Filters, RolloutQuery, type Selection, type Sort } from './query.ts';
import { Rollout } from './Rollout.tsx';
import { reinforcementRange } from './reinforcement.ts';
import type { Colours } from './shownTokens.ts';
import { useEffects } from './useEffects.ts';

/** What was reinforced most comes first. */
const DEFAULT_SORT: Sort = { key: 'reinforcement', descending: true };

interface RolloutBrowserProps {
  readonly pageData: PageData;
  readonly requests: PlaygroundRequests;
  readonly table: RolloutTable;
}

export function RolloutBrowser({ pageData, requests, table }: RolloutBrowserProps) {
  const [filters, setFilters] = useState<Filters>(EVERYTHING);
  const [sort, setSort] = useState<Sort>(DEFAULT_SORT);
  const [by, setBy] = useState<Colours['by']>('reinforcement');
  const [size, setSize] = useState(10);
  const [page, setPage] = useState(0);
  const top = useRef<HTMLDivElement>(null);

  const query = useMemo(() => {
    const vocabularies = pageData.manifest.runs.map((_, run) => pageData.environment(run).vocabulary);
    return new RolloutQuery(table, vocabularies);
  }, [pageData, table]);
  const selection = useMemo(() => query.select(filters, sort), [query, filters, sort]);
  const colours = useMemo<Colours>(
    () => (by === 'reinforcement' ? { by, range: reinforcementRange(table, selection.rows) } : { by }),
    [by, table, selection],
  );
  const shown = [...selection.rows.subarray(page * size, (page + 1) * size)];
  const { measured, error } = useEffects(pageData, table, by === 'effect' ? shown : []);

  /** A change after which the list begins anew. */
  const anew =
    <T,>(set: (value: T) => void) =>
    (value: T) => {
      set(value);
      setPage(0);
    };
  const pager = { pages: Math.ceil(selection.rows.length / size), page };
  return (
    <div class="rollout-browser">
      <FilterForm
        pageData={pageData}
        table={table}
        filters={filters}
        sort={sort}
        onFilters={anew(setFilters)}
        onSort={anew(setSort)}
        onReset={() => {
          setSort(DEFAULT_SORT);
          anew(setFilters)(EVERYTHING);
        }}
      />
      <Coloring colours={colours} onChange={setBy} />
      {error && <Failure error={error} />}
      <div class="rollout-bar" ref={top}>
        <Count pageData={pageData} table={table} selection={selection} />
        <Pager label="Pages" {...pager} onPage={setPage} size={size} onSize={anew(setSize)} />
      </div>
      <ol class="rollout-list" start={page * size + 1}>
        {shown.map((row) => (
          <Rollout
            key={row}
            pageData={pageData}
            requests={requests}
            table={table}
            row={row}
            colours={colours}
            measured={measured.get(row)}
          />
        ))}
      </ol>
      {pager.pages > 1 && (
        <div class="rollout-bar">
          <Pager
            label="Pages, below"
            {...pager}
            onPage={(to) => {
              setPage(to);
              top.current!.scrollIntoView();
            }}
          />
        </div>
      )}
    </div>
  );
}

interface CountProps {
  readonly pageData: PageData;
  readonly table: RolloutTable;
  readonly selection: Selection;
}

function Count({ pageData, table, selection }: CountProps) {
  const { held, of } = pageData.manifest.rollouts;
  return (
    <div class="rollout-count">
      <p role="status">
        <b>{count(selection.rows.length)}</b> of {count(table.rows)} rollouts
        {selection.unknown.length > 0 && (
          <>
            {'. No word here is '}
            {selection.unknown.map((word, i) => (
              <span key={word}>
                {i > 0 && ' or '}
                <q>
                  <bdi>{word}</bdi>
                </q>
              </span>
            ))}
          </>
        )}
      </p>
      <p class="soft">
        The page holds {held < of ? `${count(held)} of the ${count(of)}` : `all ${count(of)}`} of training,
        and {count(table.rows - held)} written for evaluation prompts.
      </p>
    </div>
  );
}
