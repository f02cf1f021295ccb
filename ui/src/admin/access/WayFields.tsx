import { DomainFields } from './DomainFields'
import { type FieldsProps, ProxyFields } from './ProxyFields'
import { TunnelFields } from './TunnelFields'

/** What the chosen way to the Internet needs. */
export function WayFields(fields: FieldsProps) {
  switch (fields.draft.kind) {
    case 'closed':
      return null
    case 'tunnel':
      return <TunnelFields {...fields} />
    case 'domain':
      return <DomainFields {...fields} />
    case 'proxy':
      return <ProxyFields {...fields} />
  }
}
