export { rolloutsPage } from './page.ts';
export type {
  AskedCourse,
  BrowseFacts,
  FoundCourse,
  FoundPage,
  ShownFeature,
  ShownRollout,
  ShownText,
} from './protocol.ts';
