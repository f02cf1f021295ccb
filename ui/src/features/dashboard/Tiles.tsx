import type { ReactNode } from 'react'

import type { Statistics } from '../../api/types'
import { useTranslation } from '../../lib/translation'
import { figuresSaid } from './figure-words'
import { Tile } from './Tile'

interface Props {
  figures: Statistics
  linkTo: (what: 'active' | 'new', children: ReactNode) => ReactNode
}

/** The figures of a period beside each other. */
export function Tiles({ figures, linkTo }: Props) {
  const { t, i18n } = useTranslation()
  return (
    <dl className="grid grid-cols-2 gap-3 lg:grid-cols-4 print:grid-cols-4 print:gap-2">
      {figuresSaid(figures, t, i18n.language).map((figure) => {
        const { name, behind } = figure
        return <Tile key={name} figure={figure} link={(children) => (behind ? linkTo(behind, children) : children)} />
      })}
    </dl>
  )
}
