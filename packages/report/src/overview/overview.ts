import { standalone } from '../figures/figure.ts';
import { drawOverview } from './figures.ts';
import { renderOverviewMarkdown } from './markdown.ts';
import { type OverviewMetrics, overviewMetricsOf } from './metrics.ts';
import { renderOverviewPage } from './page.ts';
import type { OverviewRow } from './row.ts';

/** What {@link renderOverview} reads. */
export interface OverviewInput {
  readonly overview: {
    readonly title: string;
    /** What the comparison shows. */
    readonly claim: string;
    /** Nx project that makes it, such as `overview-quick`. */
    readonly project: string;
  };
  /** At least one. */
  readonly rows: readonly OverviewRow[];
  /** Reports to link; pages from the folder of the overview's. */
  readonly reports: readonly { readonly project: string; readonly title: string; readonly page: string }[];
  readonly generator: { readonly version: string };
}

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
