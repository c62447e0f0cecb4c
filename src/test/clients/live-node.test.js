// pgext.js on Node, against the real server: run with the table watched, see PgextClientIT.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import test, { after } from 'node:test'
import WebSocket from 'ws'
import { pgext, source } from './fake-server.js'
import { member, origin, token } from './server.js'

const clients = []
after(() => clients.forEach((client) => client.close()))

/** A client, and a way to cut its connection as a network does. */
function connected(options = {}) {
  const sockets = []
  class Watched extends WebSocket {
    constructor(url) {
      super(url)
      this.on('error', () => {})
      sockets.push(this)
    }
  }
  const errors = []
  const db = pgext(origin, { WebSocket: Watched, onError: (error) => errors.push(error), ...options })
  clients.push(db)
  return { db, errors, sockets, cut: () => sockets.at(-1)?.terminate() }
}

/** Waits until something holds. */
async function until(holds, what) {
  const end = Date.now() + 60_000
  while (!holds()) {
    if (Date.now() > end) assert.fail(`waited in vain for ${what()}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

const titles = (list) => list.rows.map(({ title }) => title).join(' ')
const shows = (list, expected) => until(() => titles(list) === expected, () => `'${expected}', but there was '${titles(list)}' (${list.status})`)

test('the server gives pages this very client, and says when they have it', async () => {
  for (const name of ['pgext.js', 'pgext.d.ts']) {
    const response = await fetch(`${origin}/${name}`)
    assert.equal(await response.text(), readFileSync(new URL(name, source), 'utf8'))
    const again = await fetch(`${origin}/${name}`, { headers: { 'If-None-Match': response.headers.get('etag') } })
    assert.equal(again.status, 304)
  }
})

test('a list has what is there, and what others do to it', async () => {
  const list = randomUUID()
  const { db } = connected()
  await db.from('tasks').insert([{ list, title: 'a' }, { list, title: 'b', done: true }])
  const rows = db.list({ table: 'tasks', filter: { list, done: false }, order: 'title' })
  await rows.ready
  assert.equal(titles(rows), 'a')
  await db.from('tasks').update({ done: false }).eq('list', list).eq('title', 'b')
  await shows(rows, 'a b')
  await db.from('tasks').update({ done: true }).eq('list', list).eq('title', 'a')
  await shows(rows, 'b')
  await db.from('tasks').insert([{ list, title: 'c' }, { list, title: 'd' }])
  await shows(rows, 'b c d')
  await db.from('tasks').delete().eq('list', list).eq('title', 'c')
  await shows(rows, 'b d')
})

test('what is written through a list shows at once, once, and settles', async () => {
  const list = randomUUID()
  const { db } = connected()
  const other = connected().db.list({ table: 'tasks', filter: { list }, order: 'title' })
  const rows = db.list({ table: 'tasks', filter: { list }, order: 'title' })
  await rows.ready
  const shown = new Set()
  rows.subscribe(() => shown.add(titles(rows)))
  const inserted = rows.insert({ list, title: 'a' })
  assert.equal(titles(rows), 'a')
  const row = await inserted
  await shows(other, 'a')
  const updated = rows.update(row, { title: 'b' })
  assert.equal(titles(rows), 'b')
  assert.deepEqual(await updated, { ...row, title: 'b' })
  await shows(other, 'b')
  await assert.rejects(rows.update(row, { title: 'refused' }), { code: '23514', status: 400 })
  assert.equal(titles(rows), 'b')
  const removed = rows.remove(row.id)
  assert.equal(titles(rows), '')
  await removed
  await shows(other, '')
  assert.deepEqual([...shown].filter((seen) => !['', 'a', 'b', 'refused'].includes(seen)), [])
})

test('cut again and again under load, a subscription hears everything once, and a list has what the table has', async () => {
  const list = randomUUID()
  const writer = connected().db
  const { db, cut, sockets } = connected()
  const heard = []
  const subscription = db.subscribe({ table: 'tasks', filter: { list } }, { insert: ({ record }) => heard.push(record.title) })
  const rows = db.list({ table: 'tasks', filter: { list }, order: 'id' })
  await rows.ready
  await until(() => subscription.status === 'live', () => `live, not ${subscription.status}`)
  let writing = true
  const cutting = (async () => {
    while (writing) {
      await new Promise((resolve) => setTimeout(resolve, 100 + Math.random() * 900))
      cut()
    }
  })()
  const written = []
  for (let i = 0; i < 300 || sockets.length < 3; i++) {
    written.push(`t${i}`)
    await writer.from('tasks').insert({ list, title: `t${i}` })
    if (i % 3 === 0) await writer.from('tasks').update({ done: true }).eq('list', list).eq('title', `t${i}`)
    if (i % 5 === 0) await writer.from('tasks').delete().eq('list', list).eq('title', `t${i}`)
  }
  writing = false
  await cutting
  await until(() => heard.length >= written.length, () => `${written.length} inserts, heard ${heard.length}`)
  assert.deepEqual(heard, written)
  const table = await writer.from('tasks').select().eq('list', list).order('id')
  await until(() => JSON.stringify(rows.rows) === JSON.stringify(table), () => `${table.length} rows, but there were ${rows.rows.length}`)
  assert.ok(sockets.length > 2, `${sockets.length} connections`)
})

test('rows of others are not seen, and another user sees theirs', async () => {
  const ada = token({ role: member, sub: randomUUID() })
  const grace = token({ role: member, sub: randomUUID() })
  const { db } = connected({ token: ada })
  const diary = db.list({ table: 'diaries' })
  await diary.ready
  await connected({ token: grace }).db.from('diaries').insert({ entry: 'of grace' })
  await diary.insert({ entry: 'of ada' })
  await until(() => diary.rows.length === 1, () => JSON.stringify(diary.rows))
  assert.equal(diary.rows[0].entry, 'of ada')
  db.setToken(grace)
  await until(() => diary.rows.length === 1 && diary.rows[0].entry === 'of grace', () => JSON.stringify(diary.rows))
})

test('a token that is about to expire is renewed without a word', async () => {
  const sub = randomUUID()
  const expiring = (seconds) => token({ role: member, sub, exp: Math.floor(Date.now() / 1000) + seconds })
  let asked = 0
  const { db, sockets } = connected({ getToken: async () => expiring(asked++ === 0 ? 20 : 3600) })
  const diary = db.list({ table: 'diaries' })
  await diary.ready
  await until(() => asked === 2, () => `a second token, asked ${asked} times`)
  await diary.insert({ entry: 'still here' })
  await until(() => diary.rows.length === 1 && diary.rows[0].id, () => JSON.stringify(diary.rows))
  assert.deepEqual([sockets.length, diary.status], [1, 'live'])
})

test('what may not be seen is refused, and heals with a token', async () => {
  const { db } = connected()
  const diary = db.list({ table: 'diaries' })
  await assert.rejects(diary.ready, { code: '42501' })
  assert.equal(diary.status, 'error')
  db.setToken(token({ role: member, sub: randomUUID() }))
  await until(() => diary.status === 'live', () => `live, not ${diary.status}: ${diary.error?.message}`)
})
