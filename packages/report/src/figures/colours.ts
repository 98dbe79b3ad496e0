/** The colour of a policy whose reasoning or prompt was changed. */
export const ACCENT = '#3b7dd8';
/** The colour of what that is compared with: the policy left alone, or a total. */
export const REFERENCE = '#d1651b';
