import { standalone } from '../figures/figure.ts';
import { drawOverview } from './figures.ts';
import type { OverviewInput } from './input.ts';
import { renderOverviewMarkdown } from './markdown.ts';
import { type OverviewMetrics, overviewMetricsOf } from './metrics.ts';
import { renderOverviewPage } from './page.ts';

/** The files of an overview. */
export interface OverviewReport {
  /** `overview.html`: one self-contained page. */
  readonly html: string;
  /** `overview.md`: for job summaries; links the figures as `figures/<name>`. */
  readonly markdown: string;
  /** `metrics.json`. */
  readonly metrics: OverviewMetrics;
  /** `figures/<name>`: standalone SVG, by file name. */
  readonly figures: Readonly<Record<string, string>>;
}

/** Renders conditions of several experiments side by side. The same input gives the same bytes. */
export function renderOverview(input: OverviewInput): OverviewReport {
  const figures = drawOverview(input.rows);
  return {
    html: renderOverviewPage(input, figures),
    markdown: renderOverviewMarkdown(input, figures),
    metrics: overviewMetricsOf(input.overview.project, input.rows),
    figures: Object.fromEntries(figures.map((figure) => [`${figure.name}.svg`, standalone(figure)])),
  };
}
