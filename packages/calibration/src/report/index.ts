export { type CalibrationMetrics, calibrationMetricsSchema } from './metrics.ts';
export {
  type CalibrationReport,
  type CalibrationReportInput,
  renderCalibration,
} from './render.ts';
export { summarize } from './summarize.ts';
export { headlineSentences } from './words.ts';
