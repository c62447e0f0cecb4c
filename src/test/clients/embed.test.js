// Rows inside rows, along foreign keys and functions.
import assert from 'node:assert/strict'
import { data, values, withEveryClient } from './server.js'

withEveryClient('many to one, by an alias and a hint', async (client) => {
  const books = client.from('books').select('title, author:authors!author_id(name), translator:authors!translator_id(name)')
  assert.deepEqual(await data(books.gt('id', 4).order('id')), [
    { title: 'Solaris', author: { name: 'Stanisław Lem' }, translator: null },
    { title: 'The Cyberiad', author: { name: 'Stanisław Lem' }, translator: { name: 'Michael Kandel' } },
  ])
})

withEveryClient('one to many, by the name of the constraint', async (client) => {
  const authors = client.from('authors').select('name, books!books_author_id_fkey(title)')
  assert.deepEqual(await data(authors.in('id', [1, 6]).order('id').order('id', { referencedTable: 'books' })), [
    { name: 'Ursula K. Le Guin', books: [{ title: 'A Wizard of Earthsea' }, { title: 'The Dispossessed' }] },
    { name: 'Clarice Lispector', books: [] },
  ])
})

withEveryClient('many to many', async (client) => {
  const shelves = client.from('shelves').select('label, books(id)').order('id')
  assert.deepEqual(await data(shelves.order('id', { referencedTable: 'books' })), [
    { label: 'Classics', books: [{ id: 1 }, { id: 2 }, { id: 4 }] },
    { label: 'Space', books: [{ id: 2 }, { id: 5 }] },
    { label: 'Empty', books: [] },
  ])
})

withEveryClient('one to one is an object', async (client) => {
  assert.deepEqual(await data(client.from('members').select('name, cards(number)').order('id')), [
    { name: 'Ada', cards: { number: 'C-1001' } },
    { name: 'Grace', cards: null },
  ])
})

withEveryClient('two deep', async (client) => {
  const shelves = client.from('shelves').select('label, books(id, author:authors!author_id(name))')
  assert.deepEqual(await data(shelves.eq('id', 2).order('id', { referencedTable: 'books' }).single()), {
    label: 'Space',
    books: [
      { id: 2, author: { name: 'Ursula K. Le Guin' } },
      { id: 5, author: { name: 'Stanisław Lem' } },
    ],
  })
})

withEveryClient('a filter inside leaves the outer rows', async (client) => {
  const shelves = client.from('shelves').select('id, books(id)').gt('books.pages', 300)
  assert.deepEqual(await data(shelves.order('id')), [
    { id: 1, books: [{ id: 2 }] },
    { id: 2, books: [{ id: 2 }] },
    { id: 3, books: [] },
  ])
})

withEveryClient('an inner join filters the outer rows', async (client) => {
  const books = client.from('books').select('id, authors!author_id!inner(name)')
  assert.deepEqual(await data(books.eq('authors.country', 'PL').order('id')), [
    { id: 5, authors: { name: 'Stanisław Lem' } },
    { id: 6, authors: { name: 'Stanisław Lem' } },
  ])
})

withEveryClient('an or filter inside', async (client) => {
  const shelves = client.from('shelves').select('id, books!inner(id)')
  const filtered = shelves.or('pages.gt.300,pages.lt.190', { referencedTable: 'books' })
  assert.deepEqual(await data(filtered.order('id').order('id', { referencedTable: 'books' })), [
    { id: 1, books: [{ id: 1 }, { id: 2 }] },
    { id: 2, books: [{ id: 2 }] },
  ])
})

withEveryClient('order, limit and range inside', async (client) => {
  const shelf = () => client.from('shelves').select('books(id)').eq('id', 1)
  const byPages = shelf().order('pages', { referencedTable: 'books', ascending: false })
  assert.deepEqual(await data(byPages.limit(2, { referencedTable: 'books' }).single()), {
    books: [{ id: 2 }, { id: 4 }],
  })
  const byId = shelf().order('id', { referencedTable: 'books' })
  assert.deepEqual(await data(byId.range(1, 1, { referencedTable: 'books' }).single()), {
    books: [{ id: 2 }],
  })
})

