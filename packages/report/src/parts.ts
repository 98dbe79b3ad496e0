export { type Figure, standalone } from './figures/figure.ts';
export { ACCENT, panel, REFERENCE } from './figures/plot.ts';
export { html, type Markup } from './html.ts';
export { escapeMarkdown } from './markdown.ts';
export { decimal, percent } from './numbers.ts';
export { figureSection } from './sections/figure.ts';
export { selfContained } from './shell.ts';
