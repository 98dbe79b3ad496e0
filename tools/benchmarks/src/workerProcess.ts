import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Command } from './protocol.ts';

/** No requests to the hub; threads stay on their cores, which takes a fifth off PyTorch's time on two. */
const ENVIRONMENT = { HF_HUB_OFFLINE: '1', OMP_PROC_BIND: 'true' };

/** A long-lived process that answers commands: what warms up in it stays warm. */
export class WorkerProcess {
  readonly #name: string;
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #answers: AsyncIterator<string>;
  #errors = '';

  /** @param cores those that it may use; any if undefined */
  constructor(name: string, command: readonly string[], cores: readonly number[] | undefined) {
    const [file, ...args] = cores ? ['taskset', '-c', cores.join(), ...command] : command;
    this.#name = name;
    this.#process = spawn(file!, args, { env: { ...process.env, ...ENVIRONMENT } });
    this.#process.stderr.on('data', (text) => {
      this.#errors = `${this.#errors}${text}`.slice(-4000);
    });
    this.#process.on('error', (error) => {
      this.#errors += error.message;
    });
    this.#process.stdin.on('error', () => {}); // the answer that fails to come says more
    this.#answers = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
  }

  /** Sends a command and waits for its answer. One at a time. */
  async ask<Answer>(command: Command): Promise<Answer> {
    this.#process.stdin.write(`${JSON.stringify(command)}\n`);
    const { value, done } = await this.#answers.next();
    if (done) throw new Error(`${this.#name} ended at ${JSON.stringify(command)}:\n${this.#errors.trim()}`);
    return JSON.parse(value) as Answer;
  }

  [Symbol.dispose](): void {
    this.#process.stdin.end();
    this.#process.kill();
  }
}
