/** Whether an answer is the right one: case, space and `$` do not count, numbers are compared by value. Null if not both are known. */
export function isRight(answer: string | null, label: string | null): boolean | null {
  if (answer === null || label === null) return null;
  const [a, b] = [plain(answer), plain(label)];
  if (a === b) return true;
  const [x, y] = [numberOf(a), numberOf(b)];
  return x !== undefined && x === y;
}

function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s$]+/g, ' ')
    .trim();
}

function numberOf(text: string): number | undefined {
  return /^[-+]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?$/.test(text)
    ? Number(text.replaceAll(',', ''))
    : undefined;
}
