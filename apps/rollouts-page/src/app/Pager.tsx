interface PagerProps {
  readonly label: string;
  readonly page: number;
  readonly pages: number;
  readonly onPage: (page: number) => void;
}

/** Buttons from page to page. Those that lead nowhere stay reachable, so that the focus is not lost on them. */
export function Pager({ label, page, pages, onPage }: PagerProps) {
  const button = (name: string, to: number) => {
    const nowhere = to < 0 || to >= pages || to === page;
    return (
      <button type="button" class="action" aria-disabled={nowhere} onClick={() => nowhere || onPage(to)}>
        {name}
      </button>
    );
  };
  return (
    <nav class="pager" aria-label={label}>
      <span>
        {pages === 0 ? 'no page' : `page ${(page + 1).toLocaleString('en')} of ${pages.toLocaleString('en')}`}
      </span>
      <span class="buttons">
        {button('First', 0)}
        {button('Previous', page - 1)}
        {button('Next', page + 1)}
        {button('Last', pages - 1)}
      </span>
    </nav>
  );
}
