interface CheckboxGroupProps<T> {
  readonly legend: string;
  readonly options: readonly { readonly value: T; readonly words: string }[];
  readonly chosen: readonly T[];
  /** Called with what is chosen now, in the order of the options. */
  readonly onChoose: (chosen: readonly T[]) => void;
}

/** Some of several, at least one. */
export function CheckboxGroup<T>({ legend, options, chosen, onChoose }: CheckboxGroupProps<T>) {
  const toggled = (value: T) =>
    options.flatMap((option) =>
      chosen.includes(option.value) !== (option.value === value) ? [option.value] : [],
    );
  return (
    <fieldset class="choice">
      <legend>{legend}</legend>
      <div class="chips">
        {options.map(({ value, words }) => (
          <label key={words}>
            <input
              type="checkbox"
              checked={chosen.includes(value)}
              disabled={chosen.length === 1 && chosen.includes(value)}
              onChange={() => onChoose(toggled(value))}
            />
            <bdi>{words}</bdi>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
