import { useTranslation } from 'react-i18next'

import { Code } from '../../ui/Code'
import { firewallCommands } from './examples'
import { places } from './places'

/** How the system's own firewall is opened, where phones of the network don't get through. */
export function FirewallHint({ system, port }: { system: string; port: number }) {
  const { t } = useTranslation()
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
    <details id={places.firewall} className="group mt-5 scroll-mt-4 border-t border-line pt-4">
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
