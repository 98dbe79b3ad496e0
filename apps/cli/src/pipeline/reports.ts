import { byStage, type StageTask } from '@vestige/experiment';
import type { ExpectedFolder } from '@vestige/manifest';
import { reportBeside } from '../reportBeside.ts';

/** A report, and those that it links. */
export function reportsOf(report: StageTask): StageTask[] {
  return [
    report,
    ...byStage(report).flatMap(({ after, tasks }) => (after.linked ? tasks : [])),
    ...report.also.flatMap((project) => {
      const beside = reportBeside(report.whole, project);
      return beside ? reportsOf(beside) : [];
    }),
  ];
}

/** Stages and all that they read, each once, in an order in which none comes before what it reads. */
export function withUpstream(stages: readonly ExpectedFolder[]): ExpectedFolder[] {
  const found = new Map<string, ExpectedFolder>();
  const visit = (stage: ExpectedFolder) => {
    if (found.has(stage.directory)) return;
    stage.upstream.forEach(visit);
    found.set(stage.directory, stage);
  };
  stages.forEach(visit);
  return [...found.values()];
}
