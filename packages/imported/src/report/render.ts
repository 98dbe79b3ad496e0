import {
  escapeMarkdown,
  type Figure,
  figureSection,
  foldedFigures,
  html,
  type Markup,
  markdownFile,
  type PlainTable,
  plainTableLines,
  plainTableSection,
  renderDocument,
  standalone,
} from '@vestige/report/parts';
import { browseLine } from './browse.ts';
import { curvesFigure, livesFigure } from './figures.ts';
import type { ImportedReportInput, SampledRollout } from './input.ts';
import { type ImportedMetrics, importedMetrics } from './metrics.ts';
import { besideTable, featuresTables, filesTable, readingLines } from './tables.ts';
import { importedSentences } from './words.ts';

/** The files of a report of imported runs. */
export interface ImportedReport {
  /** `rollouts.html`: one self-contained page. */
  readonly html: string;
  /** `rollouts.md`; links the figures as `figures/<name>`. */
  readonly markdown: string;
  readonly metrics: ImportedMetrics;
  /** `figures/<name>`: standalone SVG, by file name. */
  readonly figures: Readonly<Record<string, string>>;
}

/** Renders the report of imported runs. The same input gives the same bytes. */
export function renderImported(input: ImportedReportInput): ImportedReport {
  const metrics = importedMetrics(input);
  const several = input.runs.length > 1;
  const figures = [...input.runs.map((run) => livesFigure(run, several)), curvesFigure(input.runs)].filter(
    (figure) => figure !== undefined,
  );
  const tables = [
    ...(several ? [besideTable(metrics)].filter(({ rows }) => rows.length > 0) : []),
    ...Object.entries(metrics.runs).flatMap(([name, run]) => featuresTables(name, run, several)),
  ];
  const parts = { metrics, figures, tables };
  return {
    html: pageOf(input, parts),
    markdown: markdownOf(input, parts),
    metrics,
    figures: Object.fromEntries(figures.map((figure) => [`${figure.name}.svg`, standalone(figure)])),
  };
}

interface Parts {
  readonly metrics: ImportedMetrics;
  readonly figures: readonly Figure[];
  readonly tables: readonly PlainTable[];
}

function pageOf(input: ImportedReportInput, { metrics, figures, tables }: Parts): string {
  const { title, claim, project, name, preset, runs, generator } = input;
  const all = runs.reduce((sum, { files }) => sum + files.reduce((rows, file) => rows + file.rows, 0), 0);
  const files = filesTable(metrics);
  return renderDocument(
    title,
    generator.version,
    html`<h1>${title}</h1>
${claim ? html`<p class="claim">${claim}</p>` : undefined}
${importedSentences(metrics).map((sentence) => html`<p>${sentence}</p>\n`)}${browseLine(name, preset, all)}${tables.map(plainTableSection)}${figures.map(
  (figure) => html`<h2>${figure.title}</h2>\n${figureSection(figure)}\n`,
)}${plainTableSection(files)}<details><summary>How the files were read</summary>
<ul class="rollouts">
${runs.flatMap(readingLines).map((line) => html`<li>${line}</li>\n`)}</ul>
</details>
${runs.map(
  (run) => html`<h2>${runs.length > 1 ? `Rollouts of ${run.name}` : 'Rollouts'}</h2>
<p class="note">A sample of ${run.sample.length}, drawn evenly over training, of ${run.reinforcement.rollouts.read.toLocaleString('en')}.</p>
<ol class="rollouts">
${run.sample.map(rolloutItem)}</ol>
`,
)}<footer>Made by Vestige ${generator.version}: ${project}. Figures for other tools are in <code>metrics.json</code>, every rollout in the Arrow files of the runs.</footer>
`,
  );
}

function rolloutItem({ step, question, boundary, thought, response, label, reward }: SampledRollout): Markup {
  const facts = [
    ...(step === null ? [] : [`step ${step}`]),
    ...(reward === null ? [] : [`reward ${+reward.toPrecision(4)}`]),
    ...(label === null ? [] : [`label ${label}`]),
    `thought ${boundary}`,
  ];
  return html`<li><p class="soft">${facts.join(', ')}</p>
<details><summary>${oneLine(question)}</summary><p class="words">${question}</p></details>
${thought === null ? undefined : html`<p class="words"><span class="phrase phrase-filler">${thought}</span></p>\n`}<p class="words">${response}</p></li>
`;
}

/** Characters of a question that stand in a line. */
const LINE = 120;

function oneLine(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > LINE ? `${line.slice(0, LINE)}…` : line;
}

function markdownOf(
  { title, claim, project, generator }: ImportedReportInput,
  { metrics, figures, tables }: Parts,
): string {
  const lines = [
    `# ${escapeMarkdown(title)}`,
    '',
    ...(claim ? [escapeMarkdown(claim), ''] : []),
    ...importedSentences(metrics).map((sentence) => `- ${escapeMarkdown(sentence)}`),
    '',
    ...[...tables, filesTable(metrics)].flatMap(plainTableLines),
    ...foldedFigures(figures),
    '',
    `Made by Vestige ${generator.version}: ${project}.`,
  ];
  return markdownFile(lines);
}
