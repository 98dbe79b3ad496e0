import type { RunSummary } from '../protocol.ts';

/** Takes the i-th step of a run. */
export type Step = (i: number) => Omit<RunSummary, 'ms' | 'cpuMs'>;
