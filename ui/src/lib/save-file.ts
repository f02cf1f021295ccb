/** Hands a file to the browser, to be saved where its downloads go. */
export function saveFile(name: string, content: Blob): void {
  const url = URL.createObjectURL(content)
  saveFrom(url, name)
  // Once the browser has taken it.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

/** Has the browser save what an address gives, under its own name where none is said; and stay on the page where it gives none. */
export function saveFrom(address: string, name = ''): void {
  const link = document.createElement('a')
  link.href = address
  link.download = name
  document.body.append(link)
  link.click()
  link.remove()
}

/** A table of RFC 4180 with the mark by which spreadsheets know UTF-8. No cell is taken for a formula. */
export function csv(rows: readonly (readonly string[])[]): Blob {
  const text = rows.map((row) => row.map(cell).join(',')).join('\r\n')
  return new Blob(['\ufeff', text, '\r\n'], { type: 'text/csv;charset=utf-8' })
}

/** Others chose what stands in it. */
export function cell(text: string): string {
  const plain = /^\s*[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text
  return /[",;\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
}
