import './rollouts.css';
import { render } from 'preact';
import { Browser } from './Browser.tsx';
import { Client, servedToken } from './client.ts';

async function start(mount: HTMLElement): Promise<void> {
  const token = servedToken();
  const failed = (message: string) =>
    render(
      <p class="failure" role="alert">
        {message}
      </p>,
      mount,
    );
  if (token === null) {
    failed('Rollouts are shown to who has the whole address that the command printed: open that one.');
    return;
  }
  const client = new Client(token);
  try {
    const first = await client.facts();
    mount.replaceChildren();
    render(<Browser client={client} first={first} />, mount);
  } catch (error) {
    mount.replaceChildren();
    failed((error as Error).message);
  }
}

void start(document.getElementById('rollouts')!);
