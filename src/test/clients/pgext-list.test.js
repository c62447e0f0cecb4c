// pgext.js: rows that follow a table, and writes that show at once.
import assert from 'node:assert/strict'
import test, { beforeEach } from 'node:test'
import { FakeSocket, fakeServer, settled } from './fake-server.js'

const clock = test.mock.timers
beforeEach(() => {
  clock.reset()
  clock.enable({ apis: ['setTimeout', 'setInterval'] })
})

let position = 10

/** A list that is live with these rows, and everything that it showed. */
async function live(rows = [{ id: 1, title: 'a', done: false }], wanted = {}) {
  const { db, requests } = fakeServer()
  const list = db.list({ table: 'tasks', order: 'id', ...wanted })
  const socket = await FakeSocket.last.open()
  socket.say(
    { type: 'subscribed', id: socket.id, cursor: '1-0/1-', key: ['id'], columns: [] },
    { type: 'snapshot', id: socket.id, rows, cursor: '1-0/1-', last: true }
  )
  clock.tick(1)
  const shown = []
  list.subscribe(() => shown.push(titles(list)))
  const event = (type, record, old) => {
    socket.say({ type, id: socket.id, record, old_record: old, cursor: `1-0/${++position}-0` })
    clock.tick(1)
  }
  return { db, list, requests, socket, shown, event }
}

const titles = (list) => list.rows.map(({ title }) => title).join('')

test('it has the rows of the snapshot, and follows', async () => {
  const { list, event } = await live()
  assert.equal(list.status, 'live')
  assert.equal(await list.ready, list)
  event('insert', { id: 2, title: 'b' })
  event('update', { id: 1, title: 'A' }, { id: 1, title: 'a' })
  assert.deepEqual(list.rows, [{ id: 1, title: 'A', done: false }, { id: 2, title: 'b' }])
  event('delete', undefined, { id: 1 })
  assert.equal(titles(list), 'b')
  event('truncate')
  assert.deepEqual(list.rows, [])
})

test('an update of the key replaces the row, and a missing column stays', async () => {
  const { list, event } = await live([{ id: 1, title: 'a', text: 'long' }])
  event('update', { id: 2, title: 'b' }, { id: 1, title: 'a' })
  assert.deepEqual(list.rows, [{ id: 2, title: 'b', text: 'long' }])
})

test('its rows are the same array until something changes, and listeners hear once', async () => {
  const { list, socket, event } = await live()
  const before = list.getSnapshot()
  assert.equal(list.getSnapshot(), before)
  assert.ok(Object.isFrozen(before))
  let heard = 0
  const stop = list.subscribe(() => heard++)
  for (const id of [2, 3, 4]) socket.say({ type: 'insert', id: socket.id, record: { id, title: 'x' }, cursor: '1-0/2-0' })
  clock.tick(1)
  assert.equal(heard, 1)
  assert.equal(before.length, 1)
  assert.equal(list.getSnapshot().length, 4)
  stop()
  event('delete', undefined, { id: 4 })
  assert.equal(heard, 1)
})

test('rows are sorted as PostgreSQL sorts them', async () => {
  const rows = [{ id: 1, n: null }, { id: 2, n: 1 }, { id: 3, n: 2 }, { id: 4, n: 1 }]
  const sorted = async (order) => (await live(rows, { order })).list.rows.map(({ id }) => id).join('')
  assert.equal(await sorted('n,id'), '2431')
  assert.equal(await sorted('n.desc, id.desc'), '1342')
  assert.equal(await sorted('n.desc.nullslast,id'), '3241')
  assert.equal(await sorted('n.asc.nullsfirst,id'), '1243')
  assert.equal(await sorted((a, b) => b.id - a.id), '4321')
})

test('offline it keeps its rows, and a resync replaces them at once', async () => {
  const { list, socket, shown } = await live()
  socket.die()
  assert.deepEqual([list.status, titles(list)], ['offline', 'a'])
  clock.tick(30000)
  const next = await FakeSocket.last.open()
  next.say(
    { type: 'subscribed', id: next.id, cursor: '2-0/1-', key: ['id'] },
    { type: 'resync', id: next.id, reason: 'too late', epoch: 2, cursor: '2-0/1-' },
    { type: 'subscribed', id: 's0', cursor: '2-0/1-' }
  )
  next.say({ type: 'snapshot', id: next.id, rows: [{ id: 2, title: 'b' }], cursor: '2-0/1-' })
  clock.tick(1)
  assert.equal(titles(list), 'a')
  next.say({ type: 'snapshot', id: next.id, rows: [{ id: 3, title: 'c' }], cursor: '2-0/1-', last: true })
  clock.tick(1)
  assert.deepEqual([list.status, titles(list)], ['live', 'bc'])
  assert.ok(!shown.includes(''))
})

