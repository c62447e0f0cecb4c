// What clients are told when something is wrong, and what happens when they hang up.
import assert from 'node:assert/strict'
import test from 'node:test'
import { PostgrestClient } from '@supabase/postgrest-js'
import { data, done, fails, origin, withEveryClient } from './server.js'

function refuses(name, request, status, error) {
  withEveryClient(name, (client) => fails(request(client), status, error))
}

refuses('an unknown table', (client) => client.from('bookz').select(), 404, {
  code: 'PGRST205',
  message: "Could not find the table 'public.bookz' in the schema cache",
  details: null,
  hint: "Perhaps you meant the table 'public.books'",
})

refuses('an unknown column', (client) => client.from('books').select('nope'), 400, {
  code: '42703',
  message: 'column books.nope does not exist',
  details: null,
  hint: null,
})

refuses('an unknown column to write', (client) => client.from('notes').insert([{ nope: 1 }]), 400, {
  code: 'PGRST204',
  message: "Could not find the 'nope' column of 'notes' in the schema cache",
  details: null,
  hint: null,
})

refuses('an unknown function', (client) => client.rpc('greets', { name: 'Ada' }), 404, {
  code: 'PGRST202',
  message: 'Could not find the function public.greets(name) in the schema cache',
  details:
    'Searched for the function public.greets with parameter name or with a single unnamed json/jsonb parameter, but no matches were found in the schema cache.',
  hint: 'Perhaps you meant to call the function public.greet',
})

refuses('an unknown schema', (client) => client.schema('cellar').from('books').select(), 406, {
  code: 'PGRST106',
  message: 'Invalid schema: cellar',
  details: null,
  hint: 'Only the following schemas are exposed: public, archive',
})

refuses('a filter that does not parse', (client) => client.from('books').select().filter('id', 'resembles', 1), 400, {
  code: 'PGRST100',
  message: '"failed to parse filter (resembles.1)" (line 1, column 1)',
  details: 'unexpected "r" expecting "not" or operator (eq, gt, ...)',
  hint: null,
})

refuses('a value of the wrong type', (client) => client.from('books').select().eq('id', 'one'), 400, {
  code: '22P02',
  message: 'invalid input syntax for type integer: "one"',
  details: null,
  hint: null,
})

refuses('an operator that the type does not have', (client) => client.from('books').select().like('id', '1%'), 404, {
  code: '42883',
  message: 'operator does not exist: integer ~~ unknown',
  details: null,
  hint: 'No operator matches the given name and argument types. You might need to add explicit type casts.',
})

refuses('a range behind the last row, with a count', (client) =>
  client.from('books').select('id', { count: 'exact' }).range(100, 109), 416, {
  code: 'PGRST103',
  message: 'Requested range not satisfiable',
  details: 'An offset of 100 was requested, but there are only 6 rows.',
  hint: null,
})

refuses('a duplicate', (client) => client.from('notes').insert({ slug: 'first' }), 409, {
  code: '23505',
  message: 'duplicate key value violates unique constraint "notes_slug_key"',
  details: 'Key (slug)=(first) already exists.',
  hint: null,
})

refuses('a missing partner', (client) => client.from('notes').insert({ slug: 'x', book_id: 99 }), 409, {
  code: '23503',
  message: 'insert or update on table "notes" violates foreign key constraint "notes_book_id_fkey"',
  details: 'Key (book_id)=(99) is not present in table "books".',
  hint: null,
})

refuses('a failed check', (client) => client.from('notes').update({ stars: 6 }).eq('id', 1), 400, {
  code: '23514',
  message: 'new row for relation "notes" violates check constraint "stars_are_five_at_most"',
  details: 'Failing row contains (1, first, Read twice, 6, 1).',
  hint: null,
})

refuses('a missing value', (client) => client.from('notes').update({ body: null }).eq('id', 1), 400, {
  code: '23502',
  message: 'null value in column "body" of relation "notes" violates not-null constraint',
  details: 'Failing row contains (1, first, null, 5, 1).',
  hint: null,
})

refuses('an upsert without a matching constraint', (client) =>
  client.from('notes').upsert({ slug: 'x', stars: 1 }, { onConflict: 'stars' }), 400, {
  code: '42P10',
  message: 'there is no unique or exclusion constraint matching the ON CONFLICT specification',
  details: null,
  hint: null,
})

refuses('an exception from a function', (client) => client.rpc('complain'), 400, {
  code: 'P0001',
  message: 'The roof leaks',
  details: 'Rain on shelf 3',
  hint: 'Move the books',
})

refuses('an exception that chooses its status', (client) => client.rpc('ask_for_payment'), 402, {
  code: 'PT402',
  message: 'Payment required',
  details: 'Overdue since May',
  hint: null,
})

refuses('a status that a function chose', (client) => client.rpc('brew'), 418, {
  message: 'A teapot',
  code: 'TEA01',
})

withEveryClient('a HEAD request fails without a body', async (client) => {
  const answer = await client.from('bookz').select('*', { head: true, count: 'exact' })
  assert.equal(answer.count, null)
  assert.equal(answer.data, null)
})

withEveryClient('throwOnError throws the error', async (client) => {
  await assert.rejects(
    async () => client.from('notes').insert({ slug: 'first' }).throwOnError(),
    (error) => {
      assert.equal(error.name, 'PostgrestError')
      assert.equal(error.code, '23505')
      assert.equal(error.message, 'duplicate key value violates unique constraint "notes_slug_key"')
      assert.equal(error.details, 'Key (slug)=(first) already exists.')
      assert.equal(error.hint, null)
      return true
    }
  )
})

withEveryClient('throwOnError leaves success alone', async (client) => {
  const { data: rows } = await client.from('notes').select('id').eq('id', 1).throwOnError()
  assert.deepEqual(rows, [{ id: 1 }])
})

withEveryClient('a request can be aborted', async (client) => {
  const controller = new AbortController()
  const request = client.rpc('wait', { seconds: 20 }).abortSignal(controller.signal)
  setTimeout(() => controller.abort(), 100)
  const { status, error, data: rows } = await request
  assert.deepEqual([status, rows], [0, null])
  assert.match(error.message, /AbortError/)
  assert.equal(error.hint, 'Request was aborted (timeout or manual cancellation)')
  assert.equal(await data(client.rpc('add', { a: 1, b: 1 })), 2)
})

test('a request can time out', async () => {
  const client = new PostgrestClient(origin, { timeout: 100 })
  const { error } = await client.rpc('wait', { seconds: 20 })
  assert.match(error.message, /AbortError/)
})

test('a hundred requests at once', async () => {
  const client = new PostgrestClient(origin)
  const sums = await Promise.all(
    Array.from({ length: 100 }, (_, index) => done(client.rpc('add', { a: index, b: 1 })))
  )
  assert.deepEqual(sums.map((answer) => answer.data), Array.from({ length: 100 }, (_, index) => index + 1))
})

test('a request line of almost the length that the client warns of', async () => {
  const ids = Array.from({ length: 900 }, (_, index) => 10_000 + index)
  const rows = await data(new PostgrestClient(origin).from('books').select('id').in('id', [5, ...ids]))
  assert.deepEqual(rows, [{ id: 5 }])
})
