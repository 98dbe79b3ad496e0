import './model.css';
import { useEffect, useState } from 'preact/hooks';
import type { Transcripts } from '../../format.ts';
import type { ChapterRequests } from '../chapterRequests.ts';
import { Failure } from '../Failure.tsx';
import type { PageData } from '../pageData.ts';
import { Select } from '../prompts/Select.tsx';
import { useResult } from '../useResult.ts';
import { ModelEditor } from './ModelEditor.tsx';
import type { ModelClient } from './modelClient.ts';

/** A prompt that is to be edited: places of its policy, and in it. */
export interface ModelRequest {
  readonly policyAt: number;
  readonly id: number;
}

/** Characters of a question in the choice of prompts. */
const LENGTH = 60;

interface ModelPlaygroundProps {
  readonly pageData: PageData;
  readonly client: ModelClient;
  readonly requests: ChapterRequests<ModelRequest>;
}

/** A thought that can be edited, and what the policy from elsewhere, run by the command that serves the page, answers after it. */
export function ModelPlayground({ pageData, client, requests }: ModelPlaygroundProps) {
  const { value: transcripts, error } = useResult(() => pageData.transcripts(), [pageData]);
  if (error) return <Failure error={error} />;
  if (!transcripts) return <p class="note">Unpacking the transcripts …</p>;
  if (transcripts.policies.every(({ prompts }) => prompts.length === 0)) {
    return <p class="note">The page holds no prompt to begin with.</p>;
  }
  return <PlaygroundOf {...{ pageData, client, requests, transcripts }} />;
}

function PlaygroundOf({
  pageData,
  client,
  requests,
  transcripts,
}: ModelPlaygroundProps & { readonly transcripts: Transcripts }) {
  const { policies, interventions } = transcripts;
  const [{ policyAt, id }, setChosen] = useState<Partial<ModelRequest>>({});
  useEffect(() => requests.subscribe(setChosen), [requests]);
  const at =
    policyAt ??
    Math.max(
      0,
      policies.findIndex(({ prompts }) => prompts.length > 0),
    );
  const policy = policies[at]!;
  const transcript = policy.prompts.find((one) => one.id === id) ?? policy.prompts[0];
  const name = (place: number) => pageData.manifest.conditions[policies[place]!.condition]!.name;
  return (
    <div class="model-playground">
      <p class="note">
        Asks the model itself, which the command that serves this page runs: change question or reasoning, and
        watch the answer. The first answer takes as long as the model needs to be opened.
      </p>
      <div class="controls">
        <Select
          label="Policy"
          value={String(at)}
          options={policies.map((_, place) => ({ value: String(place), words: name(place) }))}
          onChange={(value) => setChosen({ policyAt: Number(value), ...(id !== undefined && { id }) })}
        />
        <Select
          label="Prompt"
          value={String(transcript?.id)}
          options={policy.prompts.map((one) => ({
            value: String(one.id),
            words: `${one.id}: ${one.question.slice(0, LENGTH)}`,
          }))}
          onChange={(value) => setChosen({ policyAt: at, id: Number(value) })}
        />
      </div>
      {transcript && (
        <ModelEditor
          key={`${at} ${transcript.id}`}
          {...{ client, transcript, policy, interventions }}
          condition={name(at)}
        />
      )}
    </div>
  );
}
