const PAGE = 65536;
/** Bytes that addresses are multiples of, as kernels want of scratch memory: a line of the cache. */
const ALIGNMENT = 64;

/**
 * Memory for a kernel module of its own, given out upwards and taken back as it was given: what is allocated
 * within {@link scope} is released at its end. It grows to the most that was needed at once.
 */
export class Arena {
  readonly memory = new WebAssembly.Memory({ initial: 1 });
  // To a kernel the address 0 is no tensor.
  #top = ALIGNMENT;

  /** Bytes held, released ones included. */
  get bytes(): number {
    return this.memory.buffer.byteLength;
  }

  /**
   * Address of `count` numbers of four bytes, not initialised.
   *
   * @throws {RangeError} if there is no memory left
   */
  allocate(count: number): number {
    const address = this.#top;
    const top = Math.ceil((address + 4 * count) / ALIGNMENT) * ALIGNMENT;
    const missing = top - this.bytes;
    if (missing > 0) this.memory.grow(Math.ceil(missing / PAGE));
    this.#top = top;
    return address;
  }

  /** Releases afterwards what `run` allocates. */
  scope<T>(run: () => T): T {
    const mark = this.#top;
    try {
      return run();
    } finally {
      this.#top = mark;
    }
  }

  /** The numbers at an address, in place. The view ends with the next {@link allocate}, which may move the memory. */
  float32(address: number, count: number): Float32Array {
    return new Float32Array(this.memory.buffer, address, count);
  }

  /** As {@link float32}. */
  int32(address: number, count: number): Int32Array {
    return new Int32Array(this.memory.buffer, address, count);
  }
}
