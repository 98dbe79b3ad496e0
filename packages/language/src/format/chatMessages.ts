/** A message as chat routes take it. */
export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** How a question is put to a server that renders messages itself. */
export interface ChatFormat {
  /** Messages that are answered with a thought first. */
  thinking(question: string): readonly ChatMessage[];
  /** Messages that are answered at once. */
  now(question: string): readonly ChatMessage[];
  /** What the model's own message begins with before its thought, such as `<think>`; empty if the server puts it there. */
  readonly opening: string;
}

/** Questions as they are, each a message of the user. */
export const PLAIN_CHAT: ChatFormat = {
  thinking: (question) => [{ role: 'user', content: question }],
  now: (question) => [{ role: 'user', content: question }],
  opening: '',
};
