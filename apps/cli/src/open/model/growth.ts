/**
 * Tells what a text grows by.
 *
 * @param begun how it begins
 * @param tell given what each version adds; a version that does not go on from the one before tells nothing
 * @returns to be given each version
 */
export function growth(begun: string, tell: (added: string) => void): (text: string) => void {
  let known = begun;
  return (text) => {
    if (text.length <= known.length || !text.startsWith(known)) return;
    tell(text.slice(known.length));
    known = text;
  };
}
