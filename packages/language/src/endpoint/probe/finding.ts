/** What a server was found to do with something that was asked of it. */
export interface EndpointFinding {
  readonly capability: string;
  /**
   * `proved`: a request whose answer is known was answered so. `refused`: it says that it does not. `absent`: it does not,
   * or ignores it in silence. `unreliable`: it does, but not always, or not what it says.
   */
  readonly status: 'proved' | 'refused' | 'absent' | 'unreliable';
  /** What was asked and what came, in a sentence. */
  readonly evidence: string;
}

/** Makes findings about one capability. */
export function about(capability: string) {
  const finding = (status: EndpointFinding['status']) => (evidence: string) => ({
    capability,
    status,
    evidence,
  });
  return {
    proved: finding('proved'),
    refused: finding('refused'),
    absent: finding('absent'),
    unreliable: finding('unreliable'),
  };
}
