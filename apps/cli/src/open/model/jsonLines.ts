import type { ServerResponse } from 'node:http';

/** Objects as a response, each a line of JSON (NDJSON), as they come; the status is sent with the first. */
export class JsonLines {
  readonly #response: ServerResponse;

  constructor(response: ServerResponse) {
    this.#response = response;
  }

  get begun(): boolean {
    return this.#response.headersSent;
  }

  send(line: object): void {
    if (this.#response.destroyed) return;
    if (!this.begun) this.#response.writeHead(200, { 'Content-Type': 'application/x-ndjson' });
    this.#response.write(`${JSON.stringify(line)}\n`);
  }

  end(line: object): void {
    this.send(line);
    this.#response.end();
  }
}
