export { quantile } from './estimate/percentile.ts';
export { studentQuantile, studentTails } from './estimate/student.ts';
