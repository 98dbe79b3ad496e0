import { byStage, type StageTask } from '@vestige/experiment';
import type { ExpectedFolder } from '@vestige/manifest';

/** The folder of a task as it should be, by the experiment, overview or calibration as its file stands. */
export function expectedFolder(task: StageTask): ExpectedFolder {
  return {
    directory: task.directory,
    recipe: { stage: task.stage.name, settings: task.settings(), ...task.run },
    upstream: byStage(task).flatMap(({ after, tasks }) => (after.linked ? [] : tasks.map(expectedFolder))),
  };
}
