import { labelValue } from './names.ts';
import type { Submitted } from './options.ts';

/** Nx project of the report. */
export const PROJECT_LABEL = 'vestige/project';
export const SUBMISSION_LABEL = 'vestige/submission';
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

/** Selects the objects of all submissions of a project. */
export function projectSelector(project: string): string {
  return `app.kubernetes.io/managed-by=vestige,${PROJECT_LABEL}=${labelValue(project)}`;
}