test('what comes twice is there once', async () => {
  const { list, event } = await live()
  event('insert', { id: 2, title: 'b' })
  event('insert', { id: 2, title: 'b' })
  assert.equal(titles(list), 'ab')
})

test('a refused list says why', async () => {
  const { db } = fakeServer()
  const list = db.list({ table: 'secrets' })
  const socket = await FakeSocket.last.open()
  socket.say({ type: 'error', id: socket.id, code: '42501', message: 'permission denied' })
  assert.deepEqual([list.status, list.error.code], ['error', '42501'])
  await assert.rejects(list.ready, { code: '42501' })
})

test('an update shows at once, and settles with its own change', async () => {
  const { list, requests, shown, event } = await live()
  const updated = list.update(1, { done: true, title: 'b' })
  assert.deepEqual(list.rows, [{ id: 1, title: 'b', done: true }])
  await settled()
  const [request] = requests
  assert.deepEqual([request.method, request.body], ['PATCH', { done: true, title: 'b' }])
  assert.equal(request.url, 'http://server.test/api/tasks?id=eq.1&select=*')
  await request.answer(200, [{ id: 1, title: 'b', done: true }])
  assert.deepEqual(await updated, { id: 1, title: 'b', done: true })
  event('update', { id: 1, title: 'z', done: false })
  assert.equal(titles(list), 'b', 'an earlier change by somebody else does not flicker')
  event('update', { id: 1, title: 'b', done: true })
  event('update', { id: 1, title: 'c', done: true })
  assert.equal(titles(list), 'c')
  assert.deepEqual([...new Set(shown)], ['b', 'c'])
})

test('an update whose change comes before its answer has settled by then', async () => {
  const { list, requests, shown, event } = await live()
  list.update(1, { title: 'b' })
  await settled()
  event('update', { id: 1, title: 'b', done: false })
  event('update', { id: 1, title: 'c', done: false })
  assert.equal(titles(list), 'b')
  await requests[0].answer(200, [{ id: 1, title: 'b', done: false }])
  assert.equal(titles(list), 'c')
  assert.deepEqual([...new Set(shown)], ['b', 'c'])
})

test('a write that fails is taken back', async () => {
  const { list, requests } = await live()
  for (const [write, during] of [
    [() => list.update(1, { title: 'b' }), 'b'],
    [() => list.remove(1), ''],
    [() => list.insert({ id: 2, title: 'b' }), 'ab'],
    [() => list.insert({ title: 'b' }), 'ba'],
  ]) {
    const written = assert.rejects(write(), { code: '42501' })
    assert.equal([...titles(list)].sort().join(''), [...during].sort().join(''))
    await settled()
    await requests.at(-1).answer(403, { code: '42501', message: 'no' })
    await written
    assert.equal(titles(list), 'a')
  }
})

test('a removed row is gone at once, and does not come back', async () => {
  const { list, requests, shown, event } = await live()
  const removed = list.remove(list.rows[0])
  assert.equal(titles(list), '')
  await settled()
  assert.equal(requests[0].method, 'DELETE')
  await requests[0].answer(204)
  await removed
  event('update', { id: 1, title: 'z' })
  event('delete', undefined, { id: 1 })
  assert.deepEqual([...new Set(shown)], [''])
})

test('a new row with its key is there once, whatever comes first', async () => {
  for (const eventFirst of [true, false]) {
    const { list, requests, shown, event } = await live()
    list.insert({ id: 2, title: 'b' })
    await settled()
    const row = { id: 2, title: 'b', done: false }
    const steps = [() => event('insert', row), () => requests[0].answer(201, row)]
    for (const step of eventFirst ? steps : steps.reverse()) await step()
    assert.deepEqual([...new Set(shown)], ['ab'])
    assert.deepEqual(list.rows[1], row)
  }
})

test('a new row whose key the server makes is there once, whatever comes first', async () => {
  for (const eventFirst of [true, false]) {
    const { list, requests, shown, event } = await live([{ id: 1, title: 'a' }], { order: 'title' })
    list.insert({ title: 'b' })
    const name = list.keyOf(list.rows[1])
    await settled()
    assert.equal(requests[0].headers.Accept, 'application/vnd.pgrst.object+json')
    const row = { id: 2, title: 'b', done: false }
    const steps = [() => event('insert', row), () => requests[0].answer(201, row)]
    for (const step of eventFirst ? steps : steps.reverse()) await step()
    assert.deepEqual([...new Set(shown)], ['ab'])
    assert.deepEqual(list.rows[1], row)
    assert.equal(list.keyOf(list.rows[1]), name, 'its name stays')
    event('insert', { id: 3, title: 'c' })
    assert.equal(titles(list), 'abc')
  }
})

