export type { GivenRun } from './embed/givenRun.ts';
export type { ExplorerRun } from './embed/run.ts';
export { type ExplorerInput, type ExplorerProgram, PAGE_LIMIT, renderExplorer } from './explorer.ts';
export { explorerProgram } from './program.ts';
