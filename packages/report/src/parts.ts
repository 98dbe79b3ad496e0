export { renderDocument } from './document.ts';
export { escapeMarkdown } from './escapeMarkdown.ts';
export { type Figure, standalone } from './figures/figure.ts';
export { ACCENT, panel, REFERENCE } from './figures/plot.ts';
export { type PanelRow, rowsPanel, SHARES } from './figures/rows.ts';
export { html, type Markup } from './html.ts';
export { decimal, figure, percent, pValue, range } from './numbers.ts';
export { figureSection } from './sections/figure.ts';
export { estimatorWords, GROUPS } from './words.ts';
