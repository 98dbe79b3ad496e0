import type { Analysis } from '@vestige/analysis';
import { standalone } from './figures/figure.ts';
import { drawFigures } from './figures/index.ts';
import { renderMarkdown } from './markdown.ts';
import { type Metrics, metricsOf } from './metrics.ts';
import { renderPage } from './page.ts';

/** What the report says of the experiment beside its analysis. */
export interface ReportExperiment {
  /** Name in experiment.json. */
  readonly name: string;
  readonly title: string;
  /** What it puts to the test. */
  readonly claim: string;
  readonly conditions: Readonly<Record<string, { readonly description: string; readonly rule: string }>>;
  /** Nx project that makes it, such as `loan-quick`. */
  readonly project: string;
}

/** What {@link renderReport} reads. */
export interface ReportInput {
  readonly analysis: Analysis;
  readonly experiment: ReportExperiment;
  readonly generator: { readonly version: string };
}

/** The files of a report. */
export interface Report {
  /** `report.html`: one self-contained page. */
  readonly html: string;
  /** `report.md`: for job summaries; links the figures as `figures/<name>`. */
  readonly markdown: string;
  /** `metrics.json`. */
  readonly metrics: Metrics;
  /** `figures/<name>`: standalone SVG, by file name. */
  readonly figures: Readonly<Record<string, string>>;
}

/** Renders the report of an experiment. The same input gives the same bytes. */
export function renderReport(input: ReportInput): Report {
  const figures = drawFigures(input.analysis);
  return {
    html: renderPage(input, figures),
    markdown: renderMarkdown(input, figures),
    metrics: metricsOf(input.analysis),
    figures: Object.fromEntries(
      Object.values(figures).flatMap((figure) =>
        figure ? [[`${figure.name}.svg`, standalone(figure)]] : [],
      ),
    ),
  };
}
