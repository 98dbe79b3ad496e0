/** Says what went wrong where a view should be. */
export function Failure({ error }: { readonly error: Error }) {
  return (
    <p role="alert" class="failure">
      This part of the page cannot be shown: {error.message}. A current Chrome, Firefox or Safari can.
    </p>
  );
}
