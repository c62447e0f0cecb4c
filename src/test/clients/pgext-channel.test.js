// pgext.js: channels, with a server made up here.
import assert from 'node:assert/strict'
import test, { beforeEach } from 'node:test'
import { FakeSocket, fakeServer } from './fake-server.js'

const clock = test.mock.timers
beforeEach(() => {
  clock.reset()
  clock.enable({ apis: ['setTimeout', 'setInterval'] })
})

test('a channel is joined, spoken in, heard and left', async () => {
  const { db } = fakeServer()
  const heard = []
  const room = db.channel('room', { private: true })
  const stop = room.on('moved', (payload) => heard.push(payload))
  const socket = await FakeSocket.last.open()
  assert.deepEqual(socket.sent, [{ type: 'channel', channel: 'room', private: true }])
  room.send('moved', { x: 1 })
  assert.deepEqual(socket.of('broadcast'), [{ type: 'broadcast', channel: 'room', event: 'moved', payload: { x: 1 } }])
  socket.say(
    { type: 'broadcast', channel: 'room', event: 'moved', payload: { x: 2 } },
    { type: 'broadcast', channel: 'room', event: 'other', payload: {} },
    { type: 'broadcast', channel: 'hall', event: 'moved', payload: {} }
  )
  stop()
  socket.say({ type: 'broadcast', channel: 'room', event: 'moved', payload: { x: 3 } })
  assert.deepEqual(heard, [{ x: 2 }])
  room.leave()
  assert.deepEqual(socket.of('unsubscribe'), [{ type: 'unsubscribe', id: 'room' }])
})

test('who is shown is shown again after a loss, and sees who is there', async () => {
  const { db } = fakeServer()
  const seen = []
  const room = db.channel('room')
  room.on('presence', (presence) => seen.push(Object.keys(presence)))
  const socket = await FakeSocket.last.open()
  room.track({ name: 'Ada' })
  socket.say({ type: 'presence', channel: 'room', state: { a: [{ name: 'Ada' }] } })
  assert.deepEqual([seen, room.presence], [[['a']], { a: [{ name: 'Ada' }] }])
  socket.die()
  clock.tick(30000)
  const next = await FakeSocket.last.open()
  assert.deepEqual(next.sent.map(({ type, state }) => state ?? type), ['channel', { name: 'Ada' }])
})

test('a channel that is refused says why', async () => {
  const { db } = fakeServer()
  const errors = []
  db.channel('room').on('error', ({ code }) => errors.push(code))
  const socket = await FakeSocket.last.open()
  socket.say({ type: 'error', id: 'room', code: 'PGEXT205', message: 'no' })
  assert.deepEqual(errors, ['PGEXT205'])
})
