// Names of files in folders that a person named.

/** The name of a file in a folder, in the words in which the folder was named. */
export function fileIn(folder: string, name: string): string {
  return `${folder.replace(/[/\\]+$/u, '')}/${name}`;
}
