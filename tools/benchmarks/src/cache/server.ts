import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { addToken } from '@vestige/cache';
import { WORKSPACE } from '../nodeTime.ts';

/** `vestige cache serve` in a process of its own, which may be killed and started again. */
export class ServerProcess {
  readonly #folder: string;
  readonly token: string;
  #child: ChildProcess | undefined;
  port = 0;

  private constructor(folder: string, token: string) {
    this.#folder = folder;
    this.token = token;
  }

  static async start(folder: string): Promise<ServerProcess> {
    const server = new ServerProcess(folder, await addToken(`${folder}.json`, 'benchmark', 'read-write'));
    await server.start();
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** At the port that it had before. */
  async start(): Promise<void> {
    const vestige = join(WORKSPACE, 'apps/cli/src/vestige.js');
    const words = ['cache', 'serve', '--dir', this.#folder, '--tokens', `${this.#folder}.json`];
    this.#child = spawn(process.execPath, [vestige, ...words, '--port', String(this.port)], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    for await (const line of createInterface({ input: this.#child.stdout! })) {
      const [, port] = /SERVER=.*:(\d+)$/.exec(line) ?? [];
      if (port !== undefined) this.port = Number(port);
      if (line.startsWith('Ctrl-C')) return;
    }
    throw new Error('the server did not start');
  }

  /** Most bytes resident, as the system counts them. */
  get resident(): number {
    const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${this.#child!.pid}/status`, 'utf8'))!;
    return 1024 * Number(kilobytes);
  }

  async end(signal: NodeJS.Signals): Promise<void> {
    const exited = once(this.#child!, 'exit');
    this.#child!.kill(signal);
    await exited;
  }
}
