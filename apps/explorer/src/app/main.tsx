import './explorer.css';
import { render } from 'preact';
import { MOUNTS } from '../mounts.ts';
import { ChapterRequests } from './chapterRequests.ts';
import { Curves } from './curves/Curves.tsx';
import { Failure } from './Failure.tsx';
import { ModelPlayground, type ModelRequest } from './model/ModelPlayground.tsx';
import { addModelChapter, MODEL_CHAPTER, servedModel } from './model/served.ts';
import { PageData } from './pageData.ts';
import { Playground } from './playground/Playground.tsx';
import { PlaygroundRequests } from './playgroundRequests.ts';
import { Prompts } from './prompts/Prompts.tsx';
import { Rollouts } from './rollouts/Rollouts.tsx';
import { Transcripts } from './transcripts/Transcripts.tsx';

async function start(): Promise<void> {
  const mounts = Object.entries(MOUNTS).flatMap(([name, id]) => {
    const element = document.getElementById(id);
    return element ? [[name, element] as const] : [];
  });
  try {
    const pageData = await PageData.open();
    const requests = new PlaygroundRequests();
    const client = servedModel();
    const chapter = client && addModelChapter();
    const ofModel = chapter && new ChapterRequests<ModelRequest>(MODEL_CHAPTER);
    const views = {
      curves: <Curves pageData={pageData} requests={requests} />,
      prompts: <Prompts pageData={pageData} requests={requests} />,
      rollouts: <Rollouts pageData={pageData} requests={requests} />,
      playground: <Playground pageData={pageData} requests={requests} />,
      transcripts: <Transcripts pageData={pageData} requests={ofModel} />,
    };
    for (const [name, element] of mounts) {
      element.replaceChildren();
      render(views[name as keyof typeof MOUNTS], element);
    }
    if (client && chapter && ofModel) {
      render(<ModelPlayground pageData={pageData} client={client} requests={ofModel} />, chapter);
    }
  } catch (error) {
    for (const [, element] of mounts) render(<Failure error={error as Error} />, element);
  }
}

void start();
