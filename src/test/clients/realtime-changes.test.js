// Rows that change, as Supabase's client hears of them.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import test from 'node:test'
import { postgresChangesFilter } from '@supabase/supabase-js'
import { done } from './server.js'
import { changes, cut, Heard, insert, listener, member, patience, subscribed, titles, writer } from './listening.js'

test('an insert, an update and a delete carry their rows', async () => {
  const heard = await changes(listener(), 'all', { event: '*', table: 'tasks' })

  const [row] = await insert({ title: 'carry', price: 1.5, tags: ['a', 'b'] })
  await done(writer.from('tasks').update({ done: true }).eq('id', row.id))
  await done(writer.from('tasks').delete().eq('id', row.id))

  const [inserted, updated, deleted] = await heard.count(3)
  assert.equal(inserted.eventType, 'INSERT')
  assert.equal(inserted.schema, 'public')
  assert.equal(inserted.table, 'tasks')
  assert.equal(inserted.errors, null)
  assert.match(inserted.commit_timestamp, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  assert.deepEqual(inserted.new, row)
  assert.deepEqual(inserted.old, {})
  assert.equal(updated.eventType, 'UPDATE')
  assert.deepEqual(updated.new, { ...row, done: true })
  assert.equal(updated.old.done, false)
  assert.equal(deleted.eventType, 'DELETE')
  assert.equal(deleted.old.id, row.id)
  assert.deepEqual(deleted.new, {})
})

test('a binding hears of the events that it names', async () => {
  const client = listener()
  const inserts = new Heard()
  const deletes = new Heard()
  await subscribed(
    client
      .channel('some')
      .on('postgres_changes', { event: 'INSERT', schema: 'public', table: 'tasks' }, inserts.keep)
      .on('postgres_changes', { event: 'DELETE', schema: 'public', table: 'tasks' }, deletes.keep)
  )

  const [row] = await insert({ title: 'named' })
  await done(writer.from('tasks').update({ title: 'renamed' }).eq('id', row.id))
  await done(writer.from('tasks').delete().eq('id', row.id))

  await deletes.count(1)
  assert.deepEqual(inserts.all.map((change) => change.eventType), ['INSERT'])
  assert.deepEqual(deletes.all.map((change) => change.eventType), ['DELETE'])
})

const filters = {
  'title=eq.f1': ['f1'],
  'price=gt.2': ['f3', 'f4'],
  'price=gte.2,price=lt.4': ['f2', 'f3'],
  'title=in.(f1,f4,"x,y")': ['f1', 'f4', 'x,y'],
  'title=not.in.(f1,f4,end)': ['f2', 'f3', 'x,y'],
  'title=like.f%': ['f1', 'f2', 'f3', 'f4'],
  'title=eq."x,y"': ['x,y'],
  'title=neq.f1': ['f2', 'f3', 'f4', 'x,y'],
  'price=is.null': ['x,y'],
  'price=not.is.null,title=neq.f4': ['f1', 'f2', 'f3'],
  'title=ilike.F%,price=lte.2': ['f1', 'f2'],
  'title=imatch.^F[34]$': ['f3', 'f4'],
  'price=isdistinct.1,title=not.like.x%': ['f2', 'f3', 'f4'],
  'title=match.^f[12]$': ['f1', 'f2'],
}

test('filters let through what they say', async () => {
  const client = listener()
  const heard = {}
  for (const filter of [...Object.keys(filters), 'title=eq.end']) {
    heard[filter] = await changes(client, filter, { event: '*', table: 'tasks', filter })
  }
  const built = await changes(client, 'built', {
    event: 'INSERT',
    table: 'tasks',
    filter: postgresChangesFilter().eq('title', 'x,y').is('price', null),
  })

  await insert(
    ...[1, 2, 3, 4].map((price) => ({ title: `f${price}`, price })),
    { title: 'x,y' },
    { title: 'end', price: 0 }
  )

  await heard['title=eq.end'].count(1)
  for (const [filter, expected] of Object.entries(filters)) {
    await heard[filter].count(expected.length)
    assert.deepEqual(titles(heard[filter]).filter((title) => title !== 'end'), expected, filter)
  }
  assert.deepEqual(titles(built), ['x,y'])
})

test('a selection leaves the other columns out', async () => {
  const heard = await changes(listener(), 'columns', {
    event: 'INSERT',
    table: 'tasks',
    select: ['id', 'title'],
  })

  const [row] = await insert({ title: 'short', price: 1 })

  const [change] = await heard.count(1)
  assert.deepEqual(change.new, { id: row.id, title: 'short' })
})

test('everybody hears of what they may see', async () => {
  const anybody = await changes(listener(), 'rls', { event: '*', table: 'tasks' })
  const ann = await changes(listener(member('ann')), 'rls', { event: '*', table: 'tasks' })
  const bob = await changes(listener(member('bob')), 'rls', { event: '*', table: 'tasks' })

  await insert({ title: 'of ann', owner: 'ann' }, { title: 'of bob', owner: 'bob' }, { title: 'all' })

  await Promise.all([ann.count(2), bob.count(2), anybody.count(1)])
  assert.deepEqual(titles(ann), ['of ann', 'all'])
  assert.deepEqual(titles(bob), ['of bob', 'all'])
  assert.deepEqual(titles(anybody), ['all'])
})

for (const [name, binding] of Object.entries({
  'a schema without a table stands for all of its tables': {},
  'a schema and a star stand for all of its tables': { table: '*' },
  'stars stand for all tables of all schemas': { schema: '*', table: '*' },
})) test(name, async () => {
  const heard = await changes(listener(), 'schema', { event: 'INSERT', ...binding })

  await insert({ title: 'a task' })
  await done(writer.from('chores').insert({ id: 1, title: 'a chore' }))

  await heard.count(2)
  assert.deepEqual(heard.all.map((change) => change.table), ['tasks', 'chores'])
  await done(writer.from('chores').delete().eq('id', 1))
})

test('a star and a table stand for the tables of that name in all schemas', async () => {
  const client = listener()
  const heard = await changes(client, 'named', { event: 'INSERT', schema: '*', table: 'chores' })
  const filtered = await changes(client, 'meant', {
    event: 'INSERT',
    schema: '*',
    table: 'tasks',
    filter: 'title=eq.meant',
  })
  const wrong = new Heard()
  const impossible = { event: 'INSERT', schema: '*', table: 'tasks', filter: 'absent=eq.1' }
  await subscribed(
    client
      .channel('wrong')
      .on('system', {}, wrong.keep)
      .on('postgres_changes', impossible, () => assert.fail('nothing meets that'))
  )

  await insert({ title: 'not meant' }, { title: 'meant' })
  await done(writer.from('chores').insert({ id: 2, title: 'a chore' }))

  await heard.count(1)
  assert.deepEqual(heard.all.map((change) => change.table), ['chores'])
  await filtered.count(1)
  assert.deepEqual(titles(filtered), ['meant'])
  await wrong.until(() => wrong.all.some(({ status }) => status === 'error'), 'an error')
  await done(writer.from('chores').delete().eq('id', 2))
})

test('what cannot be listened to is refused with a reason', async () => {
  const client = listener()
  await assert.rejects(changes(client, 'absent', { event: '*', table: 'nowhere' }), /^Error: \w+: /)
  await assert.rejects(
    changes(client, 'garbled', { event: '*', table: 'tasks', filter: 'undefined' }),
    /Error parsing `filter` params/
  )
})

test('version 1.0.0 of the protocol says the same', async () => {
  const heard = await changes(listener(undefined, { vsn: '1.0.0' }), 'old', {
    event: '*',
    table: 'tasks',
  })

  await insert({ title: 'in old words' })

  await heard.count(1)
  assert.deepEqual(titles(heard), ['in old words'])
})

test('a renewed token changes what is heard, in place', async () => {
  let current = member('ann')
  const client = listener(undefined, {}, { accessToken: async () => current })
  await client.realtime.setAuth()
  const heard = await changes(client, 'renewed', { event: '*', table: 'tasks' })

  current = member('bob')
  await client.realtime.setAuth()
  await until(async () => {
    await insert({ title: 'now of bob', owner: 'bob' })
    return titles(heard).includes('now of bob')
  })
  heard.all.length = 0
  await insert({ title: 'still of ann', owner: 'ann' }, { title: 'mark', owner: 'bob' })

  await heard.until(() => titles(heard).includes('mark'), 'the mark')
  assert.ok(!titles(heard).includes('still of ann'))
})

test('a named session misses nothing while it is away, and hears nothing twice', async () => {
  const client = listener(undefined, { params: { session: randomUUID() } })
  const heard = new Heard()
  const states = new Heard()
  client
    .channel('resumed')
    .on('postgres_changes', { event: '*', schema: 'public', table: 'tasks' }, heard.keep)
    .subscribe(states.keep)
  await states.until(() => states.all.includes('SUBSCRIBED'), 'the subscription')

  for (let round = 0; round < 5; round++) {
    await insert({ title: `before ${round}` })
    await heard.until(() => titles(heard).includes(`before ${round}`), 'the row before')
    await confirmed(client)
    cut(client)
    await insert({ title: `away ${round}` })
    await heard.until(() => titles(heard).includes(`away ${round}`), 'the row that was missed')
  }

  const expected = [0, 1, 2, 3, 4].flatMap((round) => [`before ${round}`, `away ${round}`])
  assert.deepEqual(titles(heard), expected)
})

/** Waits until the server knows that what was heard was heard: the first question may be older, the next one is not. */
async function confirmed(client) {
  for (const move of [
    () => writer.from('chores').insert({ id: 3, title: 'moves the position' }),
    () => writer.from('chores').delete().eq('id', 3),
  ]) {
    const question = asked(client)
    await done(move())
    await question
  }
}

/** The server asks by pings that say a position, and ws has answered when it tells of them. */
function asked(client) {
  const socket = client.realtime.socketAdapter.getSocket().conn
  return new Promise((resolve, reject) => {
    const timeout = setTimeout(() => reject(new Error('no question came')), patience)
    socket.on('ping', function question(position) {
      if (position.length === 0) return
      socket.off('ping', question)
      clearTimeout(timeout)
      resolve()
    })
  })
}

async function until(holds) {
  const deadline = Date.now() + patience
  while (!(await holds())) {
    assert.ok(Date.now() < deadline, 'it never came')
  }
}
