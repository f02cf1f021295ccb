// Certificates of an authority of our own.
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

const openssl = (folder: string, ...words: string[]) => execFileSync('openssl', words, { cwd: folder, stdio: 'pipe' })

/** Makes the authority, and gives its file. */
export function makeAuthority(folder: string): string {
  openssl(
    folder,
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-days',
    '30',
    '-subj',
    '/CN=Outside',
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
  )
  writeFileSync(join(folder, 'ca.txt'), '')
  writeFileSync(
    join(folder, 'ca.conf'),
    '[ca]\ndefault_ca=it\n[it]\ndatabase=ca.txt\nnew_certs_dir=.\ncertificate=ca.pem\nprivate_key=ca.key\nrand_serial=yes\n' +
      'default_md=sha256\npolicy=any\ncopy_extensions=copy\nunique_subject=no\n[any]\ncommonName=supplied\n',
  )
  return join(folder, 'ca.pem')
}

export interface Certificate {
  certificate: string
  key: string
}

/** Makes a certificate for a name; `until` is a moment as `YYYYMMDD`, or as `YYYYMMDDhhmmss`. */
export function makeCertificate(folder: string, name: string, until = '20900101'): Certificate {
  const file = `${name}-${until}`
  const request = ['-newkey', 'rsa:2048', '-nodes', '-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`]
  openssl(folder, 'req', ...request, '-keyout', `${file}.key`, '-out', `${file}.csr`)
  const dates = ['-startdate', '20200101000000Z', '-enddate', `${until.padEnd(14, '0')}Z`]
  openssl(folder, 'ca', '-batch', '-notext', '-config', 'ca.conf', ...dates, '-in', `${file}.csr`, '-out', `${file}.pem`)
  return { certificate: join(folder, `${file}.pem`), key: join(folder, `${file}.key`) }
}
