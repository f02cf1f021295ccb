import { Link as LinkFigure } from 'lucide-react'

import type { Message } from '../../../api/types'
import { Outward } from '../kinds/parts'
import { Entry, Sent } from './Entry'
import { linksOf } from './links'

/** The links of a message: whose page each is, and in which words it stands. It opens outside. */
export function LinkEntry({ message, onShow }: { message: Message; onShow: (messageId: string) => void }) {
  return (
    <Entry
      lead={
        <span className="flex size-11 shrink-0 items-center justify-center rounded-full bg-inset text-bubble-soft">
          <LinkFigure size={20} aria-hidden />
        </span>
      }
      onShow={() => onShow(message.id)}
    >
      {linksOf(message.content).map(({ href, host, path, title, sentence }) => (
        <div key={href} className="pb-1">
          {title !== '' && (
            <p dir="auto" className="truncate font-medium">
              {title}
            </p>
          )}
          <p className="truncate" title={href}>
            <Outward href={href}>
              <bdi className="font-medium">{host}</bdi>
              <bdi className="text-soft">{path}</bdi>
            </Outward>
          </p>
          {sentence !== '' && (
            <p dir="auto" className="line-clamp-2 text-sm">
              {sentence}
            </p>
          )}
        </div>
      ))}
      <Sent message={message} />
    </Entry>
  )
}
