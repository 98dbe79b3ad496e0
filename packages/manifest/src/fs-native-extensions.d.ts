declare module 'fs-native-extensions' {
  /** Locks a file by its descriptor. @returns false if another descriptor holds the lock */
  export function tryLock(fd: number): boolean;
}
