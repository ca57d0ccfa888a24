import path from 'node:path'
import js from '@eslint/js'
import { builtinRules } from 'eslint/use-at-your-own-risk'
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript'
import { importX } from 'eslint-plugin-import-x'
import typescript from 'typescript-eslint'

// Rooms of actions/shared, each allowed to import what stands left of it (docs: DESIGN, habits 1).
// gate is what the actions that judge reports share. github and runtime are neighbours: either may use the other, and import cycles are refused anyway.
const ROOMS = [['model'], ['versions'], ['tools'], ['reports'], ['policy'], ['render'], ['github', 'runtime'], ['gate']]
const PURE_ROOMS = ['model', 'versions', 'tools', 'reports', 'policy', 'render']

const roomZones = ROOMS.flatMap((rooms, place) => {
  const later = ROOMS.slice(place + 1).flat()
  return rooms.flatMap((room) => [
    ...later.map((other) => ({
      target: `./actions/shared/${room}`,
      from: `./actions/shared/${other}`,
      message: `Rooms import only leftwards: ${ROOMS.map((names) => names.join(', ')).join(' <- ')}.`,
    })),
    {
      target: `./actions/shared/${room}`,
      from: './actions',
      except: ['./shared'],
      message: 'Shared rooms do not know the actions.',
    },
  ])
})

const actionZones = [
  {
    target: './actions/!(cli|shared)/**/*',
    from: './actions/cli',
    message: 'Actions do not know the terminal.',
  },
  { target: './actions', from: './test', message: 'Test code is not shipped.' },
  { target: './actions', from: './scripts', message: 'Scripts are not shipped.' },
]

const IMPURE_MODULES = '^(@actions/|(node:)?(fs|child_process|net|http|https|http2|dns|os|process|worker_threads)(/|$))'
const PURITY = 'The core is pure: time, environment, files and network enter as ports from actions/shared/runtime.'

/** @type {import('eslint').Rule.RuleModule} */
const kebabCaseFile = {
  meta: { type: 'suggestion', schema: [], messages: { name: 'File names are kebab-case: {{name}}.' } },
  create: (context) => ({
    Program(node) {
      const name = path.basename(context.filename)
      if (!/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+)+$/.test(name)) {
        context.report({ node, messageId: 'name', data: { name } })
      }
    },
  }),
}

const house = { rules: { 'kebab-case-file': kebabCaseFile, 'long-file': builtinRules.get('max-lines') } }

export default typescript.config(
  { ignores: ['node_modules/', 'build/', 'dist/', 'coverage/', 'examples/', 'test/fixtures/', 'scripts/fixtures/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts', '**/*.mjs', '**/*.js'],
    plugins: { house, 'import-x': importX },
    extends: [js.configs.recommended],
    settings: {
      'import-x/resolver-next': [createTypeScriptImportResolver({ project: 'tsconfig.json' })],
      // Without these two, the cycles between TypeScript files are not seen.
      'import-x/extensions': ['.ts', '.mjs', '.js'],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts'] },
    },
    rules: {
      'house/kebab-case-file': 'error',
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      'import-x/no-self-import': 'error',
      'import-x/no-duplicates': ['error', { 'prefer-inline': true }],
      'import-x/no-default-export': 'off',
      curly: ['error', 'multi-line'],
      eqeqeq: 'error',
      // Reports are hostile: control characters are looked for on purpose.
      'no-control-regex': 'off',
      'no-var': 'error',
      'prefer-const': 'error',
      'object-shorthand': 'error',
      'no-else-return': 'error',
    },
  },
  {
    files: ['**/*.mjs', '**/*.js'],
    languageOptions: {
      globals: Object.fromEntries(
        [
          ...['process', 'console', 'Buffer', 'URL', 'URLSearchParams', 'TextEncoder', 'TextDecoder', 'performance'],
          ...['fetch', 'AbortController', 'AbortSignal', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'],
          ...['setImmediate', 'queueMicrotask', 'structuredClone'],
        ].map((name) => [name, 'readonly']),
      ),
    },
  },
  {
    files: ['**/*.ts'],
    extends: [typescript.configs.strictTypeChecked],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/prefer-readonly': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    },
  },
  {
    files: ['actions/**/*.ts'],
    rules: {
      'house/long-file': ['warn', 300],
      'max-lines': ['error', 320],
      'no-console': 'error',
      'import-x/no-restricted-paths': [
        'error',
        { basePath: import.meta.dirname, zones: [...roomZones, ...actionZones] },
      ],
    },
  },
  {
    files: PURE_ROOMS.map((room) => `actions/shared/${room}/**/*.ts`),
    rules: {
      'no-restricted-imports': ['error', { patterns: [{ regex: IMPURE_MODULES, message: PURITY }] }],
      'no-restricted-globals': [
        'error',
        ...['process', 'fetch', 'setTimeout', 'setInterval'].map((name) => ({ name, message: PURITY })),
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: PURITY },
        { object: 'performance', property: 'now', message: PURITY },
        { object: 'globalThis', property: 'process', message: PURITY },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: PURITY },
        { selector: 'CallExpression[callee.name="Date"]', message: PURITY },
        {
          selector:
            'ImportExpression[source.value=/^(@actions\\u002f|(node:)?(fs|child_process|net|https?|os|process)(\\u002f|$))/]',
          message: PURITY,
        },
      ],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      // Tests write numbers and shapes that production code would have to prove first.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/explicit-module-boundary-types': 'off',
    },
  },
)
