import js from '@eslint/js'
import { createNodeResolver, importX } from 'eslint-plugin-import-x'
import hooks from 'eslint-plugin-react-hooks'
import { defineConfig, globalIgnores } from 'eslint/config'
import ts from 'typescript-eslint'

/** Who may import whom: `ui`, `lib` ← `api` ← `features` ← `admin`, `portal`. */
const zones = [
  { target: './src/lib', from: ['./src/ui', './src/api', './src/features', './src/admin', './src/portal'] },
  { target: './src/ui', from: ['./src/api', './src/features', './src/admin', './src/portal'] },
  { target: './src/api', from: ['./src/ui', './src/features', './src/admin', './src/portal'] },
  { target: './src/features', from: ['./src/admin', './src/portal'] },
  { target: './src/admin', from: './src/portal' },
  { target: './src/portal', from: './src/admin' },
  ...['session', 'connect', 'link', 'messages', 'preferences'].map((feature) => ({
    target: `./src/features/${feature}`,
    from: './src/features',
    except: [`./${feature}`],
    message: 'Features do not import each other: compose them in admin or portal.',
  })),
]

const asNodes = 'What people write is shown as text nodes only.'

export default defineConfig(
  globalIgnores(['dist', 'test-results', 'src/api/schema.gen.ts']),
  js.configs.recommended,
  ts.configs.recommendedTypeChecked,
  hooks.configs.flat['recommended-latest'],
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { 'import-x': importX },
    settings: { 'import-x/resolver-next': [createNodeResolver({ extensions: ['.ts', '.tsx', '.js', '.json'] })] },
    rules: {
      'import-x/no-restricted-paths': ['error', { zones, basePath: import.meta.dirname }],
      'import-x/no-default-export': 'off',
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
