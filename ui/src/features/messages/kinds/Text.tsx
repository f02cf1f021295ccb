import type { ContentOf, ViewProps } from './kind'
import { Outward, Words } from './parts'

export function TextView({ content, message }: ViewProps<'text'>) {
  return (
    <>
      {content.preview && <Preview preview={content.preview} />}
      <Words text={content.text} mentions={message.context.mentions} />
    </>
  )
}

/** What the writer's device saw behind the link: nothing is fetched here. */
function Preview({ preview: { url, title, description } }: { preview: NonNullable<ContentOf<'text'>['preview']> }) {
  if (title === '' && description === '') return null
  return (
    <span className="mb-1.5 block rounded-sm bg-inset px-2.5 py-1.5">
      <Outward href={url} className="block font-medium break-words">
        {title || url}
      </Outward>
      {description !== '' && <span className="line-clamp-2 text-sm text-bubble-soft">{description}</span>}
    </span>
  )
}
