import './explorer.css';
import { render } from 'preact';
import { MOUNTS } from '../mounts.ts';
import { Curves } from './curves/Curves.tsx';
import { Failure } from './Failure.tsx';
import { Laboratory } from './laboratory.ts';
import { Playground } from './playground/Playground.tsx';
import { Prompts } from './prompts/Prompts.tsx';
import { Rollouts } from './rollouts/Rollouts.tsx';
import { Shelf } from './shelf.ts';

async function start(): Promise<void> {
  const mounts = Object.entries(MOUNTS).flatMap(([name, id]) => {
    const element = document.getElementById(id);
    return element ? [[name, element] as const] : [];
  });
  try {
    const laboratory = await Laboratory.open();
    const shelf = new Shelf();
    const views = {
      curves: <Curves laboratory={laboratory} shelf={shelf} />,
      prompts: <Prompts laboratory={laboratory} shelf={shelf} />,
      rollouts: <Rollouts laboratory={laboratory} shelf={shelf} />,
      playground: <Playground laboratory={laboratory} shelf={shelf} />,
    };
    for (const [name, element] of mounts) {
      element.replaceChildren();
      render(views[name as keyof typeof MOUNTS], element);
    }
  } catch (error) {
    for (const [, element] of mounts) render(<Failure error={error as Error} />, element);
  }
}

void start();
