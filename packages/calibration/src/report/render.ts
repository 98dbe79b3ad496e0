import {
  decimal,
  escapeMarkdown,
  type Figure,
  figureSection,
  foldedFigures,
  html,
  type Markup,
  markdownTable,
  percent,
  renderDocument,
  standalone,
} from '@vestige/report/parts';
import { PLANTED_POLICIES, type PlantedName } from '../policies.ts';
import { coverageFigure, rightFigure, spreadsOf } from './figures.ts';
import type { CalibrationMetrics } from './metrics.ts';
import { ALL, WHOLE } from './summarize.ts';
import { foundText, headlineSentences, inOrder, shareText } from './words.ts';

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

interface Table {
  readonly title: string;
  readonly note: string;
  readonly head: readonly string[];
  /** First cells are text, the others figures. */
  readonly rows: readonly (readonly string[])[];
}

/** Renders the report of a calibration. The same input gives the same bytes. */
export function renderCalibration(input: CalibrationReportInput): CalibrationReport {
  const { metrics } = input;
  const figures = [rightFigure(metrics), coverageFigure(metrics)];
  const tables = [
    policiesTable(metrics),
    phrasesTable(metrics),
    coverageTable(metrics),
    missesTable(metrics),
  ];
  return {
    html: pageOf(input, figures, tables),
    markdown: markdownOf(input, figures, tables),
    figures: Object.fromEntries(figures.map((figure) => [`${figure.name}.svg`, standalone(figure)])),
  };
}

function pageOf(
  { title, claim, metrics, generator }: CalibrationReportInput,
  figures: readonly Figure[],
  tables: readonly Table[],
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
)}${tables.map(tableSection)}<footer>Made by Vestige ${generator.version}: ${metrics.calibration}, ${metrics.simulations} simulated experiments of each policy. Figures for other tools are in <code>metrics.json</code>, every verdict and interval in the Arrow files of the simulations.</footer>
`,
  );
}

function tableSection({ title, note, head, rows }: Table): Markup {
  return html`<h2>${title}</h2>
<p class="note">${note}</p>
<div class="scroll" tabindex="0" role="group" aria-label="Table"><table class="estimates">
<thead><tr>${head.map((cell) => html`<th>${cell}</th>`)}</tr></thead>
<tbody>
${rows.map(
  ([first, ...cells]) => html`<tr><th>${first}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>\n`,
)}</tbody>
</table></div>
`;
}

function markdownOf(
  { title, claim, metrics, generator }: CalibrationReportInput,
  figures: readonly Figure[],
  tables: readonly Table[],
): string {
  const lines = [
    `# ${escapeMarkdown(title)}`,
    '',
    ...(claim ? [escapeMarkdown(claim), ''] : []),
    ...headlineSentences(metrics).map((sentence) => `- ${escapeMarkdown(sentence)}`),
    '',
    ...described(metrics).map(([name, description]) => `- **${name}** ${escapeMarkdown(description)}`),
    '',
    ...tables.flatMap(({ title: heading, note, head, rows }) => [
      `## ${heading}`,
      '',
      escapeMarkdown(note),
      '',
      ...markdownTable(head, rows),
      '',
    ]),
    ...foldedFigures(figures),
    '',
    `The page is [calibration.html](calibration.html); figures for other tools are in [metrics.json](metrics.json). Made by Vestige ${escapeMarkdown(generator.version)}. To make it again: \`npm ci && npx nx run ${metrics.calibration.replace(/[^\w-]/g, '')}:report\`.`,
  ];
  return `${lines.join('\n')}\n`;
}

const ERRORS = 'Beside each share its standard error, in points.';

/** Each policy, and what it does with its reasoning. */
function described({ verdicts }: CalibrationMetrics): [name: string, description: string][] {
  const names = [...new Set(verdicts.map(({ policy }) => policy))];
  return names.map((name) => [name, PLANTED_POLICIES[name as PlantedName].description]);
}

function promptsIn({ verdicts }: CalibrationMetrics): number[] {
  return [...new Set(verdicts.map(({ prompts }) => prompts))].sort((a, b) => a - b);
}

