// pgext.js: one socket for all subscriptions, through losses, resyncs and changes of the token.
import assert from 'node:assert/strict'
import test, { beforeEach } from 'node:test'
import { FakeSocket, fakeServer, settled } from './fake-server.js'

let clock
beforeEach((context) => {
  clock = context.mock?.timers ?? test.mock.timers
  clock.reset()
  clock.enable({ apis: ['setTimeout', 'setInterval'] })
})

const change = (id, type, n, more) => ({ type, id, schema: 'public', table: 'tasks', cursor: `1-0/${n}-0`, record: { id: n }, ...more })

/** A subscription that is live, what it heard, and its socket. */
async function live(wanted = {}, options) {
  const { db } = fakeServer(options)
  const heard = []
  const subscription = db.subscribe({ table: 'tasks', ...wanted }, (event) => heard.push(event))
  const socket = await FakeSocket.last.open()
  socket.say({ type: 'subscribed', id: socket.id, cursor: '1-0/1-', key: ['id'], columns: [] })
  return { db, heard, subscription, socket }
}

const types = (heard) => heard.map(({ type, status }) => status ?? type)

/** Lets the client come back after a loss. */
async function comeBack() {
  clock.tick(30000)
  return FakeSocket.last.open()
}

test('several subscriptions share a socket, and hear what is theirs', async () => {
  const { db, heard, socket } = await live({ filter: { done: false, list: [1] } })
  const others = []
  db.subscribe({ table: 'lists', select: ['id'] }, { insert: (event) => others.push(event.record.id) })
  assert.equal(FakeSocket.all.length, 1)
  assert.equal(socket.url, 'ws://server.test/api/ws')
  const [first, second] = socket.of('subscribe')
  assert.deepEqual(first, { type: 'subscribe', table: 'tasks', id: first.id, filter: 'done=eq.false&list=in.%28%221%22%29' })
  assert.deepEqual(second, { type: 'subscribe', table: 'lists', select: ['id'], id: second.id })
  socket.say(change(second.id, 'insert', 8), change(first.id, 'delete', 9))
  assert.deepEqual(others, [8])
  assert.deepEqual(types(heard), ['subscribed', 'live', 'delete'])
})

test('after a loss it goes on behind the last event', async () => {
  const { heard, socket, subscription } = await live()
  socket.say(change(socket.id, 'insert', 5))
  assert.equal(subscription.cursor, '1-0/5-0')
  socket.die()
  assert.equal(subscription.status, 'offline')
  const next = await comeBack()
  const [wanted] = next.of('subscribe')
  assert.equal(wanted.since, '1-0/5-0')
  assert.notEqual(wanted.id, socket.id)
  next.say({ type: 'subscribed', id: next.id, cursor: '1-0/9-' }, change(next.id, 'insert', 6))
  assert.deepEqual(types(heard), ['subscribed', 'live', 'insert', 'offline', 'connecting', 'subscribed', 'live', 'insert'])
})

test('a loss while it catches up loses nothing', async () => {
  const { socket } = await live()
  socket.say(change(socket.id, 'insert', 5))
  socket.die()
  const next = await comeBack()
  next.say({ type: 'subscribed', id: next.id, cursor: '1-0/9-' })
  next.die()
  assert.equal((await comeBack()).of('subscribe')[0].since, '1-0/5-0')
})

test('what an old socket still says is not heard', async () => {
  const { heard, socket } = await live()
  const before = heard.length
  const { onmessage } = socket
  socket.die()
  onmessage({ data: JSON.stringify(change(socket.id, 'insert', 5)) })
  assert.deepEqual(types(heard.slice(before)), ['offline'])
})

test('it comes back later and later, never all at once', async () => {
  const { socket } = await live()
  socket.die()
  const waits = []
  for (let attempt = 0; attempt < 9; attempt++) {
    const count = FakeSocket.all.length
    let waited = 0
    while (FakeSocket.all.length === count && waited < 40000) {
      clock.tick(10)
      waited += 10
    }
    waits.push(waited)
    FakeSocket.last.die()
  }
  waits.forEach((wait, attempt) => {
    const most = Math.min(30000, 500 * 2 ** attempt)
    assert.ok(wait >= most / 2 && wait <= most + 10, `${wait} ms in attempt ${attempt}`)
  })
})

