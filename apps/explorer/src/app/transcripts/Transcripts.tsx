import './transcripts.css';
import { Failure } from '../Failure.tsx';
import type { PageData } from '../pageData.ts';
import { useResult } from '../useResult.ts';
import { TranscriptBrowser } from './TranscriptBrowser.tsx';

/** What policies that were trained elsewhere wrote, prompt by prompt, and what each intervention made of their answers. */
export function Transcripts({ pageData }: { readonly pageData: PageData }) {
  const { value: transcripts, error } = useResult(() => pageData.transcripts(), [pageData]);
  if (error) return <Failure error={error} />;
  if (!transcripts) return <p class="note">Unpacking the transcripts …</p>;
  if (transcripts.policies.every(({ prompts }) => prompts.length === 0)) {
    return <p class="note">The transcripts of this experiment are too large for a page.</p>;
  }
  return <TranscriptBrowser pageData={pageData} transcripts={transcripts} />;
}
