export type { ImportedReportInput, ReportedRun, SampledRollout } from './input.ts';
export { type ImportedMetrics, importedMetricsSchema } from './metrics.ts';
export { type ImportedReport, renderImported } from './render.ts';
