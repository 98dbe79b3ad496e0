export { noProgress, openProgress, type Point, type Progress, type ProgressOptions } from './progress.ts';
