export { criticalSeconds, type Job, type Needs, type Plan, planOf, stageOf } from './plan/plan.ts';
export { readTaskGraph, type TaskGraph } from './plan/taskGraph.ts';
