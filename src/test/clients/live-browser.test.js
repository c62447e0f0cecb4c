// pgext.js in Chromium, as the server gives it: run with the table watched, see PgextClientIT.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { after, before, test } from 'node:test'
import { chromium } from 'playwright-core'
import { member, origin, token } from './server.js'

const PAGE = `<!doctype html><title>tasks</title><script>
  window.sockets = []
  const Native = WebSocket
  window.WebSocket = class extends Native { constructor(url) { super(url); sockets.push(this) } }
</script><ul></ul><script type="module">
  import { pgext } from '${origin}/pgext.js'
  window.db = pgext()
  window.list = db.list({ table: 'tasks', filter: { list: location.hash.slice(1) }, order: 'id' })
  window.shown = []
  list.subscribe(() => {
    shown.push(list.rows.map(({ title }) => title).join(' '))
    document.querySelector('ul').replaceChildren(...list.rows.map(({ title }) => Object.assign(document.createElement('li'), { textContent: title })))
  })
  await list.ready
  document.title = 'ready'
</script>`

let browser, pages, address

before(async () => {
  pages = createServer((_, response) => response.setHeader('content-type', 'text/html').end(PAGE))
  await new Promise((resolve) => pages.listen(0, '127.0.0.1', resolve))
  address = `http://127.0.0.1:${pages.address().port}/`
  browser = await chromium.launch({ executablePath: process.env.PGEXT_CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] })
})

after(async () => {
  await browser?.close()
  pages.close()
})

async function page(list) {
  const opened = await browser.newPage()
  opened.setDefaultTimeout(60_000)
  const errors = []
  opened.on('pageerror', (error) => errors.push(error))
  await opened.goto(`${address}#${list}`)
  await opened.waitForFunction(() => document.title === 'ready').catch((cause) => {
    throw errors[0] ?? cause
  })
  return opened
}

const shows = (opened, titles) =>
  opened.waitForFunction((expected) => [...document.querySelectorAll('li')].map((item) => item.textContent).join(' ') === expected, titles)

test('two pages see what each other does', async () => {
  const list = randomUUID()
  const [one, other] = await Promise.all([page(list), page(list)])
  await one.evaluate((name) => list.insert({ list: name, title: 'a' }), list)
  await shows(other, 'a')
  await other.evaluate((name) => list.insert({ list: name, title: 'b' }), list)
  await shows(one, 'a b')
  await one.evaluate(() => list.update(list.rows[0], { title: 'A' }))
  await shows(other, 'A b')
  await other.evaluate(() => list.remove(list.rows[0]))
  await shows(one, 'b')
  const doubled = await one.evaluate(() => shown.filter((titles) => new Set(titles.split(' ')).size < titles.split(' ').length))
  assert.deepEqual(doubled, [])
})

test('a page that lost its socket catches up, without gap or double', async () => {
  const list = randomUUID()
  const [one, other] = await Promise.all([page(list), page(list)])
  const titles = []
  for (let i = 0; i < 40; i++) {
    titles.push(`t${i}`)
    await one.evaluate(([name, title]) => db.from('tasks').insert({ list: name, title }), [list, `t${i}`])
    if (i % 10 === 5) await other.evaluate(() => sockets.at(-1).close())
  }
  await shows(other, titles.join(' '))
  await shows(one, titles.join(' '))
  assert.ok((await other.evaluate(() => sockets.length)) > 1)
})

const docs = readFileSync(new URL('../../docs/realtime.md', import.meta.url), 'utf8')
const example = (language) => docs.match(new RegExp('```' + language + '\n([^]*?)```'))[1]

test('the examples of docs/realtime.md do what it says', async () => {
  const opened = await browser.newPage()
  await opened.route(`${origin}/example.html`, (route) => route.fulfill({ contentType: 'text/html', body: example('html') }))
  const bought = opened.waitForEvent('console', {
    predicate: async (message) => (await message.args()[0]?.jsonValue())?.some?.(({ title }) => title === 'Buy milk'),
    timeout: 60_000,
  })
  await opened.goto(`${origin}/example.html`)
  await bought
  const written = await opened.evaluate(`(async () => {
    const { pgext } = await import('/pgext.js')
    const session = { accessToken: '${token({ role: member, sub: 'ada' })}' }
    ${example('js').replace('https://api.example.com', origin)}
    await db.from('diaries').insert({ entry: 'written with a token' })
    return 'written'
  })()`)
  assert.equal(written, 'written')
})
