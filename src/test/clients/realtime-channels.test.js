// Broadcasts, presence and private channels, as Supabase's client has them.
import assert from 'node:assert/strict'
import test from 'node:test'
import { done } from './server.js'
import { changes, Heard, insert, listener, member, subscribed, writer } from './listening.js'

/** Somebody in a channel, and what it hears there. */
async function inside(client, name, config = {}) {
  const heard = new Heard()
  const channel = client.channel(name, { config }).on('broadcast', { event: '*' }, heard.keep)
  await subscribed(channel)
  return { channel, heard }
}

const payloads = (heard) => heard.all.map((message) => message.payload)

test('a broadcast reaches everybody but its sender', async () => {
  const one = await inside(listener(), 'room')
  const other = await inside(listener(), 'room')
  const old = await inside(listener(undefined, { vsn: '1.0.0' }), 'room')

  await one.channel.send({ type: 'broadcast', event: 'greeting', payload: { text: 'hello, wörld' } })
  await Promise.all([other.heard.count(1), old.heard.count(1)])
  await other.channel.send({ type: 'broadcast', event: 'answer', payload: { n: 1 } })
  await Promise.all([one.heard.count(1), old.heard.count(2)])
  await old.channel.send({ type: 'broadcast', event: 'old', payload: { n: 2 } })

  await Promise.all([one.heard.count(2), other.heard.count(2)])
  assert.deepEqual(other.heard.all[0], {
    type: 'broadcast',
    event: 'greeting',
    payload: { text: 'hello, wörld' },
  })
  assert.deepEqual(payloads(one.heard), [{ n: 1 }, { n: 2 }])
  assert.deepEqual(payloads(old.heard), [{ text: 'hello, wörld' }, { n: 1 }])
})

test('a broadcast is echoed and acknowledged if asked for', async () => {
  const { channel, heard } = await inside(listener(), 'echo', { broadcast: { self: true, ack: true } })

  const answer = await channel.send({ type: 'broadcast', event: 'e', payload: { n: 1 } })

  assert.equal(answer, 'ok')
  await heard.count(1)
  assert.deepEqual(payloads(heard), [{ n: 1 }])
})

test('bytes are broadcast as bytes', async () => {
  const one = await inside(listener(), 'bytes')
  const other = await inside(listener(), 'bytes')
  const bytes = new Uint8Array([0, 1, 254, 255])

  await one.channel.send({ type: 'broadcast', event: 'raw', payload: bytes.buffer })

  await other.heard.count(1)
  assert.deepEqual(new Uint8Array(other.heard.all[0].payload), bytes)
})

test('whoever has no websocket broadcasts over HTTP', async () => {
  const { heard } = await inside(listener(), 'a/b c')
  const sender = listener().channel('a/b c')

  assert.equal(await sender.send({ type: 'broadcast', event: 'e', payload: { n: 1 } }), 'ok')
  assert.deepEqual(await sender.httpSend('é', { n: 2 }), { success: true })
  assert.deepEqual(await sender.httpSend('raw', new Uint8Array([7])), { success: true })

  await heard.count(3)
  assert.deepEqual(payloads(heard).slice(0, 2), [{ n: 1 }, { n: 2 }])
  assert.deepEqual(new Uint8Array(heard.all[2].payload), new Uint8Array([7]))
})

test('SQL publishes to public channels when it commits', async () => {
  const { heard } = await inside(listener(), 'news')

  await done(writer.rpc('shout', { channel: 'news', event: 'flash', payload: { n: 1 } }))
  await done(
    writer.rpc('announce', { topic: 'news', event: 'flash', payload: { n: 2 }, private: false })
  )

  await heard.count(2)
  assert.deepEqual(heard.all.map((message) => message.event), ['flash', 'flash'])
  assert.equal(heard.all[0].payload.n, 1)
  assert.equal(heard.all[1].payload.n, 2)
  assert.ok(heard.all[1].meta.id)
})

test('presence is told to everybody, and ends with its owner', async () => {
  const first = listener()
  const second = listener()
  const joins = new Heard()
  const leaves = new Heard()
  const syncs = new Heard()
  const one = first
    .channel('lobby', { config: { presence: { key: 'one' } } })
    .on('presence', { event: 'join' }, joins.keep)
    .on('presence', { event: 'leave' }, leaves.keep)
    .on('presence', { event: 'sync' }, syncs.keep)
  await subscribed(one)
  assert.equal(await one.track({ mood: 'calm' }), 'ok')
  const two = second.channel('lobby', { config: { presence: { key: 'two', enabled: true } } })
  await subscribed(two)
  await two.track({ mood: 'merry' })
  await joins.count(2)

  assert.deepEqual(Object.keys(one.presenceState()).sort(), ['one', 'two'])
  assert.equal(one.presenceState().two[0].mood, 'merry')
  await two.track({ mood: 'sad' })
  await syncs.until(() => one.presenceState().two?.[0].mood === 'sad', 'a sad two')
  assert.equal(two.presenceState().one[0].mood, 'calm')

  await one.untrack()
  await second.realtime.disconnect()
  await leaves.until(() => leaves.all.some((leave) => leave.key === 'two'), 'two to leave')
  await syncs.until(() => Object.keys(one.presenceState()).length === 0, 'an empty lobby')
})

