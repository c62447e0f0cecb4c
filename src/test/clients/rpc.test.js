// Functions: how their arguments travel, and what comes back.
import assert from 'node:assert/strict'
import { data, done, fails, values, withEveryClient } from './server.js'

for (const options of [{}, { get: true }]) {
  const how = options.get ? 'GET' : 'POST'

  withEveryClient(`arguments by name (${how})`, async (client) => {
    assert.equal(await data(client.rpc('add', { a: 2, b: 40 }, options)), 42)
  })

  withEveryClient(`an argument left to its default (${how})`, async (client) => {
    assert.equal(await data(client.rpc('greet', undefined, options)), 'Good morning, reader')
    assert.equal(await data(client.rpc('greet', { name: undefined }, options)), 'Good morning, reader')
    assert.equal(await data(client.rpc('greet', { name: 'Zoë & co' }, options)), 'Good morning, Zoë & co')
  })

  withEveryClient(`an array (${how})`, async (client) => {
    assert.equal(await data(client.rpc('total', { numbers: [1, 2, 39] }, options)), 42)
    assert.equal(await data(client.rpc('total', { numbers: [] }, options)), null)
  })

  withEveryClient(`overloads (${how})`, async (client) => {
    assert.equal(await data(client.rpc('area', { side: 3 }, options)), 9)
    assert.equal(await data(client.rpc('area', { width: 3, height: 4 }, options)), 12)
  })

  withEveryClient(`a row (${how})`, async (client) => {
    assert.deepEqual(await data(client.rpc('oldest_author', {}, options).select('name')), {
      name: 'Clarice Lispector',
    })
  })

  withEveryClient(`OUT parameters (${how})`, async (client) => {
    assert.deepEqual(await data(client.rpc('minmax', { numbers: [3, 1, 2] }, options)), {
      lowest: 1,
      highest: 3,
    })
  })

  withEveryClient(`a set of rows, filtered, ordered and embedded in (${how})`, async (client) => {
    const books = client.rpc('books_of', { author: 'Italo Calvino' }, options)
    const chosen = books.select('title, translator:authors!translator_id(name), shelves(label)')
    assert.deepEqual(await data(chosen.gt('pages', 100).order('pages', { ascending: false }).limit(1)), [
      {
        title: "If on a winter's night, a traveler (novel)",
        translator: { name: 'William Weaver' },
        shelves: [{ label: 'Classics' }],
      },
    ])
  })

  withEveryClient(`a count (${how})`, async (client) => {
    const books = client.rpc('books_of', { author: 'Stanisław Lem' }, { ...options, count: 'exact' })
    const answer = await done(books.select('id').order('id').limit(1))
    assert.deepEqual([answer.status, answer.count, answer.data], [206, 2, [{ id: 5 }]])
  })

  withEveryClient(`single, maybeSingle and csv (${how})`, async (client) => {
    const books = () => client.rpc('books_of', { author: 'Stanisław Lem' }, options).select('title')
    assert.deepEqual(await data(books().eq('id', 5).single()), { title: 'Solaris' })
    assert.equal(await data(books().eq('id', 1).maybeSingle()), null)
    assert.equal(await data(books().order('title').csv()), 'title\nSolaris\n"The Cyberiad"')
  })
}

withEveryClient('head gives the count alone', async (client) => {
  const args = { author: 'Stanisław Lem' }
  const answer = await done(client.rpc('books_of', args, { head: true, count: 'exact' }))
  assert.deepEqual([answer.status, answer.count, answer.data], [200, 2, null])
})

withEveryClient('a variadic function', async (client) => {
  assert.equal(await data(client.rpc('longest', { words: ['a', 'ccc', 'bb'] })), 'ccc')
})

withEveryClient('JSON as an argument', async (client) => {
  const parcel = { items: [{ grams: 250 }, { grams: 1.5 }] }
  assert.equal(await data(client.rpc('weigh', { parcel })), 251.5)
})

withEveryClient('head with JSON as an argument is a POST without an answer', async (client) => {
  const answer = await done(client.rpc('weigh', { parcel: { items: [] } }, { head: true }))
  assert.equal(answer.data, null)
})

withEveryClient('the whole body as the one unnamed argument', async (client) => {
  assert.deepEqual(await data(client.rpc('keys_of', { b: 1, a: 2 })), ['b', 'a'])
})

withEveryClient('a function without a result', async (client) => {
  const answer = await done(client.rpc('do_nothing'))
  assert.deepEqual([answer.status, answer.data], [204, null])
})

withEveryClient('a function that writes', async (client) => {
  // What a call is ordered by must be selected, as behind PostgREST.
  assert.deepEqual(await values('stars', client.rpc('add_star').select('id,stars').order('id')), [5, 3, 1])
})

withEveryClient('a function that writes, called by GET', async (client) => {
  await fails(client.rpc('add_star', {}, { get: true }), 405, {
    code: '25006',
    message: 'cannot execute UPDATE in a read-only transaction',
    details: null,
    hint: null,
  })
})

withEveryClient('maxAffected of a function that writes', async (client) => {
  const { status, error } = await client.rpc('add_star').maxAffected(2)
  assert.deepEqual([status, error.code], [400, 'PGRST124'])
  assert.deepEqual(await values('stars', client.from('notes').select().order('id')), [5, 2, null])
})

withEveryClient('rollback of a function that writes', async (client) => {
  assert.equal((await data(client.rpc('add_star').rollback())).length, 3)
  assert.deepEqual(await values('stars', client.from('notes').select().order('id')), [5, 2, null])
})

withEveryClient('explain of a function', async (client) => {
  assert.match(await data(client.rpc('books_of', { author: 'x' }).explain()), /cost=/)
})
