import { parseAllDocuments, stringify } from 'yaml';

/** An object of the Kubernetes API. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Metadata;
  readonly [field: string]: unknown;
}

export interface Metadata {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Objects as one YAML file of several documents; strings that YAML 1.1, which kubectl reads, would take for something else are quoted. */
export function yamlOf(objects: readonly KubernetesObject[]): string {
  return objects
    .map(
      (object) => `---\n${stringify(object, { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false })}`,
    )
    .join('');
}

/** Reads {@link yamlOf}. @throws {Error} if it is no YAML */
export function objectsOf(text: string): KubernetesObject[] {
  const documents = parseAllDocuments(text, { version: '1.1' });
  if (!Array.isArray(documents)) return [];
  return documents.map((document) => {
    const [error] = document.errors;
    if (error) throw error;
    return document.toJS();
  });
}
