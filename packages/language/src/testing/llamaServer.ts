import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../../llama/', import.meta.url));

/** Whether `npm run llama-server` has installed it. */
export function hasLlamaServer(): boolean {
  return existsSync(`${FOLDER}.venv/complete`);
}

/**
 * Starts llama.cpp's server; it has to be disposed.
 *
 * @param path of a GGUF file
 * @param context tokens
 */
export async function llamaServer(
  path: string,
  context: number,
): Promise<AsyncDisposable & { readonly url: string }> {
  const child = spawn(`${FOLDER}.venv/bin/python`, [`${FOLDER}serve.py`, path, `${context}`], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  for await (const line of createInterface(child.stdout)) {
    if (!line.startsWith('http')) continue;
    return {
      url: line,
      async [Symbol.asyncDispose]() {
        child.kill('SIGKILL');
        await ended;
      },
    };
  }
  throw new Error(`llama.cpp's server ended before it listened to requests for ${path}`);
}