function spreadWords(spread: number): string {
  return spread === 0 ? 'alike' : `spread ${spread}`;
}

function policiesTable(metrics: CalibrationMetrics): Table {
  const prompts = promptsIn(metrics);
  const wholes = metrics.verdicts.filter(({ subject }) => subject === WHOLE);
  return {
    title: 'Verdicts on policies',
    note: `Share of right verdicts by number of prompts of each of ${metrics.seeds} seeds, and what was found at the largest. ${ERRORS}`,
    head: ['policy', 'seeds', 'expected', ...prompts.map(String), `found with ${prompts.at(-1)}`],
    rows: rowsBy(wholes, ({ policy, spread }) => `${policy} ${spread}`).map((own) => {
      const { policy, spread, expected } = own[0]!;
      return [
        policy,
        spreadWords(spread),
        expected,
        ...prompts.map((n) => shareCell(own.find((one) => one.prompts === n))),
        foundText(own.find((one) => one.prompts === prompts.at(-1))?.found ?? {}),
      ];
    }),
  };
}

function phrasesTable(metrics: CalibrationMetrics): Table {
  const prompts = promptsIn(metrics);
  const phrases = metrics.verdicts.filter(({ subject, spread }) => subject !== WHOLE && spread === 0);
  return {
    title: 'Verdicts on types of phrases',
    note: `The same, where seeds are alike. One phrase a prompt is dropped, so a type's verdict rests on a part of the prompts. Where phrases stand in for each other, “undecided” is the right verdict. ${ERRORS}`,
    head: ['policy', 'phrase', 'expected', ...prompts.map(String), `found with ${prompts.at(-1)}`],
    rows: rowsBy(phrases, ({ policy, subject }) => `${policy} ${subject}`).map((own) => {
      const { policy, subject, expected } = own[0]!;
      return [
        policy,
        subject,
        expected,
        ...prompts.map((n) => shareCell(own.find((one) => one.prompts === n))),
        foundText(own.find((one) => one.prompts === prompts.at(-1))?.found ?? {}),
      ];
    }),
  };
}

function coverageTable(metrics: CalibrationMetrics): Table {
  const prompts = promptsIn(metrics);
  const spreads = spreadsOf(metrics);
  const together = metrics.coverage.filter(({ policy }) => policy === ALL);
  return {
    title: 'Coverage',
    note: `Share of intervals that hold the truth, of all policies together, by estimator; first where seeds are alike, then where they differ. ${ERRORS}`,
    head: ['estimator', ...spreads.flatMap((spread) => prompts.map((n) => `${n}, ${spreadWords(spread)}`))],
    rows: rowsBy(inOrder(together), ({ estimator }) => estimator).map((own) => [
      own[0]!.estimator,
      ...spreads.flatMap((spread) =>
        prompts.map((n) => shareCell(own.find((one) => one.prompts === n && one.spread === spread))),
      ),
    ]),
  };
}

function missesTable(metrics: CalibrationMetrics): Table {
  const most = promptsIn(metrics).at(-1);
  const least = metrics.coverage.filter(
    ({ prompts, spread, estimator, policy }) =>
      prompts === most && spread === 0 && estimator === 'reliance.minimum' && policy !== ALL,
  );
  return {
    title: 'The interval that decides the verdict',
    note: `Intervals of reliance.minimum with ${most} prompts, where seeds are alike: how many hold the truth, and on which side of it the others lie. ${ERRORS}`,
    head: ['policy', 'hold the truth', 'lie below', 'lie above', 'mean width'],
    rows: least.map((one) => [
      one.policy,
      shareText(one),
      percent(one.below),
      percent(one.above),
      decimal(one.width, 3),
    ]),
  };
}

function shareCell(share: Parameters<typeof shareText>[0] | undefined): string {
  return share ? shareText(share) : '';
}

function rowsBy<T>(rows: readonly T[], key: (row: T) => string): T[][] {
  return [...Map.groupBy(rows, key).values()];
}
