export { claimWorkspace, type JobWorkspace, removeUnused } from './claimWorkspace.ts';
export { copyWorkspace, linkFiles, listFiles } from './copyWorkspace.ts';
