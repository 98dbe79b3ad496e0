export { type ConductOptions, conduct, type Jobs, nextStep, type Step } from './conduct.ts';
export { REFUSED } from './exitCodes.ts';
export { type Group, groupsOf } from './groups.ts';
export { type Account, jobsInCluster } from './inCluster.ts';
export { readJob } from './jobObject.ts';
export {
  createObjects,
  deleteObjects,
  jobsByKubectl,
  type Kubectl,
  listObjects,
  logOf,
} from './kubectl.ts';
export { submissionSelector } from './labels.ts';
export { jobName, manifestOf } from './manifest.ts';
export { type KubernetesObject, objectsOf, yamlOf } from './objects.ts';
export type { KubernetesOptions, Submitted, SubmittedFile } from './options.ts';
export { readPod } from './podObject.ts';
export { type PodPlace, Refused, runPod } from './runPod.ts';
export { type SubmissionState, stateOfSubmission } from './submissionState.ts';
export { decides, type Recipe } from './submitted.ts';
