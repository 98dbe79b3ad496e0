interface EditButtonsProps {
  readonly onSample: () => void;
  readonly onGreedy: () => void;
  readonly onUndo: (() => void) | undefined;
  readonly onRedo: (() => void) | undefined;
  readonly onBack: (() => void) | undefined;
}

/** What can be done with the whole chain of thought. A button that can do nothing keeps its place, and the focus. */
export function EditButtons({ onSample, onGreedy, onUndo, onRedo, onBack }: EditButtonsProps) {
  return (
    <div class="pg-buttons">
      <button type="button" onClick={onSample}>
        Sample its own CoT
      </button>
      <button type="button" onClick={onGreedy}>
        Most probable CoT
      </button>
      <button type="button" aria-disabled={!onBack} onClick={onBack}>
        Back to the unedited CoT
      </button>
      <button type="button" aria-disabled={!onUndo} aria-keyshortcuts="Control+Z" onClick={onUndo}>
        Undo
      </button>
      <button type="button" aria-disabled={!onRedo} aria-keyshortcuts="Control+Shift+Z" onClick={onRedo}>
        Redo
      </button>
    </div>
  );
}