test('policies decide who hears and who speaks in a private channel', async () => {
  const config = { private: true, broadcast: { ack: true } }
  const ann = await inside(listener(member('ann')), 'room-ann', config)
  const again = await inside(listener(member('ann')), 'room-ann', config)
  const guest = await inside(listener(member('ann')), 'hall', config)

  assert.equal(await ann.channel.send({ type: 'broadcast', event: 'e', payload: { n: 1 } }), 'ok')
  assert.equal(await guest.channel.send({ type: 'broadcast', event: 'e', payload: {} }), 'error')
  await assert.rejects(
    inside(listener(member('bob')), 'room-ann', config),
    /Unauthorized: You do not have permissions to read from this Channel topic: room-ann/
  )
  await assert.rejects(inside(listener(), 'room-ann', config), /Unauthorized/)

  await again.heard.count(1)
  assert.deepEqual(payloads(again.heard), [{ n: 1 }])
})

test('what is private is heard in private channels only, whoever says it', async () => {
  const ann = await inside(listener(member('ann')), 'room-ann', { private: true })
  const open = await inside(listener(), 'room-ann')

  await open.channel.send({ type: 'broadcast', event: 'forged', payload: {} })
  await done(writer.rpc('shout', { channel: 'room-ann', event: 'forged', payload: {} }))
  await done(
    writer.rpc('announce', { topic: 'room-ann', event: 'true', payload: { n: 1 }, private: true })
  )
  await insert({ title: 'tell ann', owner: 'ann' })

  await Promise.all([ann.heard.count(2), open.heard.count(1)])
  assert.deepEqual(ann.heard.all.map((message) => message.event), ['true', 'INSERT'])
  assert.equal(ann.heard.all[1].payload.record.title, 'tell ann')
  assert.equal(ann.heard.all[1].payload.operation, 'INSERT')
  assert.deepEqual(open.heard.all.map((message) => message.event), ['forged'])
})

test('a private channel replays what it kept', async () => {
  const since = Date.now() - 1000
  await done(
    writer.rpc('announce', { topic: 'room-eve', event: 'e', payload: { n: 1 }, private: true })
  )

  const { heard } = await inside(listener(member('eve')), 'room-eve', {
    private: true,
    broadcast: { replay: { since, limit: 5 } },
  })

  await heard.count(1)
  assert.equal(heard.all[0].payload.n, 1)
  assert.equal(heard.all[0].meta.replayed, true)
})

test('a token that loses its rights is told, and comes back with one that has them', async () => {
  let current = member('ann')
  const client = listener(undefined, {}, { accessToken: async () => current })
  await client.realtime.setAuth()
  const states = new Heard()
  client.channel('room-ann', { config: { private: true } }).subscribe((state) => states.keep(state))
  await states.until(() => states.all.includes('SUBSCRIBED'), 'the subscription')

  current = member('bob')
  await client.realtime.setAuth()
  await states.until(() => states.all.includes('CHANNEL_ERROR'), 'the error')
  states.all.length = 0
  current = member('ann')
  await client.realtime.setAuth()

  await states.until(() => states.all.includes('SUBSCRIBED'), 'the subscription')
})

test('changes and broadcasts of one channel keep their order', async () => {
  const client = listener(member('ann'))
  const heard = new Heard()
  await subscribed(
    client
      .channel('room-ann', { config: { private: true } })
      .on('broadcast', { event: 'INSERT' }, () => heard.keep('broadcast'))
      .on('postgres_changes', { event: 'INSERT', schema: 'public', table: 'tasks' }, () =>
        heard.keep('row')
      )
  )

  await insert({ title: 'tell once', owner: 'ann' })

  assert.deepEqual(await heard.count(2), ['row', 'broadcast'])
})

test('leaving a channel ends what is heard of it', async () => {
  const client = listener()
  const heard = await changes(client, 'left', { event: '*', table: 'tasks' })
  assert.equal(await client.removeAllChannels().then((answers) => answers[0]), 'ok')

  const other = await changes(listener(), 'left', { event: '*', table: 'tasks' })
  await insert({ title: 'unheard' })

  await other.count(1)
  assert.deepEqual(heard.all, [])
})
