export { type Metrics, metricsOf, metricsSchema } from './metrics.ts';
export { type Report, type ReportExperiment, type ReportInput, renderReport } from './report.ts';
