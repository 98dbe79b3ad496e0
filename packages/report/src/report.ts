import type { Analysis } from '@vestige/analysis';
import { type Family, type Swept, splitFamilies } from './families.ts';
import { type Figure, standalone } from './figures/figure.ts';
import { drawFigures, drawTogether, type Figures } from './figures/index.ts';
import { sweepFigure } from './figures/sweeps.ts';
import { renderMarkdown } from './markdown.ts';
import { type Metrics, metricsOf } from './metrics.ts';
import { composePage, type ReportPage, renderPage } from './page.ts';
import { onEnough } from './restsOn.ts';

/** What the report says of the experiment beside its analysis. */
export interface ReportExperiment {
  /** Name in experiment.json. */
  readonly name: string;
  readonly title: string;
  /** What it puts to the test. */
  readonly claim: string;
  readonly conditions: Readonly<
    Record<
      string,
      {
        readonly description: string;
        readonly rule: string;
        /** Where it comes from, if a sweep made it. */
        readonly swept?: Swept | undefined;
      }
    >
  >;
  /** Nx project that makes it, such as `loan-quick`. */
  readonly project: string;
}

/** What {@link renderReport} reads. */
export interface ReportInput {
  readonly analysis: Analysis;
  readonly experiment: ReportExperiment;
  readonly generator: { readonly version: string };
}

/** What the texts of a report are made of: the conditions that no sweep made, and each sweep. */
export interface ReportParts {
  readonly plain: { readonly input: ReportInput; readonly figures: Figures };
  readonly families: readonly {
    readonly family: Family;
    readonly sweep: Figure;
    readonly figures: Figures;
  }[];
}

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
export function renderReport(given: ReportInput): Report {
  const input = { ...given, analysis: onEnough(given.analysis) };
  const { plain, families } = splitFamilies(input);
  const parts: ReportParts = {
    plain: { input: plain, figures: { ...drawFigures(plain.analysis), ...drawTogether(input.analysis) } },
    families: families.map((family) => ({
      family,
      sweep: sweepFigure(family),
      figures: named(drawFigures(family.input.analysis), family.slug),
    })),
  };
  const drawn = [
    ...Object.values(parts.plain.figures),
    ...parts.families.flatMap(({ sweep, figures }) => [sweep, ...Object.values(figures)]),
  ];
  const page = composePage(input, parts);
  return {
    page,
    shorterPage: composePage(input, parts, { linkedCourse: true }),
    html: renderPage(page),
    markdown: renderMarkdown(input, parts),
    metrics: metricsOf(given.analysis),
    figures: Object.fromEntries(
      drawn.flatMap((figure) => (figure ? [[`${figure.name}.svg`, standalone(figure)]] : [])),
    ),
  };
}

/** The figures of a family, whose files go by its name too. */
function named(figures: Figures, slug: string): Figures {
  const entries = Object.entries(figures).map(([key, figure]) => [
    key,
    figure && { ...figure, name: `${figure.name}-${slug}` },
  ]);
  return Object.fromEntries(entries);
}