withEveryClient('an embed without columns only filters', async (client) => {
  const books = client.from('books').select('id, shelves!inner()').eq('shelves.label', 'Space')
  assert.deepEqual(await data(books.order('id')), [{ id: 2 }, { id: 5 }])
})

withEveryClient('rows with and without partners', async (client) => {
  const books = () => client.from('books').select('id, shelves()').order('id')
  assert.deepEqual(await values('id', books().is('shelves', null)), [3, 6])
  assert.deepEqual(await values('id', books().not('shelves', 'is', null)), [1, 2, 4, 5])
})

withEveryClient('order by a column of the embedded row', async (client) => {
  const books = client.from('books').select('id, author:authors!author_id(name)')
  assert.deepEqual(await values('id', books.order('author(name)').order('id')), [3, 4, 5, 6, 1, 2])
})

withEveryClient('a spread lifts the columns of one row', async (client) => {
  const books = client.from('books').select('title, ...authors!author_id(writer:name, country)').eq('id', 5)
  assert.deepEqual(await data(books.single()), { title: 'Solaris', writer: 'Stanisław Lem', country: 'PL' })
})

withEveryClient('a spread makes arrays of the columns of many rows', async (client) => {
  const shelves = client.from('shelves').select('label, ...books(ids:id)').order('id')
  assert.deepEqual(await data(shelves.order('id', { referencedTable: 'books' })), [
    { label: 'Classics', ids: [1, 2, 4] },
    { label: 'Space', ids: [2, 5] },
    { label: 'Empty', ids: [] },
  ])
})

withEveryClient('counts of embedded rows', async (client) => {
  assert.deepEqual(await data(client.from('shelves').select('label, books(count)').order('id')), [
    { label: 'Classics', books: [{ count: 3 }] },
    { label: 'Space', books: [{ count: 2 }] },
    { label: 'Empty', books: [{ count: 0 }] },
  ])
})

withEveryClient('a function is a relationship', async (client) => {
  const authors = client.from('authors').select('name, contemporaries(id)').eq('id', 2)
  assert.deepEqual(await data(authors.order('id', { referencedTable: 'contemporaries' }).single()), {
    name: 'Italo Calvino',
    contemporaries: [{ id: 3 }, { id: 4 }, { id: 6 }],
  })
})

withEveryClient('a view has the relationships of its table', async (client) => {
  const books = client.from('cheap_books').select('id, authors(name)').order('id').limit(1)
  assert.deepEqual(await data(books), [{ id: 1, authors: { name: 'Ursula K. Le Guin' } }])
})

withEveryClient('two ways to the same table want a hint', async (client) => {
  const { status, error } = await client.from('books').select('title, authors(name)')
  assert.equal(status, 300)
  assert.equal(error.code, 'PGRST201')
  assert.equal(error.message, "Could not embed because more than one relationship was found for 'books' and 'authors'")
  assert.equal(
    error.hint,
    "Try changing 'authors' to one of the following: 'authors!books_author_id_fkey', 'authors!books_translator_id_fkey'. Find the desired relationship in the 'details' key."
  )
  assert.deepEqual(error.details, [
    {
      cardinality: 'many-to-one',
      embedding: 'books with authors',
      relationship: 'books_author_id_fkey using books(author_id) and authors(id)',
    },
    {
      cardinality: 'many-to-one',
      embedding: 'books with authors',
      relationship: 'books_translator_id_fkey using books(translator_id) and authors(id)',
    },
  ])
})

withEveryClient('no way to a table', async (client) => {
  const { status, error } = await client.from('members').select('name, shelves(label)')
  assert.equal(status, 400)
  assert.deepEqual(error, {
    code: 'PGRST200',
    message: "Could not find a relationship between 'members' and 'shelves' in the schema cache",
    details:
      "Searched for a foreign key relationship between 'members' and 'shelves' in the schema 'public', but no matches were found.",
    hint: null,
  })
})
