import { labelValue } from './names.ts';
import type { Submitted } from './options.ts';

/** Nx project of the report. */
const PROJECT_LABEL = 'vestige/project';
const SUBMISSION_LABEL = 'vestige/submission';
/** The stage that the tasks of a Job run. */
export const STAGE_LABEL = 'vestige/stage';
/** Annotation: names of the Jobs that have to be complete before, a comma between them. */
export const AFTER_ANNOTATION = 'vestige/after';
/** Annotation: the project as Nx names it, which a label may not be able to hold. */
export const PROJECT_ANNOTATION = 'vestige/nx-project';

/** Labels of every object of a submission. */
export function submissionLabels({ project, id }: Pick<Submitted, 'project' | 'id'>): Record<string, string> {
  return {
    'app.kubernetes.io/name': 'vestige',
    'app.kubernetes.io/managed-by': 'vestige',
    [PROJECT_LABEL]: labelValue(project),
    [SUBMISSION_LABEL]: labelValue(id),
  };
}

/** Selects the objects of a submission. */
export function submissionSelector(submitted: Pick<Submitted, 'project' | 'id'>): string {
  const labels = Object.entries(submissionLabels(submitted));
  return labels.map(([label, value]) => `${label}=${value}`).join(',');
}
