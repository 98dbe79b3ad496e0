const GROUPED = new Intl.NumberFormat('en');

/** A decimal number with a true minus sign; never -0. */
export function decimal(value: number, digits: number): string {
  const text = value.toFixed(digits);
  return text.startsWith('-') ? (Number(text) === 0 ? text.slice(1) : `\u2212${text.slice(1)}`) : text;
}

/** A count, `23,040`. */
export function count(value: number): string {
  return GROUPED.format(value);
}

/** A number with its sign, `+0.42` or `−0.42`; 0 has none. */
export function signed(value: number, digits: number): string {
  const text = decimal(value, digits);
  return Number(text) > 0 ? `+${text}` : text;
}

/** A number in the digits that it needs, at most three after the point. */
export function short(value: number): string {
  return decimal(value, 3).replace(/\.?0+$/, '');
}
