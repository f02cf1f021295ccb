import { ExternalLink } from 'lucide-react'

interface Props {
  text: string
}

/** Opens the API's documentation beside the page. */
export function DocsLink({ text }: Props) {
  return (
    <a
      href="/api/docs"
      target="_blank"
      rel="noreferrer"
      className="inline-flex min-h-6 items-center gap-1.5 font-medium text-accent hover:underline pointer-coarse:min-h-11"
    >
      {text}
      <ExternalLink size={15} aria-hidden />
    </a>
  )
}
