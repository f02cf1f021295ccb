import type { Access } from '../../api/types'
import { useTranslation } from '../../lib/translation'
import { Code } from '../../ui/Code'
import { isLanVisited } from './addresses'
import { firewallCommands } from './examples'
import { places } from './places'

/** How the system's own firewall is opened, where phones of the network don't get through. */
export function FirewallHint({ access }: { access: Access }) {
  const { t } = useTranslation()
  const { system, port } = access
  // Nobody has come through yet: it may be what keeps them out.
  const isOpen = access.network.isOpen && !isLanVisited(access)
  const commands = firewallCommands(system, port)
  const text =
    system === 'macos'
      ? t('access.firewallMac')
      : system === 'windows'
        ? t('access.firewallWindows')
        : commands.length > 0
          ? t('access.firewallLinux')
          : t('access.firewallOther', { port })
  return (
    <details id={places.firewall} open={isOpen} className="group mt-5 scroll-mt-4 border-t border-line pt-4">
      <summary className="text-sm font-medium text-accent">{t('access.firewall')}</summary>
      <div className="mt-3 space-y-3">
        <p className="text-sm text-soft">{text}</p>
        {commands.map(([tool, command]) => (
          <Code key={tool} label={tool} text={command} />
        ))}
      </div>
    </details>
  )
}
