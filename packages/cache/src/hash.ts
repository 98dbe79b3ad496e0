/** Whether a name is a hash as Nx writes it, or another that is safe as the name of a file and of an object. */
export const isHash = (name: string) => /^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/.test(name);
