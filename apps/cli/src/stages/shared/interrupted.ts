/** Work stopped on request. */
export class Interrupted extends Error {
  override name = 'Interrupted';
}
