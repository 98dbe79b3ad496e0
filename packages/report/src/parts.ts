export { renderDocument } from './document.ts';
export type { Figure } from './figures/figure.ts';
export { ACCENT, REFERENCE } from './figures/plot.ts';
export { type PanelRow, rowsPanel, SHARES } from './figures/rows.ts';
export { html, type Markup } from './html.ts';
export { figure, pValue, range } from './numbers.ts';
export { figureSection } from './sections/figure.ts';
export { estimatorWords, GROUPS } from './words.ts';
