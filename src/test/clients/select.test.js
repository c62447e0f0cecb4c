// What comes back: columns, order, pages, counts, and other shapes than a list of rows.
import assert from 'node:assert/strict'
import { data, done, fails, origin, values, withEveryClient } from './server.js'

withEveryClient('select without columns gives all of them', async (client) => {
  const [author] = await data(client.from('authors').select().eq('id', 6))
  assert.deepEqual(author, { id: 6, name: 'Clarice Lispector', born: 1920, country: null })
})

withEveryClient('columns can be chosen, renamed and cast', async (client) => {
  const [book] = await data(
    client.from('books').select('id, name: title, cost: price::text, label').eq('id', 5)
  )
  assert.deepEqual(book, { id: 5, name: 'Solaris', cost: '9.99', label: 'Solaris, 1961' })
})

withEveryClient('types arrive as JSON has them', async (client) => {
  const [book] = await data(
    client.from('books').select('price, published, in_print, tags, reading_age').eq('id', 3)
  )
  assert.deepEqual(book, {
    price: 7.25,
    published: '1972-11-01',
    in_print: null,
    tags: ['cities'],
    reading_age: '[12,16)',
  })
})

withEveryClient('JSON paths can be selected', async (client) => {
  const [book] = await data(
    client
      .from('books')
      .select('details->rating->votes, details->>isbn, first:details->formats->>0')
      .eq('id', 1)
  )
  assert.deepEqual(book, { votes: 120, isbn: '0-395-27653-4', first: 'paper' })
})

withEveryClient('a view is read like a table', async (client) => {
  const titles = values('title', client.from('cheap_books').select('title').order('price'))
  assert.deepEqual(await titles, ['Invisible Cities', 'A Wizard of Earthsea', 'Solaris'])
})

withEveryClient('order', async (client) => {
  const books = client.from('books').select('id')
  const ids = values('id', books.order('author_id', { ascending: false }).order('pages'))
  assert.deepEqual(await ids, [5, 6, 3, 4, 1, 2])
})

withEveryClient('order with nulls first and last', async (client) => {
  const authors = () => client.from('authors').select('id').in('id', [4, 6])
  const first = await values('id', authors().order('country', { nullsFirst: true }))
  const last = await values('id', authors().order('country', { nullsFirst: false }))
  assert.deepEqual([first, last], [[6, 4], [4, 6]])
})

withEveryClient('order by a JSON path', async (client) => {
  const books = client.from('books').select('id').limit(2)
  const ids = values('id', books.order('details->rating->votes', { ascending: false }))
  assert.deepEqual(await ids, [5, 1])
})

withEveryClient('limit', async (client) => {
  const ids = values('id', client.from('books').select('id').order('id').limit(2))
  assert.deepEqual(await ids, [1, 2])
})

withEveryClient('range', async (client) => {
  const ids = values('id', client.from('books').select('id').order('id').range(2, 4))
  assert.deepEqual(await ids, [3, 4, 5])
})

withEveryClient('a range behind the last row is empty', async (client) => {
  const answer = await done(client.from('books').select('id').range(100, 109))
  assert.deepEqual([answer.status, answer.data], [200, []])
})

for (const count of ['exact', 'planned', 'estimated']) {
  withEveryClient(`count: ${count}`, async (client) => {
    const answer = await done(client.from('books').select('id', { count }).order('id'))
    assert.equal(answer.status, 200)
    assert.equal(answer.count, 6)
    assert.equal(answer.data.length, 6)
  })
}

withEveryClient('a page with a count is partial content', async (client) => {
  const answer = await done(client.from('books').select('id', { count: 'exact' }).order('id').limit(4))
  assert.deepEqual([answer.status, answer.count, answer.data.length], [206, 6, 4])
})

withEveryClient('a count respects filters', async (client) => {
  const answer = await done(client.from('books').select('*', { count: 'exact' }).gt('pages', 200))
  assert.deepEqual([answer.count, answer.data.length], [4, 4])
})

withEveryClient('head gives the count without the rows', async (client) => {
  const answer = await done(client.from('books').select('*', { count: 'exact', head: true }))
  assert.deepEqual([answer.status, answer.count, answer.data], [200, 6, null])
})

withEveryClient('without a count there is none', async (client) => {
  assert.equal((await done(client.from('books').select('id'))).count, null)
})

withEveryClient('single', async (client) => {
  const book = await data(client.from('books').select('title').eq('id', 5).single())
  assert.deepEqual(book, { title: 'Solaris' })
})

