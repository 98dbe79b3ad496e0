export { claimWorkspace, type JobWorkspace, removeUnused } from './claimWorkspace.ts';
export { copyWorkspace, listFiles } from './copyWorkspace.ts';
