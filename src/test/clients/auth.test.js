// Who a client is: its key, its token, and what each may do.
import assert from 'node:assert/strict'
import test, { beforeEach } from 'node:test'
import { PostgrestClient } from '@supabase/postgrest-js'
import {
  anonymous,
  anonymousKey,
  bearer,
  data,
  done,
  fails,
  member,
  mounted,
  origin,
  supabase,
  token,
} from './server.js'

const ada = token({ role: member, sub: 'ada' })
const grace = token({ role: member, sub: 'grace' })
const forbidden = { code: '42501', message: 'permission denied for table diaries', details: null, hint: null }

beforeEach(() => done(bearer(ada).rpc('start_over')))

test('without a token one is anonymous', async () => {
  assert.equal(await data(new PostgrestClient(origin).rpc('whoami')), anonymous)
  assert.equal(await data(new PostgrestClient(mounted).rpc('whoami')), anonymous)
})

for (const url of [origin, mounted]) {
  test(`the token says who one is at ${new URL(url).pathname}`, async () => {
    assert.equal(await data(bearer(ada, url).rpc('whoami')), member)
    assert.deepEqual(await data(bearer(ada, url).rpc('claims')), { role: member, sub: 'ada' })
  })

  test(`a token of somebody else's making is refused at ${new URL(url).pathname}`, async () => {
    const forged = token({ role: member }, 'somebody-elses-secret-of-32-characters')
    const { status, error } = await bearer(forged, url).from('books').select()
    assert.deepEqual([status, error.code], [401, 'PGRST301'])
  })

  test(`a token that has expired is refused at ${new URL(url).pathname}`, async () => {
    await fails(bearer(token({ role: member, exp: 1_500_000_000 }), url).from('books').select(), 401, {
      code: 'PGRST303',
      message: 'JWT expired',
      details: null,
      hint: null,
    })
  })
}

test("supabase-js sends the project's key", async () => {
  assert.equal(await data(supabase(anonymousKey).rpc('whoami')), anonymous)
  assert.equal(await data(supabase(ada).rpc('whoami')), member)
})

test("supabase-js with the application's own tokens", async () => {
  const client = supabase(anonymousKey, { accessToken: async () => ada })
  assert.deepEqual(await data(client.rpc('claims')), { role: member, sub: 'ada' })
  assert.equal(await data(client.rpc('header', { name: 'apikey' })), anonymousKey)
})

test('supabase-js with a token among the headers', async () => {
  const headers = { Authorization: `Bearer ${grace}`, 'X-Library': 'north' }
  const client = supabase(anonymousKey, { global: { headers } })
  assert.equal((await data(client.rpc('claims'))).sub, 'grace')
  assert.equal(await data(client.rpc('header', { name: 'x-library' })), 'north')
})

test('supabase-js in another schema from the start', async () => {
  const client = supabase(anonymousKey, { db: { schema: 'archive' } })
  assert.equal(await data(client.rpc('count_scrolls')), 1)
})

test('at /rest/v1 the key alone is a token', async () => {
  const client = new PostgrestClient(mounted, { headers: { apikey: ada } })
  assert.deepEqual(await data(client.rpc('claims')), { role: member, sub: 'ada' })
})

test('at / the key means nothing', async () => {
  const client = new PostgrestClient(origin, { headers: { apikey: ada } })
  assert.equal(await data(client.rpc('whoami')), anonymous)
})

test('a token counts for more than the key', async () => {
  const headers = { apikey: anonymousKey, Authorization: `Bearer ${ada}` }
  assert.equal(await data(new PostgrestClient(mounted, { headers }).rpc('whoami')), member)
})

test("a key that is no token makes one anonymous", async () => {
  assert.equal(await data(supabase('sb_publishable_0123456789abcdef').rpc('whoami')), anonymous)
  const client = new PostgrestClient(mounted, { headers: { apikey: 'sb_publishable_0123456789abcdef' } })
  assert.equal(await data(client.rpc('whoami')), anonymous)
})

test('the anonymous may not read what is not theirs, and are asked who they are', async () => {
  await fails(new PostgrestClient(origin).from('diaries').select(), 401, forbidden)
  const { headers } = await fetch(`${origin}/diaries`)
  assert.equal(headers.get('www-authenticate'), 'Bearer')
})

test('members see their own rows only', async () => {
  const mine = { owner: 'ada', entry: 'Dear diary' }
  const inserted = bearer(ada).from('diaries').insert({ entry: 'Dear diary' })
  assert.deepEqual(await data(inserted.select('owner, entry').single()), mine)
  assert.deepEqual(await data(bearer(ada, mounted).from('diaries').select('owner, entry')), [mine])
  assert.deepEqual(await data(bearer(grace).from('diaries').select()), [])
  assert.deepEqual(await data(bearer(grace).from('diaries').delete().gt('id', 0).select()), [])
})

test('members may not write for others', async () => {
  await fails(bearer(ada).from('diaries').insert({ owner: 'grace', entry: 'x' }), 403, {
    code: '42501',
    message: 'new row violates row-level security policy for table "diaries"',
    details: null,
    hint: null,
  })
})

test('members may not write to what they may only read', async () => {
  await fails(bearer(ada).from('books').delete().eq('id', 1), 403, {
    ...forbidden,
    message: 'permission denied for table books',
  })
})

test('a role that the server may not take on is refused', async () => {
  const { status, error } = await bearer(token({ role: 'postgres' })).rpc('whoami')
  assert.deepEqual([status, error.code], [403, '42501'])
})
