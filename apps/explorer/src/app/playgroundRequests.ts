import { ChapterRequests } from './chapterRequests.ts';
import type { Thinking } from './thinking.ts';

/** Something that another view wants to have opened in the playground. */
export interface PlaygroundRequest extends Thinking {
  /** Place of the run among those of the manifest. */
  readonly run: number;
  /** Update of the policy that is wanted; the nearest in the page is taken. */
  readonly step: number;
}

/** How views have something opened in the playground. */
export class PlaygroundRequests extends ChapterRequests<PlaygroundRequest> {
  constructor() {
    super('playground');
  }
}
