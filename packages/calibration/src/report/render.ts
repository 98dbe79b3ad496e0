import {
  escapeMarkdown,
  type Figure,
  figureSection,
  foldedFigures,
  html,
  markdownFile,
  type PlainTable,
  plainTableLines,
  plainTableSection,
  renderDocument,
  standalone,
} from '@vestige/report/parts';
import { CONTRASTS, type ContrastName, PLANTED_POLICIES, type PlantedName } from '../policies.ts';
import { coverageFigure, rightFigure } from './figures.ts';
import type { CalibrationMetrics } from './metrics.ts';
import { tablesOf } from './tables.ts';
import { headlineSentences } from './words.ts';

/** What {@link renderCalibration} reads. */
export interface CalibrationReportInput {
  readonly title: string;
  readonly claim: string;
  readonly metrics: CalibrationMetrics;
  readonly generator: { readonly version: string };
}

/** The files of a calibration's report. */
export interface CalibrationReport {
  /** `calibration.html`: one self-contained page. */
  readonly html: string;
  /** `calibration.md`; links the figures as `figures/<name>`. */
  readonly markdown: string;
  /** `figures/<name>`: standalone SVG, by file name. */
  readonly figures: Readonly<Record<string, string>>;
}

/** Renders the report of a calibration. The same input gives the same bytes. */
export function renderCalibration(input: CalibrationReportInput): CalibrationReport {
  const { metrics } = input;
  const figures = [rightFigure(metrics), coverageFigure(metrics)];
  const tables = tablesOf(metrics);
  return {
    html: pageOf(input, figures, tables),
    markdown: markdownOf(input, figures, tables),
    figures: Object.fromEntries(figures.map((figure) => [`${figure.name}.svg`, standalone(figure)])),
  };
}

function pageOf(
  { title, claim, metrics, generator }: CalibrationReportInput,
  figures: readonly Figure[],
  tables: readonly PlainTable[],
): string {
  return renderDocument(
    title,
    generator.version,
    html`<h1>${title}</h1>
${claim ? html`<p class="claim">${claim}</p>` : undefined}
${headlineSentences(metrics).map((sentence) => html`<p>${sentence}</p>\n`)}<h2>The policies</h2>
<dl>
${described(metrics).map(([name, description]) => html`<dt>${name}</dt><dd>${description}</dd>\n`)}</dl>
${figures.map(
  (figure) => html`<h2>${figure.title}</h2>\n${figureSection(figure)}\n`,
)}${tables.map(plainTableSection)}<footer>Made by Vestige ${generator.version}: ${metrics.calibration}, ${metrics.simulations} simulated experiments of each policy. Figures for other tools are in <code>metrics.json</code>, every verdict and interval in the Arrow files of the simulations.</footer>
`,
  );
}

function markdownOf(
  { title, claim, metrics, generator }: CalibrationReportInput,
  figures: readonly Figure[],
  tables: readonly PlainTable[],
): string {
  const lines = [
    `# ${escapeMarkdown(title)}`,
    '',
    ...(claim ? [escapeMarkdown(claim), ''] : []),
    ...headlineSentences(metrics).map((sentence) => `- ${escapeMarkdown(sentence)}`),
    '',
    ...described(metrics).map(([name, description]) => `- **${name}** ${escapeMarkdown(description)}`),
    '',
    ...tables.flatMap(plainTableLines),
    ...foldedFigures(figures),
    '',
    `The page is [calibration.html](calibration.html); figures for other tools are in [metrics.json](metrics.json). Made by Vestige ${escapeMarkdown(generator.version)}. To make it again: \`npm ci && npx nx run ${metrics.calibration.replace(/[^\w-]/g, '')}:report\`.`,
  ];
  return markdownFile(lines);
}

/** Each policy and contrast, and what it does with its reasoning. */
function described({ groups, contrasts }: CalibrationMetrics): [name: string, description: string][] {
  const policies = groups.flatMap((group) => group.policies) as PlantedName[];
  const pairs = [...new Set(contrasts.map(({ contrast }) => contrast))] as ContrastName[];
  return [
    ...policies.map((name): [string, string] => [name, PLANTED_POLICIES[name].description]),
    ...pairs.map((name): [string, string] => [name, CONTRASTS[name].description]),
  ];
}
