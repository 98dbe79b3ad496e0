import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { escapeText } from '../html.ts';
import type { Panel } from './figure.ts';

/** What is used of an element; the workspace is checked without the types of a browser. */
interface SvgElement {
  readonly outerHTML: string;
  querySelectorAll(selector: string): Iterable<SvgElement>;
  getAttribute(name: string): string | null;
  setAttribute(name: string, value: string): void;
  removeAttribute(name: string): void;
  remove(): void;
}

/** Width of a panel: it fits on a phone as it is, and three side by side on a desk. */
const PANEL_WIDTH = 320;

/** Panels a row of a figure that has a panel a condition for each of several quantities. */
export function panelColumns(conditions: number): number {
  return conditions === 1 || conditions > 4 ? 3 : conditions;
}

/** Width of a letter of a label, about; pixels. */
const LETTER = 6.1;

/** Room to the left of a panel for labels of its rows. */
export function labelMargin(labels: readonly string[]): number {
  return Math.ceil(16 + LETTER * Math.max(...labels.map((label) => label.length)));
}

/** One set of axes, drawn by Plot. */
type Axes = Plot.PlotOptions & { readonly height: number };

/**
 * Renders marks to SVG text, the same for the same marks: no styles of its own, coordinates to a hundredth,
 * the colour of the text around it.
 */
export function panel(heading: string, label: string, options: Axes): Panel {
  const { width = PANEL_WIDTH, height } = options;
  return { heading, width, height, svg: labelled(rendered(options), label) };
}

/** Height of the line of text above each of several axes in one panel. */
const ROW_TITLE = 22;

/** Several axes below each other in one panel, each under its title: for quantities that share the axis across. */
export function stackedPanel(
  heading: string,
  label: string,
  rows: readonly (Axes & { readonly rowTitle: string })[],
): Panel {
  let y = 0;
  const parts = rows.map(({ rowTitle, ...axes }) => {
    const title = `<text x="4" y="${y + 16}" font-size="11.5">${escapeText(rowTitle)}</text>`;
    const svg = labelled(rendered(axes), rowTitle).replace(
      '<svg ',
      `<svg overflow="visible" y="${y + ROW_TITLE}" `,
    );
    y += ROW_TITLE + axes.height;
    return title + svg;
  });
  const svg = `<svg fill="currentColor" font-family="system-ui, sans-serif" width="${PANEL_WIDTH}" height="${y}" viewBox="0 0 ${PANEL_WIDTH} ${y}">${parts.join('')}</svg>`;
  return { heading, width: PANEL_WIDTH, height: y, svg: labelled(svg, label) };
}

function rendered(options: Axes): string {
  const { document } = parseHTML('<html><body></body></html>');
  const svg = Plot.plot({
    document,
    className: 'plot',
    width: PANEL_WIDTH,
    marginTop: 8,
    marginRight: 18,
    ...options,
  } as Plot.PlotOptions) as unknown as SvgElement;
  for (const style of [...svg.querySelectorAll('style')]) style.remove();
  for (const styled of [svg, ...svg.querySelectorAll('[style]')]) styled.removeAttribute('style');
  // Names of marks are for those who write them: the picture is described as a whole.
  for (const named of svg.querySelectorAll('[aria-label]')) {
    named.setAttribute('data-mark', named.getAttribute('aria-label') ?? '');
    named.removeAttribute('aria-label');
  }
  svg.removeAttribute('class');
  svg.setAttribute('font-size', '11.5');
  svg.setAttribute('font-family', 'system-ui, sans-serif');
  return svg.outerHTML.replace(/<[^>]*>/g, (tag) =>
    tag.replace(/-?\d+\.\d{3,}/g, (number) => String(Math.round(Number(number) * 100) / 100 + 0)),
  );
}

/** The label goes in escaped for XML: the serializer of `rendered` leaves `<` in attributes. */
function labelled(svg: string, label: string): string {
  return svg.replace('<svg ', () => `<svg role="img" aria-label="${escapeText(label)}" `);
}
