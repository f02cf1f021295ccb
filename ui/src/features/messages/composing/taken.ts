/** The files of a drop or a paste. A folder is none: browsers hand one over as an empty file. */
export function takenFiles({ items, files }: DataTransfer): { files: File[]; hasFolder: boolean } {
  const entries = [...items].filter(({ kind }) => kind === 'file')
  if (entries.length === 0) return { files: [...files], hasFolder: false }
  const isFolder = (item: DataTransferItem) => item.webkitGetAsEntry()?.isDirectory === true
  return {
    files: entries.filter((item) => !isFolder(item)).flatMap((item) => item.getAsFile() ?? []),
    hasFolder: entries.some(isFolder),
  }
}

/** Files are pasted; a text that comes with a picture of itself, as spreadsheets give it, is a text. */
export const isPasteOfFiles = ({ types }: DataTransfer): boolean => types.includes('Files') && !types.includes('text/plain')
