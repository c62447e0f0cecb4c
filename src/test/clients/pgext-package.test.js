// pgext.js as a thing that is loaded: its size, its types, and that it needs nothing.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { transformSync } from 'esbuild'
import { pgext, source } from './fake-server.js'

const script = readFileSync(new URL('pgext.js', source), 'utf8')

test('minified it is at most 8 kB', () => {
  const { code } = transformSync(script, { minify: true, format: 'esm' })
  assert.ok(code.length <= 8192, `${code.length} bytes`)
})

test('it imports nothing', () => {
  assert.doesNotMatch(script, /\bimport\b(?!\.meta)/)
})

test('its types hold under tsc --strict', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pgext-types-'))
  copyFileSync(new URL('pgext.d.ts', source), join(folder, 'pgext.d.ts'))
  copyFileSync(new URL('pgext-types.ts', import.meta.url), join(folder, 'pgext-types.ts'))
  const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc')
  const options = ['--strict', '--noEmit', '--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess', '--target', 'es2022', '--module', 'es2022', '--moduleResolution', 'bundler', '--lib', 'es2022,dom']
  try {
    execFileSync(process.execPath, [compiler, ...options, 'pgext-types.ts'], { cwd: folder, encoding: 'utf8' })
  } catch (error) {
    assert.fail(error.stdout)
  }
})

test('the types name everything that there is, and nothing else', () => {
  const types = readFileSync(new URL('pgext.d.ts', source), 'utf8')
  const members = (name) => {
    const body = types.match(new RegExp(`interface ${name}\\b[^{]*\\{\\n([\\s\\S]*?)\\n\\}`))[1]
    return [...new Set([...body.matchAll(/^  (?:readonly )?(\w+)[<(:]/gm)].map(([, member]) => member))]
  }
  const db = pgext('http://nowhere.test', { WebSocket: class { close() {} } })
  const same = (object, ...interfaces) =>
    assert.deepEqual(Object.keys(object).filter((key) => !internal.includes(key)).sort(), interfaces.flatMap(members).filter((key) => key in object).sort())
  const internal = ['then', 'start', 'hear', 'lost', 'fail', 'forget', 'error']
  same(db, 'Client')
  same(db.from('t'), 'Filters', 'Query', 'Table')
  same(db.subscribe({ table: 't' }, {}), 'Subscription')
  same(db.channel('c'), 'Channel')
  for (const member of members('List')) assert.ok(member === 'error' || member in db.list({ table: 't' }), member)
  db.close()
})
