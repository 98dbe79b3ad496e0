// biome-ignore-all lint/correctness/noUndeclaredDependencies: the tools of tests belong to the workspace
import type { Page } from 'playwright-core';

/**
 * What a reader cannot read of a page as wide as its window, a line each: text beyond the window or cut off by its
 * element, boxes wider than the window, tables with a column or a stretch that is blank.
 */
export function illegible(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const faults: string[] = [];
    const wide = document.scrollingElement!.clientWidth;
    const where = (element: Element) => {
      const section = element.closest('section[id]')?.id ?? 'page';
      const name = element.getAttribute('class') ?? element.tagName.toLowerCase();
      return `${section} .${name}: ${element.textContent!.trim().replace(/\s+/g, ' ').slice(0, 60)}`;
    };
    const unseen = (element: Element | null) =>
      element !== null &&
      element.closest('.unseen, .pg-unseen, script, style, select, textarea, title, desc') !== null;
    /** What scrolls sideways around an element. */
    const scroller = (element: Element | null): Element | null => {
      for (let at = element; at && at !== document.body; at = at.parentElement) {
        if (['auto', 'scroll'].includes(getComputedStyle(at).overflowX)) return at;
      }
      return null;
    };
    const over = document.scrollingElement!.scrollWidth;
    if (over > wide) faults.push(`the page is ${over} pixels wide`);
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      const element = node.parentElement!;
      if (node.textContent!.trim() === '' || unseen(element)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const rects = [...range.getClientRects()].filter(({ width, height }) => width > 0 && height > 0);
      if (rects.length === 0) continue;
      const box = scroller(element);
      const [left, right] = [Math.min(...rects.map((r) => r.left)), Math.max(...rects.map((r) => r.right))];
      if (box === null && (left < -1 || right > wide + 1))
        faults.push(`beyond the window: ${where(element)}`);
      for (let at: Element | null = element; at && at !== box; at = at.parentElement) {
        if (at instanceof SVGElement) continue;
        const { overflowX, clipPath } = getComputedStyle(at);
        if (clipPath !== 'none') break;
        if (!['hidden', 'clip'].includes(overflowX)) continue;
        const frame = at.getBoundingClientRect();
        if (right > frame.right + 1 || left < frame.left - 1) faults.push(`cut off: ${where(element)}`);
      }
    }
    for (const box of document.querySelectorAll('.scroll, pre, .pg-table-frame, .contents ul')) {
      const { left, right, width } = box.getBoundingClientRect();
      if (width > 0 && (left < -1 || right > wide + 1)) faults.push(`a box beyond the window: ${where(box)}`);
      const hinted = getComputedStyle(box).backgroundImage.includes('gradient');
      if (box.scrollWidth > box.clientWidth + 1 && !hinted && box.tagName !== 'PRE') {
        faults.push(`scrolls without a hint: ${where(box)}`);
      }
    }
    for (const table of document.querySelectorAll('table')) {
      const frame = (scroller(table) ?? table).getBoundingClientRect();
      if (frame.width === 0) continue;
      for (const row of table.querySelectorAll('tbody tr:not(.group)')) {
        const seen = [...row.children].filter((cell) => cell.getBoundingClientRect().left < frame.right - 8);
        const tallest = (cells: readonly Element[]) =>
          Math.max(
            0,
            ...cells.map((cell) => {
              const range = document.createRange();
              range.selectNodeContents(cell);
              return range.getBoundingClientRect().height;
            }),
          );
        const height = row.getBoundingClientRect().height;
        if (seen.length < row.children.length && height > 2 * tallest(seen) + 12) {
          faults.push(`a row of ${Math.round(height)} pixels, most of it blank: ${where(row)}`);
        }
      }
      const rows = [...table.querySelectorAll('tbody tr:not(.group)')];
      const heads = [...table.querySelectorAll('thead th')];
      heads.forEach((head, column) => {
        const cells = rows.flatMap((row) =>
          row.children.length === heads.length ? [row.children[column]!] : [],
        );
        if (cells.length > 0 && cells.every((cell) => cell.textContent!.trim() === '')) {
          faults.push(`a blank column: ${where(head)}`);
        }
      });
    }
    return [...new Set(faults)];
  });
}
