import './explorer.css';
import { render } from 'preact';
import { MOUNTS } from '../mounts.ts';
import { Failure } from './Failure.tsx';
import { Laboratory } from './laboratory.ts';
import { Playground } from './playground/Playground.tsx';
import { Prompts } from './prompts/Prompts.tsx';
import { Rollouts } from './rollouts/Rollouts.tsx';
import { Shelf } from './shelf.ts';

async function start(): Promise<void> {
  const mounts = Object.entries(MOUNTS).map(([name, id]) => [name, document.getElementById(id)!] as const);
  try {
    const laboratory = await Laboratory.open();
    const shelf = new Shelf();
    const views = {
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
