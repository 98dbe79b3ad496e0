import { count } from './numbers.ts';

const SIZES = [10, 25, 50, 100];

interface PagerProps {
  readonly label: string;
  readonly page: number;
  readonly pages: number;
  readonly onPage: (page: number) => void;
  /** Rollouts a page, and how to change it; not offered if absent. */
  readonly size?: number;
  readonly onSize?: (size: number) => void;
}

/** Buttons from page to page. Those that lead nowhere stay reachable, so that the focus is not lost on them. */
export function Pager({ label, page, pages, onPage, size, onSize }: PagerProps) {
  const button = (name: string, to: number) => {
    const nowhere = to < 0 || to >= pages || to === page;
    return (
      <button type="button" aria-disabled={nowhere} onClick={() => nowhere || onPage(to)}>
        {name}
      </button>
    );
  };
  return (
    <nav class="rollout-pager" aria-label={label}>
      <span>{pages === 0 ? 'no page' : `page ${count(page + 1)} of ${count(pages)}`}</span>
      {onSize && (
        <label>
          <select value={size} onChange={({ currentTarget }) => onSize(Number(currentTarget.value))}>
            {SIZES.map((each) => (
              <option key={each} value={each}>
                {each}
              </option>
            ))}
          </select>{' '}
          a page
        </label>
      )}
      <span class="buttons">
        {button('First', 0)}
        {button('Previous', page - 1)}
        {button('Next', page + 1)}
        {button('Last', pages - 1)}
      </span>
    </nav>
  );
}