for (const [what, books] of [['no row', 0], ['several rows', 2]]) {
  withEveryClient(`single with ${what}`, async (client) => {
    await fails(client.from('books').select('title').lt('id', books + 1).single(), 406, {
      code: 'PGRST116',
      message: 'Cannot coerce the result to a single JSON object',
      details: `The result contains ${books} rows`,
      hint: null,
    })
  })
}

withEveryClient('maybeSingle with one row, and with none', async (client) => {
  const books = client.from('books')
  assert.deepEqual(await data(books.select('title').eq('id', 5).maybeSingle()), { title: 'Solaris' })
  assert.equal(await data(books.select('title').eq('id', 99).maybeSingle()), null)
})

withEveryClient('maybeSingle with several rows', async (client) => {
  const answer = await client.from('books').select('title').maybeSingle()
  assert.deepEqual([answer.status, answer.error.code], [406, 'PGRST116'])
})

withEveryClient('csv', async (client) => {
  const text = await data(client.from('books').select('id,title,in_print').gt('id', 2).lt('id', 5).order('id').csv())
  assert.equal(
    text,
    'id,title,in_print\n3,"Invisible Cities",\n4,"If on a winter\'s night, a traveler (novel)",t'
  )
})

withEveryClient('csv without rows has no header either', async (client) => {
  assert.equal(await data(client.from('books').select('id,title').eq('id', 99).csv()), '\n')
})

withEveryClient('stripNulls', async (client) => {
  const authors = client.from('authors')
  assert.deepEqual(await data(authors.select('id, country').gt('id', 4).order('id').stripNulls()), [
    { id: 5, country: 'US' },
    { id: 6 },
  ])
  assert.deepEqual(await data(authors.select('id, country').eq('id', 6).stripNulls().single()), { id: 6 })
})

withEveryClient('explain as text', async (client) => {
  const plan = await data(client.from('books').select('id').eq('id', 1).explain())
  assert.match(plan, /cost=.*books/s)
})

withEveryClient('explain as JSON, with options', async (client) => {
  const plans = await data(
    client
      .from('books')
      .select('id')
      .explain({ analyze: true, verbose: true, settings: true, buffers: true, wal: true, format: 'json' })
  )
  assert.ok(plans[0].Plan['Actual Rows'] >= 1)
  assert.ok(Array.isArray(plans[0].Plan.Output))
  assert.ok('Execution Time' in plans[0])
})

withEveryClient('explain of a single row', async (client) => {
  const query = client.from('books').select('id').eq('id', 1)
  query.single()
  assert.match(await data(query.explain()), /cost=/)
})

withEveryClient('explain of a write changes nothing without analyze', async (client) => {
  assert.match(await data(client.from('notes').delete().gt('id', 0).explain()), /Delete on .*notes/s)
  assert.equal((await data(client.from('notes').select('id'))).length, 3)
})

withEveryClient('aggregates', async (client) => {
  const books = client.from('books').select('author_id, price.sum(), longest:pages.max(), count()')
  assert.deepEqual(await data(books.order('author_id')), [
    { author_id: 1, sum: 19.49, longest: 387, count: 2 },
    { author_id: 2, sum: 19.25, longest: 260, count: 2 },
    { author_id: 4, sum: 21.29, longest: 295, count: 2 },
  ])
})

withEveryClient('schema() switches to another schema, and back', async (client) => {
  const archive = client.schema('archive')
  assert.deepEqual(await data(archive.from('scrolls').select()), [{ id: 1, title: 'Hymn to Nanna' }])
  assert.equal(await data(archive.rpc('count_scrolls')), 1)
  assert.deepEqual(await data(client.schema('public').from('shelves').select('id').eq('id', 2)), [{ id: 2 }])
})

withEveryClient('schema() goes for writes as well', async (client) => {
  const archive = client.schema('archive')
  await done(archive.rpc('start_over'))
  const scroll = { id: 2, title: 'Maxims of Ptahhotep' }
  assert.deepEqual(await data(archive.from('scrolls').insert(scroll).select()), [scroll])
  assert.deepEqual(await data(archive.from('scrolls').delete().eq('id', 2).select()), [scroll])
})

withEveryClient('the root describes the API', async (client) => {
  const url = client.rest?.url ?? client.url
  const answer = await fetch(`${url}/`)
  const description = await answer.json()
  assert.equal(answer.status, 200)
  assert.equal(description.swagger, '2.0')
  assert.ok('/books' in description.paths, `no /books at ${origin}`)
})
