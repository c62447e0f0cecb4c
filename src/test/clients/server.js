// The server under test, and how to reach it: by both clients, at both mounts, as anybody.
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import test from 'node:test'
import { PostgrestClient } from '@supabase/postgrest-js'
import { createClient } from '@supabase/supabase-js'
import WebSocket from 'ws'

/** Where the server listens: no path, no slash at the end. */
export const origin = setting('PGEXT_URL')
export const mounted = `${origin}/rest/v1`

export const anonymous = 'clients_anonymous'
export const member = 'clients_member'

/** A signed token with these claims (HS256), as an identity provider would issue it. */
export function token(claims, secret = setting('PGEXT_JWT_SECRET')) {
  const content = `${encoded({ alg: 'HS256', typ: 'JWT' })}.${encoded(claims)}`
  return `${content}.${createHmac('sha256', secret).update(content).digest('base64url')}`
}

/** The key that a Supabase project hands out to browsers. */
export const anonymousKey = token({ role: anonymous })

/** Supabase's client as a project would create it, but without a session of its own. */
export function supabase(key = anonymousKey, options = {}) {
  const auth = { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false }
  // Node 20 has no WebSocket of its own, and the client wants one even where none is opened.
  const realtime = { transport: WebSocket }
  return createClient(origin, key, { realtime, ...(options.accessToken ? {} : { auth }), ...options })
}

/** PostgREST's client alone, as somebody who has this token. */
export function bearer(jwt, url = origin) {
  return new PostgrestClient(url, { headers: { Authorization: `Bearer ${jwt}` } })
}

const clients = {
  'postgrest-js at /': new PostgrestClient(origin),
  'postgrest-js at /rest/v1': new PostgrestClient(mounted),
  'supabase-js': supabase(),
}

/** The same test once for every client; notes and diaries are as the schema left them. */
export function withEveryClient(name, body) {
  for (const [clientName, client] of Object.entries(clients)) {
    test(`${name} (${clientName})`, async (context) => {
      await done(client.rpc('start_over'))
      await body(client, context)
    })
  }
}

/** The answer to a request that must succeed. */
export async function done(request) {
  const answer = await request
  assert.equal(answer.error, null, `failed: ${JSON.stringify(answer.error)}`)
  return answer
}

/** The rows, or the value, of a request that must succeed. */
export async function data(request) {
  return (await done(request)).data
}

/** The values of one column, in the order in which they came. */
export async function values(column, request) {
  return (await data(request)).map((row) => row[column])
}

/** Asserts that a request fails, with this status and with these fields of the error. */
export async function fails(request, status, expected) {
  const answer = await request
  assert.notEqual(answer.error, null, `succeeded: ${JSON.stringify(answer.data)}`)
  assert.deepEqual({ status: answer.status, ...answer.error }, { status, ...expected })
  assert.equal(answer.data, null)
}

function encoded(part) {
  return Buffer.from(JSON.stringify(part)).toString('base64url')
}

function setting(name) {
  const value = process.env[name]
  if (!value) throw new Error(`the environment has no ${name}`)
  return value
}
