/** When to save. */
export interface Schedule {
  /** Asked at each safe point: whether to save there, so that less than the interval is lost whenever the work is killed. */
  due(): boolean;
  /** Whether an interval has passed since the beginning. */
  readonly isLong: boolean;
  /** Told after a save: what was saved is as it stood when it was asked last. */
  saved(): void;
}

/**
 * Saves as seldom as it may: at the last safe point before an interval is over, as far as the longest way between two of
 * them so far tells, and at most twice an interval.
 *
 * @param interval seconds
 * @param now milliseconds
 */
export function scheduleOf(interval: number, now = () => performance.now()): Schedule {
  const whole = 1000 * interval;
  const begun = now();
  let last = begun;
  let asked = begun;
  let longest = 0;
  return {
    due() {
      const time = now();
      longest = Math.max(longest, time - asked);
      asked = time;
      return time - last + Math.min(longest, whole / 2) >= whole;
    },
    get isLong() {
      return now() - begun >= whole;
    },
    saved() {
      last = asked;
      asked = now();
    },
  };
}