test('a handshake that hangs is given up', async () => {
  fakeServer().db.subscribe({ table: 'tasks' }, {})
  const [hanging] = FakeSocket.all
  clock.tick(15000)
  assert.ok(hanging.closed)
  clock.tick(30000)
  assert.equal(FakeSocket.all.length, 2)
})

test('a socket on which nothing comes any more is dead', async () => {
  const { socket, subscription } = await live()
  clock.tick(30000)
  assert.equal(socket.of('ping').length, 1)
  socket.say({ type: 'pong' })
  clock.tick(30000)
  assert.equal(subscription.status, 'live')
  assert.equal(socket.of('ping').length, 2)
  clock.tick(5000)
  assert.equal(subscription.status, 'offline')
  assert.ok(socket.closed)
})

test('when the network is back it does not wait', async (context) => {
  const { socket } = await live()
  socket.die()
  assert.equal(FakeSocket.all.length, 1)
  const events = new EventTarget()
  globalThis.addEventListener = events.addEventListener.bind(events)
  context.after(() => delete globalThis.addEventListener)
  const second = await live()
  second.socket.die()
  const count = FakeSocket.all.length
  events.dispatchEvent(new Event('online'))
  assert.equal(FakeSocket.all.length, count + 1)
})

test('when a page wakes up it asks whether the socket is alive', async (context) => {
  const events = new EventTarget()
  globalThis.addEventListener = events.addEventListener.bind(events)
  context.after(() => delete globalThis.addEventListener)
  const { socket, subscription } = await live()
  events.dispatchEvent(new Event('visibilitychange'))
  assert.equal(socket.of('ping').length, 1)
  clock.tick(5000)
  assert.equal(subscription.status, 'offline')
})

test('a resync is told to who has no snapshot', async () => {
  const { heard, socket, subscription } = await live()
  socket.say({ type: 'resync', id: socket.id, reason: 'gated', epoch: 2, cursor: '2-0/7-' })
  assert.equal(heard.at(-1).type, 'resync')
  assert.equal(subscription.cursor, '2-0/7-')
  assert.equal(subscription.status, 'live')
})

test('a resync brings a new snapshot to who has one', async () => {
  const { heard, socket } = await live({ snapshot: true })
  const first = socket.id
  socket.say({ type: 'snapshot', id: first, rows: [{ id: 1 }], cursor: '1-0/1-' })
  assert.equal(heard.at(-1).type, 'subscribed')
  socket.say({ type: 'snapshot', id: first, rows: [{ id: 2 }], cursor: '1-0/1-', last: true })
  assert.deepEqual(heard.at(-2).rows, [{ id: 1 }, { id: 2 }])
  socket.say({ type: 'resync', id: first, reason: 'x', epoch: 2, cursor: '2-0/7-' })
  assert.equal(socket.of('unsubscribe').at(-1).id, first)
  const again = socket.of('subscribe').at(-1)
  assert.deepEqual([again.snapshot, again.since], [true, undefined])
  socket.say(change(first, 'insert', 3))
  assert.notEqual(heard.at(-1).type, 'insert')
})

test('a snapshot that broke off begins again', async () => {
  const { heard, socket } = await live({ snapshot: true })
  socket.say({ type: 'snapshot', id: socket.id, rows: [{ id: 1 }], cursor: '1-0/1-' })
  socket.die()
  const next = await comeBack()
  const [wanted] = next.of('subscribe')
  assert.deepEqual([wanted.snapshot, wanted.since], [true, undefined])
  next.say({ type: 'subscribed', id: next.id, cursor: '1-0/2-', key: ['id'] })
  next.say({ type: 'snapshot', id: next.id, rows: [{ id: 2 }], cursor: '1-0/2-', last: true })
  assert.deepEqual(heard.find(({ type }) => type === 'snapshot').rows, [{ id: 2 }])
})