test("others' new rows wait for the answer only", async () => {
  const { list, requests, event } = await live([], { order: 'title' })
  list.insert({ title: 'b' })
  await settled()
  event('insert', { id: 7, title: 'z' })
  event('insert', { id: 8, title: 'b' })
  assert.equal(titles(list), 'b')
  await requests[0].answer(201, { id: 8, title: 'b' })
  assert.equal(titles(list), 'bz')
})

test('a row that came and went before the answer is not shown again', async () => {
  const { list, requests, event } = await live()
  list.insert({ title: 'b' })
  await settled()
  event('insert', { id: 2, title: 'b' })
  event('delete', undefined, { id: 2 })
  await requests[0].answer(201, { id: 2, title: 'b' })
  assert.equal(titles(list), 'a')
})

test('writes of one row are sent one after the other, also to a row that has no key yet', async () => {
  const { list, requests, event } = await live([], { order: 'title' })
  list.insert({ title: 'b' })
  list.update(list.rows[0], { title: 'c' })
  list.remove(list.rows[0])
  assert.equal(titles(list), '')
  await settled()
  assert.equal(requests.length, 1)
  await requests[0].answer(201, { id: 2, title: 'b' })
  assert.equal(requests[1].url, 'http://server.test/api/tasks?id=eq.2&select=*')
  await requests[1].answer(200, [{ id: 2, title: 'c' }])
  assert.equal(requests[2].method, 'DELETE')
  await requests[2].answer(204)
  event('insert', { id: 2, title: 'b' })
  event('update', { id: 2, title: 'c' })
  assert.equal(titles(list), '')
  event('delete', undefined, { id: 2 })
  assert.equal(titles(list), '')
})

test('a write that does not come back although all is well is let go', async () => {
  const { list, requests } = await live()
  list.insert({ id: 2, title: 'hidden' })
  await settled()
  await requests[0].answer(201, { id: 2, title: 'hidden' })
  assert.equal(list.rows.length, 2)
  clock.tick(5000)
  assert.equal(titles(list), 'a')
})

test('offline, a write stays until its change can come', async () => {
  const { list, requests, socket } = await live()
  list.update(1, { title: 'b' })
  await settled()
  socket.die()
  await requests[0].answer(200, [{ id: 1, title: 'b', done: false }])
  clock.tick(60000)
  assert.equal(titles(list), 'b')
  const next = await FakeSocket.last.open()
  next.say({ type: 'subscribed', id: next.id, cursor: '1-0/1-' })
  next.say({ type: 'update', id: next.id, record: { id: 1, title: 'b', done: false }, cursor: '1-0/99-0' })
  clock.tick(1)
  assert.deepEqual(list.rows, [{ id: 1, title: 'b', done: false }])
})

test('an update of no row is undefined, and changes nothing', async () => {
  const { list, requests } = await live()
  const updated = list.update(1, { title: 'b' })
  await settled()
  await requests[0].answer(200, [])
  assert.equal(await updated, undefined)
  assert.equal(titles(list), 'a')
})

test('keys of several columns', async () => {
  const { list, requests, event } = await live([{ a: 1, b: 2, title: 'x' }], { key: ['a', 'b'], order: 'a,b' })
  list.update({ a: 1, b: 2 }, { title: 'y' })
  await settled()
  assert.equal(requests[0].url, 'http://server.test/api/tasks?a=eq.1&b=eq.2&select=*')
  event('insert', { a: 1, b: 3, title: 'z' })
  assert.equal(titles(list), 'yz')
})

test('a closed list hears no more', async () => {
  const { list, socket } = await live()
  const { id } = socket
  list.close()
  assert.deepEqual(socket.of('unsubscribe'), [{ type: 'unsubscribe', id }])
})

test('what somebody else wrote before is not shown to who comes next', async () => {
  const { db, list, requests } = await live()
  list.insert({ id: 2, title: 'mine' })
  await settled()
  await requests[0].answer(201, { id: 2, title: 'mine' })
  db.setToken('another')
  const next = await FakeSocket.last.open()
  next.say(
    { type: 'subscribed', id: next.id, cursor: '1-0/3-', key: ['id'] },
    { type: 'snapshot', id: next.id, rows: [{ id: 3, title: 'theirs' }], cursor: '1-0/3-', last: true }
  )
  clock.tick(1)
  assert.equal(titles(list), 'theirs')
})
