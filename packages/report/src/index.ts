export type { Interactive } from './document.ts';
export { type Metrics, metricsOf, metricsSchema } from './metrics.ts';
export type { OverviewInput } from './overview/input.ts';
export { type OverviewMetrics, overviewMetricsSchema } from './overview/metrics.ts';
export { type OverviewReport, renderOverview } from './overview/overview.ts';
export type { OverviewRow } from './overview/row.ts';
export { type Chapter, type ReportPage, renderPage } from './page.ts';
export { type Report, renderReport } from './report.ts';
export type { ReportExperiment, ReportInput } from './reportInput.ts';
