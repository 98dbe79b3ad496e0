/**
 * Accuracy of the best guess that reads no question, under the rule under which it is highest: the larger of the mean of one
 * over the number of choices (0 for an open question) and the share of the most frequent label.
 *
 * @param problems the choices and the labels of each question, at least one
 */
export function chanceOf(
  problems: readonly {
    readonly choices: readonly string[] | null;
    readonly labels: Readonly<Record<string, string>>;
  }[],
): number {
  const sizes = Map.groupBy(problems, ({ choices }) => choices?.length ?? Infinity);
  const random = [...sizes].reduce((sum, [size, { length }]) => sum + length / size, 0);
  const most = Object.keys(problems[0]!.labels).map((rule) => {
    const counts = new Map<string, number>();
    for (const { labels } of problems) counts.set(labels[rule]!, (counts.get(labels[rule]!) ?? 0) + 1);
    return Math.max(...counts.values());
  });
  return Math.max(random, ...most) / problems.length;
}
