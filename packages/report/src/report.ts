import { standalone } from './figures/figure.ts';
import { drawFigures, drawTogether, type Figures } from './figures/index.ts';
import { sweepFigure } from './figures/sweeps.ts';
import { renderMarkdown } from './markdown.ts';
import { type Metrics, metricsOf } from './metrics.ts';
import { composePage, type ReportPage, renderPage } from './page.ts';
import type { ReportInput } from './reportInput.ts';
import type { ReportParts } from './reportParts.ts';
import { splitSweeps } from './sweeps.ts';

/** The files of a report. */
export interface Report {
  /** What `html` is made of, for a page that holds more. */
  readonly page: ReportPage;
  /** The same, but figures of the training of sweeps are links to their files. */
  readonly shorterPage: ReportPage;
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
  const { plain, sweeps } = splitSweeps(input);
  const parts: ReportParts = {
    plain: { input: plain, figures: { ...drawFigures(plain.analysis), ...drawTogether(input.analysis) } },
    sweeps: sweeps.map((sweep) => ({
      sweep,
      responses: sweepFigure(sweep),
      figures: named(drawFigures(sweep.input.analysis), sweep.slug),
    })),
  };
  const drawn = [
    ...Object.values(parts.plain.figures),
    ...parts.sweeps.flatMap(({ responses, figures }) => [responses, ...Object.values(figures)]),
  ];
  const page = composePage(input, parts);
  return {
    page,
    shorterPage: composePage(input, parts, { linkTrainingFigures: true }),
    html: renderPage(page),
    markdown: renderMarkdown(input, parts),
    metrics: metricsOf(input.analysis, input.experiment.settings),
    figures: Object.fromEntries(
      drawn.flatMap((figure) => (figure ? [[`${figure.name}.svg`, standalone(figure)]] : [])),
    ),
  };
}

/** The figures of a sweep, whose files go by its name too. */
function named(figures: Figures, slug: string): Figures {
  const entries = Object.entries(figures).map(([key, figure]) => [
    key,
    figure && { ...figure, name: `${figure.name}-${slug}` },
  ]);
  return Object.fromEntries(entries);
}