test('a refused subscription is over, and the others go on', async () => {
  const { db, heard, socket, subscription } = await live()
  const states = []
  const refused = db.subscribe({ table: 'secrets' }, { status: ({ status, error }) => states.push([status, error?.code]) })
  socket.say({ type: 'error', id: socket.id, code: '42501', message: 'permission denied' })
  assert.equal(refused.status, 'error')
  assert.deepEqual(states, [['error', '42501']])
  socket.say(change(socket.of('subscribe')[0].id, 'insert', 5))
  assert.deepEqual([heard.at(-1).type, subscription.status], ['insert', 'live'])
})

test('who unsubscribes hears no more, and the last one closes the socket', async () => {
  const { heard, socket, subscription } = await live()
  const { id } = socket
  subscription.unsubscribe()
  assert.deepEqual(socket.of('unsubscribe'), [{ type: 'unsubscribe', id }])
  socket.say(change(id, 'insert', 5))
  assert.equal(heard.at(-1).type, 'status')
  clock.tick(999)
  assert.ok(!socket.closed)
  clock.tick(1)
  assert.ok(socket.closed)
  clock.tick(60000)
  assert.equal(FakeSocket.all.length, 1)
})

test('the token is said before anything else', async () => {
  const { socket } = await live({}, { token: 'a' })
  assert.deepEqual(socket.sent.map(({ type, token }) => token ?? type), ['a', 'subscribe'])
})

test('a token that is about to expire is renewed on the open socket', async () => {
  const tokens = ['a', 'b']
  const { socket, subscription } = await live({}, { getToken: () => tokens.shift() })
  socket.say({ type: 'token_expiring', seconds: 30 })
  await settled()
  assert.deepEqual(socket.of('auth').map(({ token }) => token), ['a', 'b'])
  assert.equal(subscription.status, 'live')
  assert.equal(FakeSocket.all.length, 1)
})

test('a token that has expired heals with the next one, from the cursor on', async () => {
  let token = 'a'
  const { socket, subscription } = await live({}, { getToken: async () => token })
  socket.say(change(socket.id, 'insert', 5))
  const { id } = socket
  token = 'b'
  socket.say({ type: 'error', id, code: 'PGRST303', message: 'JWT expired' })
  assert.equal(subscription.status, 'error')
  await settled()
  assert.equal(socket.of('auth').at(-1).token, 'b')
  const again = socket.of('subscribe').at(-1)
  assert.equal(again.since, '1-0/5-0')
  socket.say({ type: 'error', id, code: 'PGRST303', message: 'JWT expired' })
  assert.equal(subscription.status, 'connecting')
})

test('a socket closed for its token comes back with another', async () => {
  let token = 'a'
  const { socket, subscription } = await live({}, { getToken: () => token })
  token = 'b'
  socket.die(1008, '{"code":"PGRST303"}')
  await settled()
  const next = await FakeSocket.last.open()
  assert.notEqual(next, socket)
  assert.equal(next.of('auth')[0].token, 'b')
  assert.equal(subscription.status, 'connecting')
})

test('somebody else begins anew', async () => {
  const { db, socket } = await live({ snapshot: true }, { token: 'a' })
  socket.say({ type: 'snapshot', id: socket.id, rows: [], cursor: '1-0/1-', last: true })
  db.setToken('b')
  assert.ok(socket.closed)
  const next = await FakeSocket.last.open()
  assert.equal(next.of('auth')[0].token, 'b')
  assert.deepEqual([next.of('subscribe')[0].snapshot, next.of('subscribe')[0].since], [true, undefined])
})

test('who cannot get a token tries again', async () => {
  let failing = true
  const { db } = fakeServer({ getToken: async () => { if (failing) throw new Error('away'); return 'a' } })
  db.subscribe({ table: 'tasks' }, {})
  await FakeSocket.last.open()
  assert.ok(FakeSocket.last.closed)
  failing = false
  assert.deepEqual((await comeBack()).sent.map(({ type }) => type), ['auth', 'subscribe'])
})

test('a closed client stays closed', async () => {
  const { db, socket } = await live()
  db.close()
  clock.tick(60000)
  assert.ok(socket.closed)
  assert.equal(FakeSocket.all.length, 1)
})
