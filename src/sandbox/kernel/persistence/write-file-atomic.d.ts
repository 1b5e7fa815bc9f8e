// The package comes without types; these are the parts of it that the state file uses.
declare module 'write-file-atomic' {
  function writeFileAtomic(
    path: string,
    text: string,
    options: { mode: number; chown: false; fsync: boolean },
  ): Promise<void>;
  export = writeFileAtomic;
}
