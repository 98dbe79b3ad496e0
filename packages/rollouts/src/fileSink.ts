import { createHash } from 'node:crypto';
import { closeSync, openSync, writeFileSync } from 'node:fs';
import { AsyncByteQueue } from 'apache-arrow';

/** Bytes that are gathered before they are written: an Arrow writer gives many small pieces. */
const PIECE = 2 ** 20;

/** A file that an Arrow writer writes to; its digest is made of the bytes as they pass. */
export class FileSink extends AsyncByteQueue {
  readonly #file: number;
  readonly #hash = createHash('sha256');
  readonly #piece = Buffer.allocUnsafeSlow(PIECE);
  #filled = 0;

  /** @throws what the file system says, if it cannot be made */
  constructor(path: string) {
    super();
    this.#file = openSync(path, 'w');
  }

  /** Takes bytes, which may change afterwards. @throws what the file system says */
  override write(bytes: Uint8Array): void {
    if (bytes.byteLength > PIECE - this.#filled) this.#flush();
    if (bytes.byteLength > PIECE) this.#put(bytes);
    else {
      this.#piece.set(bytes, this.#filled);
      this.#filled += bytes.byteLength;
    }
  }

  /** Completes the file. @returns SHA-256 of it, hexadecimal */
  finish(): string {
    this.#flush();
    closeSync(this.#file);
    return this.#hash.digest('hex');
  }

  /** Leaves the file as it is. */
  giveUp(): void {
    closeSync(this.#file);
  }

  #flush(): void {
    this.#put(this.#piece.subarray(0, this.#filled));
    this.#filled = 0;
  }

  #put(bytes: Uint8Array): void {
    writeFileSync(this.#file, bytes);
    this.#hash.update(bytes);
  }
}
