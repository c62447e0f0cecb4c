// Insert, upsert, update, delete.
import assert from 'node:assert/strict'
import { data, done, fails, values, withEveryClient } from './server.js'

const notes = (client) => values('slug', client.from('notes').select('slug').order('id'))
const note = (client, slug) =>
  data(client.from('notes').select('slug, body, stars').eq('slug', slug).single())

withEveryClient('insert says nothing unless asked', async (client) => {
  const answer = await done(client.from('notes').insert({ slug: 'fourth' }))
  assert.deepEqual([answer.status, answer.data, answer.count], [201, null, null])
  assert.deepEqual(await notes(client), ['first', 'second', 'third', 'fourth'])
})

withEveryClient('insert returns the row, defaults and all', async (client) => {
  const answer = await done(client.from('notes').insert({ slug: 'fourth', book_id: 5 }).select())
  assert.equal(answer.status, 201)
  assert.deepEqual(answer.data, [
    { id: 4, slug: 'fourth', body: 'nothing yet', stars: 3, book_id: 5 },
  ])
})

withEveryClient('insert returns chosen columns and embedded rows', async (client) => {
  const inserted = client.from('notes').insert({ slug: 'fourth', book_id: 5 })
  assert.deepEqual(await data(inserted.select('slug, books(title)').single()), {
    slug: 'fourth',
    books: { title: 'Solaris' },
  })
})

withEveryClient('insert of several rows', async (client) => {
  const rows = [{ slug: 'b', body: 'B' }, { slug: 'a', body: 'A' }]
  const answer = await done(client.from('notes').insert(rows, { count: 'exact' }).select('slug, body'))
  assert.deepEqual([answer.data, answer.count], [rows, 2])
})

withEveryClient('insert of no row', async (client) => {
  const answer = await done(client.from('notes').insert([]).select())
  assert.deepEqual([answer.status, answer.data], [201, []])
})

withEveryClient('missing keys of several rows are null', async (client) => {
  const rows = [{ slug: 'a' }, { slug: 'b', stars: 1 }]
  assert.deepEqual(await values('stars', client.from('notes').insert(rows).select()), [null, 1])
})

withEveryClient('missing keys are defaults with defaultToNull: false', async (client) => {
  const rows = [{ slug: 'a' }, { slug: 'b', body: 'B', stars: 1 }]
  const inserted = client.from('notes').insert(rows, { defaultToNull: false })
  assert.deepEqual(await data(inserted.select('slug, body, stars')), [
    { slug: 'a', body: 'nothing yet', stars: 3 },
    { slug: 'b', body: 'B', stars: 1 },
  ])
})

withEveryClient('big integers and letters of all kinds arrive as they were', async (client) => {
  const body = 'Ünïcödé, "quotes", \\backslash, 日本語, 🐘, a\ttab and\na line'
  const inserted = client.from('notes').insert({ id: 2147483647n, slug: 'x', body })
  assert.deepEqual(await data(inserted.select('id, body').single()), { id: 2147483647, body })
})

withEveryClient('upsert by the primary key', async (client) => {
  const answer = await done(
    client.from('notes').upsert([{ id: 1, slug: 'renamed', body: 'x' }, { id: 9, slug: 'new', body: 'y' }]).select('id, slug')
  )
  assert.equal(answer.status, 201)
  assert.deepEqual(answer.data, [{ id: 1, slug: 'renamed' }, { id: 9, slug: 'new' }])
})

withEveryClient('an upsert that only updates is no creation', async (client) => {
  const answer = await done(client.from('notes').upsert({ id: 1, slug: 'renamed' }).select('id, slug, body'))
  assert.equal(answer.status, 200)
  assert.deepEqual(answer.data, [{ id: 1, slug: 'renamed', body: 'Read twice' }])
})

withEveryClient('upsert by another unique column', async (client) => {
  const rows = [{ slug: 'second', stars: 4 }, { slug: 'new', stars: 1 }]
  const upserted = client.from('notes').upsert(rows, { onConflict: 'slug', defaultToNull: false, count: 'exact' })
  const answer = await done(upserted.select('slug, stars'))
  assert.deepEqual([answer.data, answer.count], [rows, 2])
  assert.deepEqual(await note(client, 'second'), { slug: 'second', body: 'Too long', stars: 4 })
})

