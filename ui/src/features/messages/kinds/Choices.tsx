import { Copy, ExternalLink, type LucideIcon, Phone, Reply, Smartphone } from 'lucide-react'

import type { ContentOf, ViewProps } from './kind'
import { Outward, Soft, Words } from './parts'

type Choice = ContentOf<'choices'>['options'][number]

const figures: Record<Choice['action']['does'], LucideIcon> = {
  reply: Reply,
  open_url: ExternalLink,
  call_number: Phone,
  copy: Copy,
  other: Smartphone,
}

export function ChoicesView({ content: { header, text, footer, options } }: ViewProps<'choices'>) {
  return (
    <div className="w-72 max-w-full">
      {header !== '' && <p className="font-medium break-words">{header}</p>}
      {text !== '' && <Words text={text} />}
      {footer !== '' && <Soft>{footer}</Soft>}
      <ul className="mt-1.5 divide-y divide-line border-t border-line">
        {options.map((option, index) => {
          const { section } = option
          return (
            <li key={index} className="py-1.5">
              {section !== '' && section !== options[index - 1]?.section && <Soft>{section}</Soft>}
              <ChoiceView choice={option} />
            </li>
          )
        })}
      </ul>
    </div>
  )
}

function ChoiceView({ choice: { title, description, action } }: { choice: Choice }) {
  const Figure = figures[action.does]
  const href = action.does === 'open_url' ? action.value : action.does === 'call_number' ? `tel:${action.value}` : ''
  return (
    <span className="flex items-start gap-2">
      <Figure size={16} className="mt-0.5 shrink-0 text-bubble-soft" aria-hidden />
      <span className="min-w-0">
        <Outward href={href}>{title}</Outward>
        {description && <Soft>{description}</Soft>}
      </span>
    </span>
  )
}
