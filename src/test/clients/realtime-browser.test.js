// Supabase's client in Chromium, on the browser's own websocket.
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { after, before, test } from 'node:test'
import { buildSync } from 'esbuild'
import { chromium } from 'playwright-core'
import { insert } from './listening.js'
import { anonymousKey, origin } from './server.js'

const PAGE = `<!doctype html><title>supabase-js</title><script type="module">
  import { createClient } from '/supabase.js'
  const client = createClient('${origin}', '${anonymousKey}', { auth: { persistSession: false } })
  window.rows = []
  window.messages = []
  window.channel = client
    .channel('browsers', { config: { presence: { key: location.hash.slice(1) } } })
    .on('postgres_changes', { event: 'INSERT', schema: 'public', table: 'tasks' }, ({ new: row }) => rows.push(row.title))
    .on('broadcast', { event: 'hello' }, ({ payload }) => messages.push(payload))
    .on('presence', { event: 'sync' }, () => (window.present = Object.keys(channel.presenceState()).sort().join()))
    .subscribe((status) => (document.title = status))
</script>`

let browser, pages

before(async () => {
  const [{ text: script }] = buildSync({
    stdin: { contents: "export { createClient } from '@supabase/supabase-js'", resolveDir: import.meta.dirname },
    bundle: true,
    format: 'esm',
    write: false,
  }).outputFiles
  pages = createServer((request, response) => {
    const wanted = request.url === '/supabase.js'
    response.setHeader('content-type', wanted ? 'text/javascript' : 'text/html').end(wanted ? script : PAGE)
  })
  await new Promise((resolve) => pages.listen(0, '127.0.0.1', resolve))
  browser = await chromium.launch({ executablePath: process.env.PGEXT_CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] })
})

after(async () => {
  await browser?.close()
  pages.close()
})

async function page(name) {
  const opened = await browser.newPage()
  opened.setDefaultTimeout(60_000)
  const errors = []
  opened.on('pageerror', (error) => errors.push(error))
  await opened.goto(`http://127.0.0.1:${pages.address().port}/#${name}`)
  await opened.waitForFunction(() => document.title === 'SUBSCRIBED').catch((cause) => {
    throw errors[0] ?? cause
  })
  return opened
}

test('pages hear of rows, of each other and of who is there', async () => {
  const [one, other] = await Promise.all([page('one'), page('other')])

  await insert({ title: 'for browsers' })
  await Promise.all([one, other].map((opened) => opened.waitForFunction(() => rows.includes('for browsers'))))

  await one.evaluate(() => channel.send({ type: 'broadcast', event: 'hello', payload: { text: 'wörld' } }))
  await other.waitForFunction(() => messages.length > 0)
  assert.deepEqual(await other.evaluate(() => messages), [{ text: 'wörld' }])

  await Promise.all([one, other].map((opened) => opened.evaluate(() => channel.track({}))))
  await Promise.all([one, other].map((opened) => opened.waitForFunction(() => present === 'one,other')))
  await one.close()
  await other.waitForFunction(() => present === 'other')
})
