export type { Interactive } from './document.ts';
export { type Metrics, metricsOf, metricsSchema } from './metrics.ts';
export { type OverviewMetrics, overviewMetricsSchema } from './overview/metrics.ts';
export { type OverviewInput, type OverviewReport, renderOverview } from './overview/overview.ts';
export type { OverviewRow } from './overview/row.ts';
export { type Chapter, type ReportPage, renderPage } from './page.ts';
export { type Report, type ReportExperiment, type ReportInput, renderReport } from './report.ts';
