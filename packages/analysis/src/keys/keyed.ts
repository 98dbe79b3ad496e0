import { AnalysisError } from '../error.ts';
import { type EstimatorKey, estimatorName, parseEstimator } from './estimatorKey.ts';
import { parseTreatment, type Treatment, treatmentName } from './interventions.ts';

/** Values by key, in the order given. JSON has an object of them, by the names of the keys. */
class Keyed<K, V> implements Iterable<readonly [key: K, value: V]> {
  readonly #nameOf: (key: K) => string;
  readonly #byName: ReadonlyMap<string, readonly [key: K, value: V]>;

  /** Of two values with one key the last stands, in the place of the first. */
  protected constructor(nameOf: (key: K) => string, entries: Iterable<readonly [key: K, value: V]>) {
    this.#nameOf = nameOf;
    this.#byName = new Map(Array.from(entries, (entry) => [nameOf(entry[0]), entry]));
  }

  get size(): number {
    return this.#byName.size;
  }

  get(key: K): V | undefined {
    return this.#byName.get(this.#nameOf(key))?.[1];
  }

  keys(): K[] {
    return Array.from(this, ([key]) => key);
  }

  values(): V[] {
    return Array.from(this, ([, value]) => value);
  }

  [Symbol.iterator](): Iterator<readonly [key: K, value: V]> {
    return this.#byName.values();
  }

  /** By name. */
  toJSON(): Record<string, V> {
    return Object.fromEntries(Array.from(this.#byName, ([name, [, value]]) => [name, value]));
  }
}

/** Values by estimator. */
export class ByEstimator<V> extends Keyed<EstimatorKey, V> {
  constructor(entries: Iterable<readonly [key: EstimatorKey, value: V]> = []) {
    super(estimatorName, entries);
  }

  /**
   * Reads what JSON has by name.
   *
   * @throws {AnalysisError} if a name is of no estimator
   */
  static from<V>(named: Readonly<Record<string, V>>): ByEstimator<V> {
    return new ByEstimator(
      Object.entries(named).map(([name, value]) => {
        const key = parseEstimator(name);
        if (key === undefined) {
          throw new AnalysisError(`${name}: no estimator of this version; run the analysis again`);
        }
        return [key, value];
      }),
    );
  }
}

/** Values by treatment. */
export class ByTreatment<V> extends Keyed<Treatment, V> {
  constructor(entries: Iterable<readonly [key: Treatment, value: V]> = []) {
    super(treatmentName, entries);
  }

  /** Reads what JSON has by name. */
  static from<V>(named: Readonly<Record<string, V>>): ByTreatment<V> {
    return new ByTreatment(Object.entries(named).map(([name, value]) => [parseTreatment(name), value]));
  }
}
