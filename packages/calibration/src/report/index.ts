export {
  type CalibrationReport,
  type CalibrationReportInput,
  renderCalibration,
} from './render.ts';
export { headlineSentences } from './words.ts';
