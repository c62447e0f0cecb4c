// pgext.js: requests, errors and tokens, against a server made up here.
import assert from 'node:assert/strict'
import test from 'node:test'
import { fakeServer, PgextError, settled } from './fake-server.js'

/** The one request that a call makes. */
async function requested(call, options) {
  const { db, requests } = fakeServer(options)
  const result = call(db).then((value) => value)
  await settled()
  assert.equal(requests.length, 1)
  const [request] = requests
  return { request, result, requests, db }
}

test('a read says what it wants in the URL', async () => {
  const { request, result } = await requested((db) =>
    db.from('to do').select('id,title').eq('done', false).in('list', ['a', 'b"c']).order('id.desc', 'title').limit(10).offset(5)
  )
  assert.equal(request.method, 'GET')
  assert.equal(
    request.url,
    'http://server.test/api/to do?select=id,title&done=eq.false&list=in.("a","b\\"c")&order=id.desc,title&limit=10&offset=5'
  )
  await request.answer(200, [{ id: 1 }])
  assert.deepEqual(await result, [{ id: 1 }])
})

test('an object is a filter', async () => {
  const due = new Date('2026-01-02T03:04:05Z')
  const { request } = await requested((db) => db.from('tasks').where({ done: false, list: [1, 2], owner: null, due }))
  assert.equal(
    request.url,
    'http://server.test/api/tasks?done=eq.false&list=in.("1","2")&owner=is.null&due=eq.2026-01-02T03:04:05.000Z'
  )
})

test('a filter in PostgREST\'s syntax is taken as it is', async () => {
  const { request } = await requested((db) =>
    db.from('tasks').where('done=is.false&title=like.*a*').filter('title', 'not.in', ['x']).or('a.eq.1,b.eq.2')
  )
  assert.equal(
    request.url,
    'http://server.test/api/tasks?done=is.false&title=like.*a*&title=not.in.("x")&or=(a.eq.1,b.eq.2)'
  )
})

test('an insert of several rows names their columns', async () => {
  const { request, result } = await requested((db) => db.from('tasks').insert([{ a: 1 }, { b: 2 }]))
  assert.equal(request.method, 'POST')
  assert.equal(request.url, 'http://server.test/api/tasks?columns="a","b"')
  assert.deepEqual(request.body, [{ a: 1 }, { b: 2 }])
  assert.equal(request.headers['Content-Type'], 'application/json')
  assert.equal(String(request.headers.Prefer), 'missing=default')
  await request.answer(201)
  assert.equal(await result, undefined)
})

test('a write gives its rows when asked', async () => {
  const { request, result } = await requested((db) => db.from('tasks').update({ done: true }).eq('id', 7).select().single())
  assert.equal(request.method, 'PATCH')
  assert.equal(request.url, 'http://server.test/api/tasks?id=eq.7&select=*')
  assert.equal(String(request.headers.Prefer), 'return=representation')
  assert.equal(request.headers.Accept, 'application/vnd.pgrst.object+json')
  await request.answer(200, { id: 7, done: true })
  assert.deepEqual(await result, { id: 7, done: true })
})

test('an upsert says how duplicates are resolved', async () => {
  const { request } = await requested((db) => db.from('tasks').upsert({ slug: 'a' }, 'slug', 'ignore'))
  assert.equal(String(request.headers.Prefer), 'resolution=ignore-duplicates')
  assert.equal(request.url, 'http://server.test/api/tasks?on_conflict=slug')
})

test('a function is called in a schema', async () => {
  const { request } = await requested((db) => db.rpc('add', { a: 1 }, { schema: 'maths' }))
  assert.equal(request.method, 'POST')
  assert.match(request.url, /^http:\/\/server.test\/api\/rpc\/add\??$/)
  assert.equal(request.headers['Content-Profile'], 'maths')
})

test('rows are counted without being read', async () => {
  const { request, result } = await requested((db) => db.from('tasks').eq('done', true).count())
  assert.equal(request.method, 'HEAD')
  assert.equal(String(request.headers.Prefer), 'count=exact')
  await request.answer(200, undefined, { 'content-range': '0-9/3573' })
  assert.equal(await result, 3573)
})

test('an error has what the server said', async () => {
  const { request, result } = await requested((db) => db.from('tasks').delete().eq('id', 1))
  const failed = assert.rejects(result, (error) => {
    assert.ok(error instanceof PgextError)
    const { code, message, details, hint, status } = error
    assert.deepEqual({ code, message, details, hint, status }, { code: '42501', message: 'no', details: 'd', hint: 'h', status: 403 })
    return true
  })
  await request.answer(403, { code: '42501', message: 'no', details: 'd', hint: 'h' })
  await failed
})

test('no answer is an error, too, and an abort stays one', async () => {
  const { request, result } = await requested((db) => db.from('tasks').select())
  const failed = assert.rejects(result, { name: 'PgextError', code: 'NETWORK', status: 0 })
  await request.fail('fetch failed')
  await failed

  const controller = new AbortController()
  const aborted = await requested((db) => db.from('tasks').select().signal(controller.signal))
  const rejected = assert.rejects(aborted.result, TypeError)
  controller.abort()
  await aborted.request.fail('aborted')
  await rejected
})

test('the token goes along', async () => {
  const { request, db, requests } = await requested((db) => db.from('tasks').select(), { token: 'a' })
  assert.equal(request.headers.Authorization, 'Bearer a')
  db.setToken('b')
  db.from('tasks').then(() => {})
  await settled()
  assert.equal(requests[1].headers.Authorization, 'Bearer b')
})

test('a token that has expired is asked for anew, once', async () => {
  const tokens = ['first', 'second', 'second']
  const { request, result, requests } = await requested((db) => db.from('tasks').select(), { getToken: async () => tokens.shift() })
  assert.equal(request.headers.Authorization, 'Bearer first')
  await request.answer(401, { code: 'PGRST303', message: 'JWT expired' })
  assert.equal(requests[1].headers.Authorization, 'Bearer second')
  const failed = assert.rejects(result, { code: 'PGRST303' })
  await requests[1].answer(401, { code: 'PGRST303', message: 'JWT expired' })
  await failed
  assert.equal(requests.length, 2)
})
