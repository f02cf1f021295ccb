import js from '@eslint/js'
import hooks from 'eslint-plugin-react-hooks'
import { defineConfig, globalIgnores } from 'eslint/config'
import ts from 'typescript-eslint'

/** Who may import whom: `ui`, `lib` ← `api` ← `features` ← `admin`, `portal`. Features do not import each other. */
const features = ['account', 'session', 'connect', 'contacts', 'link', 'messages', 'preferences', 'quick-replies', 'dashboard']
const zones = [
  { zone: 'lib', not: ['ui', 'api', 'features', 'admin', 'portal'] },
  { zone: 'ui', not: ['api', 'features', 'admin', 'portal'] },
  { zone: 'api', not: ['ui', 'features', 'admin', 'portal'] },
  { zone: 'admin', not: ['portal'] },
  { zone: 'portal', not: ['admin'] },
  ...features.map((feature) => ({
    zone: `features/${feature}`,
    not: ['admin', 'portal', ...features.filter((other) => other !== feature)],
  })),
].map(({ zone, not }) => ({
  files: [`src/${zone}/**`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        // Its hook is too dear for what stands in every row; see lib/translation.ts.
        paths: [{ name: 'react-i18next', message: 'lib/translation says the words.' }],
        patterns: [{ regex: `^(\\.\\./)+(features/)?(${not.join('|')})(/|$)`, message: `src/${zone} knows nothing of ${not.join(', ')}.` }],
      },
    ],
  },
}))

const asNodes = 'What people write is shown as text nodes only.'

export default defineConfig(
  globalIgnores(['dist', 'test-results', 'src/api/schema.gen.ts']),
  js.configs.recommended,
  ts.configs.recommendedTypeChecked,
  hooks.configs.flat['recommended-latest'],
  zones,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: 'JSXAttribute[name.name="dangerouslySetInnerHTML"]', message: asNodes },
        { selector: 'MemberExpression[property.name=/^(innerHTML|outerHTML|insertAdjacentHTML)$/]', message: asNodes },
      ],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      // node:test gives promises that its runner awaits.
      '@typescript-eslint/no-floating-promises': [
        'error',
        { allowForKnownSafeCalls: [{ from: 'package', package: 'node:test', name: ['describe', 'it', 'test'] }] },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    },
  },
  {
    files: ['**/*.{js,mjs}'],
    extends: [ts.configs.disableTypeChecked],
    languageOptions: { globals: { process: 'readonly', URL: 'readonly' } },
  },
)