withEveryClient('upsert that ignores duplicates', async (client) => {
  const rows = [{ slug: 'second', stars: 1 }, { slug: 'new', stars: 1 }]
  const upserted = client.from('notes').upsert(rows, { onConflict: 'slug', ignoreDuplicates: true })
  assert.deepEqual(await data(upserted.select('slug, stars')), [{ slug: 'new', stars: 1 }])
  assert.deepEqual(await note(client, 'second'), { slug: 'second', body: 'Too long', stars: 2 })
})

withEveryClient('update says nothing unless asked', async (client) => {
  const answer = await done(client.from('notes').update({ stars: 1 }).eq('slug', 'first'))
  assert.deepEqual([answer.status, answer.data], [204, null])
  assert.deepEqual(await note(client, 'first'), { slug: 'first', body: 'Read twice', stars: 1 })
})

withEveryClient('update returns what it changed, and how many', async (client) => {
  const updated = client.from('notes').update({ body: 'Changed' }, { count: 'exact' }).lt('id', 3)
  const answer = await done(updated.select('id, body, books(title)').order('id', { ascending: false }))
  assert.deepEqual([answer.status, answer.count], [200, 2])
  assert.deepEqual(answer.data, [
    { id: 2, body: 'Changed', books: { title: 'The Dispossessed' } },
    { id: 1, body: 'Changed', books: { title: 'A Wizard of Earthsea' } },
  ])
})

withEveryClient('update of no row', async (client) => {
  const answer = await done(client.from('notes').update({ stars: 1 }).eq('id', 99).select())
  assert.deepEqual([answer.status, answer.data], [200, []])
})

withEveryClient('update to null', async (client) => {
  const updated = client.from('notes').update({ stars: null }).eq('slug', 'first')
  assert.deepEqual(await data(updated.select('stars').single()), { stars: null })
})

withEveryClient('an update of two rows that wants one changes none', async (client) => {
  await fails(client.from('notes').update({ stars: 1 }).lt('id', 3).select().single(), 406, {
    code: 'PGRST116',
    message: 'Cannot coerce the result to a single JSON object',
    details: 'The result contains 2 rows',
    hint: null,
  })
  assert.deepEqual(await values('stars', client.from('notes').select().order('id')), [5, 2, null])
})

withEveryClient('delete says nothing unless asked', async (client) => {
  const answer = await done(client.from('notes').delete().eq('slug', 'first'))
  assert.deepEqual([answer.status, answer.data], [204, null])
  assert.deepEqual(await notes(client), ['second', 'third'])
})

withEveryClient('delete returns what it deleted, and how many', async (client) => {
  const deleted = client.from('notes').delete({ count: 'exact' }).or('stars.is.null,stars.lt.3')
  const answer = await done(deleted.select('slug').order('slug'))
  assert.deepEqual([answer.status, answer.count], [200, 2])
  assert.deepEqual(answer.data, [{ slug: 'second' }, { slug: 'third' }])
})

withEveryClient('a count without rows', async (client) => {
  const answer = await done(client.from('notes').delete({ count: 'exact' }).gt('id', 1))
  assert.deepEqual([answer.status, answer.count, answer.data], [204, 2, null])
})

withEveryClient('maxAffected lets as many rows pass', async (client) => {
  await done(client.from('notes').update({ stars: 1 }).lt('id', 3).maxAffected(2))
  assert.deepEqual(await values('stars', client.from('notes').select().order('id')), [1, 1, null])
})

withEveryClient('maxAffected refuses more', async (client) => {
  await fails(client.from('notes').delete().gt('id', 0).maxAffected(2).select(), 400, {
    code: 'PGRST124',
    message: 'Query result exceeds max-affected preference constraint',
    details: 'The query affects 3 rows',
    hint: null,
  })
  assert.deepEqual(await notes(client), ['first', 'second', 'third'])
})

withEveryClient('rollback shows what would be', async (client) => {
  const inserted = client.from('notes').insert({ slug: 'fourth' }).select('slug').rollback()
  assert.deepEqual(await data(inserted), [{ slug: 'fourth' }])
  await done(client.from('notes').delete().gt('id', 0).rollback())
  assert.deepEqual(await notes(client), ['first', 'second', 'third'])
})

withEveryClient('csv of inserted rows', async (client) => {
  const inserted = client.from('notes').insert([{ slug: 'a' }, { slug: 'b' }]).select()
  const rows = '4,a,"nothing yet",3,\n5,b,"nothing yet",3,'
  assert.equal(await data(inserted.csv()), `id,slug,body,stars,book_id\n${rows}`)
})
