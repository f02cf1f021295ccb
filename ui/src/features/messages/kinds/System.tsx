import type { ViewProps } from './kind'
import { useSay } from './say'
import { systemWords } from './system-words'

export function SystemView({ content, message }: ViewProps<'system'>) {
  return <span className="break-words">{systemWords(content, message, useSay())}</span>
}
