import { bytesText } from '../bytes.ts';
import type { Fault } from './fault.ts';

/** Faults in a row after which a cache is left alone. */
const PATIENCE = 3;

/** What a cache did for a run, and when it is better left alone. */
export class Account {
  #taken = 0;
  #takenBytes = 0;
  #written = 0;
  #writtenBytes = 0;
  #there = 0;
  #tooLarge = 0;
  #dropped = 0;
  #readOnly = false;
  readonly #faults = new Map<string, number>();
  readonly #inRow = { reading: 0, writing: 0 };

  taken(bytes: number): void {
    this.#inRow.reading = 0;
    this.#taken++;
    this.#takenBytes += bytes;
  }

  /** It has no such entry. */
  missed(): void {
    this.#inRow.reading = 0;
  }

  written(bytes: number): void {
    this.#inRow.writing = 0;
    this.#written++;
    this.#writtenBytes += bytes;
  }

  /** It had the entry already. */
  there(): void {
    this.#inRow.writing = 0;
    this.#there++;
  }

  /** It takes no entry of that size. */
  tooLarge(): void {
    this.#inRow.writing = 0;
    this.#tooLarge++;
  }

  /** It takes nothing from who has this token. */
  readOnly(): void {
    this.#readOnly = true;
  }

  /** An entry that was not sent, since the cache is left alone. */
  dropped(): void {
    this.#dropped++;
  }

  fault(doing: 'reading' | 'writing', { message, final, absent }: Fault): void {
    this.#faults.set(message, (this.#faults.get(message) ?? 0) + 1);
    for (const each of absent ? (['reading', 'writing'] as const) : [doing]) {
      this.#inRow[each] = final ? PATIENCE : this.#inRow[each] + 1;
    }
  }

  /** Whether it is better left alone. */
  isLeftAlone(doing: 'reading' | 'writing'): boolean {
    return this.#inRow[doing] >= PATIENCE || (doing === 'writing' && this.#readOnly);
  }

  /** One line for who ran it; null if nothing was asked of it. */
  told(): string | null {
    const faults = [...this.#faults].map(([words, count]) =>
      count > 1 ? `${words} (${count} times)` : words,
    );
    const parts = [
      this.#taken > 0 && `${this.#taken} taken (${bytesText(this.#takenBytes)})`,
      this.#written > 0 && `${this.#written} written (${bytesText(this.#writtenBytes)})`,
      this.#there > 0 && `${this.#there} there already`,
      this.#tooLarge > 0 && `${this.#tooLarge} too large for it`,
      this.#readOnly && 'nothing written (the token is read-only)',
      faults.length > 0 && `it ${faults.join(', ')}`,
      this.#dropped > 0 && !this.#readOnly && `${this.#dropped} not written`,
      this.#leftAlone(),
    ].filter((part) => part !== false);
    return parts.length === 0 ? null : parts.join('; ');
  }

  #leftAlone(): string | false {
    const { reading, writing } = this.#inRow;
    if (reading >= PATIENCE) return 'left alone after that: the run went on without it';
    return writing >= PATIENCE && 'not written to after that';
  }
}
