import './transcripts.css';
import type { ChapterRequests } from '../chapterRequests.ts';
import { Failure } from '../Failure.tsx';
import type { ModelRequest } from '../model/ModelPlayground.tsx';
import type { PageData } from '../pageData.ts';
import { useResult } from '../useResult.ts';
import { TranscriptBrowser } from './TranscriptBrowser.tsx';

interface TranscriptsProps {
  readonly pageData: PageData;
  /** How a prompt is opened in the playground on the model; absent where there is none. */
  readonly requests: ChapterRequests<ModelRequest> | undefined;
}

/** What policies that were trained elsewhere wrote, prompt by prompt, and what each intervention made of their answers. */
export function Transcripts({ pageData, requests }: TranscriptsProps) {
  const { value: transcripts, error } = useResult(() => pageData.transcripts(), [pageData]);
  if (error) return <Failure error={error} />;
  if (!transcripts) return <p class="note">Unpacking the transcripts …</p>;
  if (transcripts.policies.every(({ prompts }) => prompts.length === 0)) {
    return <p class="note">The transcripts of this experiment are too large for a page.</p>;
  }
  return <TranscriptBrowser {...{ pageData, transcripts, requests }} />;
}
