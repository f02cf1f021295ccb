/** Something that Portaria is made of. */
export interface Part {
  name: string
  version: string
  /** Where it comes from. */
  url: string | null
}

/** A licence, and what is under it. */
export interface Section {
  license: string
  parts: Part[]
  text: string
}

/** Reads `/licenses.txt`; its form is told in `licenses.rs` of the server. */
export function readSections(text: string): Section[] {
  return text
    .split(/^#{80}$/m)
    .slice(1)
    .map((section) => {
      const [, head = '', text = ''] = /^\n(.*?)\n\n(.*)$/s.exec(section) ?? []
      const [license = '', ...parts] = head.split('\n')
      return { license, parts: parts.map(readPart), text: text.trim() }
    })
}

function readPart(line: string): Part {
  const [name = '', version = '', url] = line.replace(/^- /, '').split(' ')
  return { name, version, url: url?.startsWith('https://') ? url : null }
}

/** The sections with only those parts whose name has these words in it. */
export function matching(sections: readonly Section[], words: string): Section[] {
  const wanted = words.trim().toLowerCase()
  const named = (section: Section) => section.parts.filter(({ name }) => name.toLowerCase().includes(wanted))
  return sections.map((section) => ({ ...section, parts: named(section) })).filter(({ parts }) => parts.length > 0)
}
