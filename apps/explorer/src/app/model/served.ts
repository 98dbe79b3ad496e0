import { ModelClient } from './modelClient.ts';

/** Where the token is kept, so that a reload and a link within the page do not lose it. */
const KEY = 'vestige-model';

/** Who answers for the model, if this page is served by such a command and was opened by its address. */
export function servedModel(): ModelClient | undefined {
  if (!document.querySelector('meta[name="vestige-model"]')) return undefined;
  const given = /^#model=([\w-]+)$/.exec(location.hash)?.[1];
  if (given !== undefined) {
    sessionStorage.setItem(KEY, given);
    // What is shown of the address can be handed on.
    history.replaceState(null, '', location.pathname);
  }
  const token = given ?? sessionStorage.getItem(KEY);
  return token === null ? undefined : new ModelClient(token);
}

/** Id of the chapter that stands in no file. */
export const MODEL_CHAPTER = 'model';

/** Adds the chapter of the playground after the transcripts, and to the contents. @returns what it is put in */
export function addModelChapter(): HTMLElement | undefined {
  const transcripts = document.getElementById('transcripts');
  const link = document.querySelector('.contents a[href="#transcripts"]')?.closest('li');
  if (!transcripts || !link) return undefined;
  const title = 'Playground on the model';
  const section = document.createElement('section');
  section.id = MODEL_CHAPTER;
  section.setAttribute('aria-labelledby', `${MODEL_CHAPTER}-title`);
  const head = document.createElement('h2');
  head.id = `${MODEL_CHAPTER}-title`;
  head.tabIndex = -1;
  head.textContent = title;
  const mount = document.createElement('div');
  section.append(head, mount);
  transcripts.after(section, '\n');
  const anchor = document.createElement('a');
  anchor.href = `#${MODEL_CHAPTER}`;
  anchor.textContent = title;
  const item = document.createElement('li');
  item.append(anchor);
  link.after(item, '\n');
  return mount;
}
