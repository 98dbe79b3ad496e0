import { createHash } from 'node:crypto';
import type { Figures } from './figures/index.ts';
import { html, Markup } from './html.ts';
import type { ReportInput } from './report.ts';
import { comparisonsTable, estimatesTable, seedsTable } from './sections/estimates.ts';
import { examplesSection } from './sections/examples.ts';
import { familiesTable } from './sections/families.ts';
import { figureSection } from './sections/figure.ts';
import { makingSection } from './sections/making.ts';
import { trainingTable } from './sections/training.ts';
import { verdictsSection } from './sections/verdicts.ts';
import { STYLE } from './style.ts';

/** `report.html`: one file, no script, no network; its policy lets nothing but its own styles in. */
export function renderPage({ analysis, experiment, generator }: ReportInput, figures: Figures): string {
  const { battery, unchanged, earlyAnswering, flip, training, learning } = figures;
  const { drift, driftCovariance, driftChange, forcing } = figures;
  const styleHash = createHash('sha256').update(STYLE).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="Vestige ${generator.version}">
<title>${experiment.title}</title>
<style>${new Markup(STYLE)}</style>
</head>
<body>
<main>
<h1>${experiment.title}</h1>
${experiment.claim ? html`<p class="claim">${experiment.claim}</p>` : undefined}
${verdictsSection(analysis, experiment)}
<h2>${battery.title}</h2>
${figureSection(battery)}
<h2>${unchanged.title}</h2>
${figureSection(unchanged)}
${[earlyAnswering, flip, training, learning, drift, driftCovariance, driftChange, forcing].map((figure) =>
  figure ? html`<h2>${figure.title}</h2>\n${figureSection(figure)}\n` : undefined,
)}${familiesTable(analysis)}<h2>Where each run stopped</h2>
${trainingTable(analysis)}
<h2>Which interventions change the accuracy</h2>
<p class="note">Percentage points, on the same prompts. Bold: Holm-corrected p below ${+(1 - analysis.confidence).toFixed(4)}.</p>
${comparisonsTable(analysis)}
<h2>All estimates</h2>
<p class="note">Final policies, over all seeds that were solved; beside each its interval.</p>
${estimatesTable(analysis)}
<h3>By seed</h3>
${seedsTable(analysis)}
<h2>Rollouts</h2>
<p class="note">Drawn at random from the final policies, not picked. Underlined: phrases of the chain of thought.</p>
${examplesSection(analysis)}
<h2>How it was made</h2>
${makingSection(analysis, experiment, generator.version)}
<footer>Made by Vestige ${generator.version} from the analysis of ${analysis.experiment}. Figures for other tools are in <code>metrics.json</code>.</footer>
</main>
</body>
</html>
`.text;
}
