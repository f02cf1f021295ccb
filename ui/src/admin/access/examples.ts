// What the provider copies into other programs.

interface Front {
  /** The address that people open; empty while nobody has typed one. */
  publicUrl: string
  /** Where the server listens. */
  port: number
}

const exampleHost = 'zap.example.com'

function parts(publicUrl: string): { host: string; name: string; port: string; isHttps: boolean } {
  const typed = URL.canParse(publicUrl) ? new URL(publicUrl) : undefined
  // Browsers write a space in a name as %20, and take it.
  const url = typed === undefined || typed.hostname.includes('%') ? new URL(`https://${exampleHost}`) : typed
  const isHttps = url.protocol === 'https:'
  // The name is what browsers send as Host: with the port, where it isn't the usual one.
  return { host: url.hostname, name: url.host, port: url.port || (isHttps ? '443' : '80'), isHttps }
}

/** A site of nginx: only its own name goes on, whatever strangers write; sockets come through, files of 100 MB too. */
export function nginx({ publicUrl, port }: Front): string {
  const front = parts(publicUrl)
  const certificate = front.isHttps
    ? `
    ssl_certificate     /etc/letsencrypt/live/${front.host}/fullchain.pem;
    ssl_certificate_key /etc/letsencrypt/live/${front.host}/privkey.pem;
`
    : ''
  return `map $http_upgrade $portaria_connection {
    default upgrade;
    ''      close;
}

server {
    listen ${front.port}${front.isHttps ? ' ssl' : ''};
    server_name ${front.host};
${certificate}
    client_max_body_size 110m;

    location / {
        proxy_pass http://127.0.0.1:${port};
        proxy_http_version 1.1;
        proxy_set_header Host ${front.name};
        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
        proxy_set_header Upgrade $http_upgrade;
        proxy_set_header Connection $portaria_connection;
        proxy_read_timeout 1h;
        proxy_request_buffering off;
    }
}
`
}

/** The same for Caddy, which gets the certificate, and passes the name, the caller's address and sockets on by itself. */
export function caddy({ publicUrl, port }: Front): string {
  const front = parts(publicUrl)
  const own = front.isHttps ? '443' : '80'
  const site = `${front.isHttps ? '' : 'http://'}${front.host}${front.port === own ? '' : `:${front.port}`}`
  return `${site} {
    request_body {
        max_size 110MB
    }
    reverse_proxy 127.0.0.1:${port}
}
`
}

/** How a program that is nobody's special one is let open ports below 1024, by the name of the tool. */
export function portCommands(system: string): [tool: string, command: string][] {
  if (system !== 'linux') return []
  return [
    ['setcap', 'sudo setcap cap_net_bind_service=+ep "$(command -v portaria-server)"'],
    ['systemd', '[Service]\nAmbientCapabilities=CAP_NET_BIND_SERVICE'],
  ]
}

/** How the system's own firewall is opened for the network, by the name of the tool. */
export function firewallCommands(system: string, port: number): [tool: string, command: string][] {
  switch (system) {
    case 'linux':
      return [
        ['ufw', `sudo ufw allow ${port}/tcp`],
        ['firewalld', `sudo firewall-cmd --permanent --add-port=${port}/tcp && sudo firewall-cmd --reload`],
      ]
    case 'windows':
      return [
        [
          'PowerShell',
          `New-NetFirewallRule -DisplayName "Portaria" -Direction Inbound -Protocol TCP -LocalPort ${port} -Profile Private -Action Allow`,
        ],
      ]
    default:
      return []
  }
}
