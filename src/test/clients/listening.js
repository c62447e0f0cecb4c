// Clients that listen, and what they have heard.
import assert from 'node:assert/strict'
import { after } from 'node:test'
import WebSocket from 'ws'
import { anonymousKey, supabase, token } from './server.js'

export const patience = 60_000
const clients = []

/** Does what nobody listening may: its rows and messages are what others hear of. */
export const writer = supabase(token({ role: 'clients_writer' }))

/** Supabase's client, which comes back at once when it loses its connection. */
export function listener(key = anonymousKey, realtime = {}, options = {}) {
  const client = supabase(key, {
    realtime: { transport: WebSocket, reconnectAfterMs: () => 50, ...realtime },
    ...options,
  })
  clients.push(client)
  return client
}

/** Somebody with a name. */
export function member(sub, claims = {}) {
  return token({ role: 'clients_member', sub, ...claims })
}

after(async () => {
  await Promise.all(clients.map((client) => client.realtime.disconnect()))
})

/** The channel, when it is subscribed; an error says why it is not. */
export function subscribed(channel) {
  return new Promise((resolve, reject) => {
    channel.subscribe((status, error) => {
      if (status === 'SUBSCRIBED') resolve(channel)
      else if (status !== 'CLOSED') reject(error ?? new Error(status))
    })
  })
}

/** What was heard so far, and waits for more. */
export class Heard {
  all = []
  #waiting = []

  /** A callback that keeps what it is given. */
  keep = (something) => {
    this.all.push(something)
    this.#waiting.forEach((look) => look())
  }

  /** Waits until so many things were heard, and gives them. */
  async count(number) {
    await this.until(() => this.all.length >= number, `${number} messages`)
    return this.all
  }

  /** Waits until something holds of what was heard. */
  until(holds, what) {
    return new Promise((resolve, reject) => {
      const timeout = setTimeout(
        () => reject(new Error(`waited for ${what}, heard ${JSON.stringify(this.all)}`)),
        patience
      )
      const look = () => {
        if (holds()) {
          clearTimeout(timeout)
          this.#waiting = this.#waiting.filter((other) => other !== look)
          resolve()
        }
      }
      this.#waiting.push(look)
      look()
    })
  }
}

/** Listens to changes; titles is what the rows heard of are called. */
export async function changes(client, name, ...bindings) {
  const heard = new Heard()
  const channel = client.channel(name)
  for (const binding of bindings) {
    channel.on('postgres_changes', { schema: 'public', ...binding }, heard.keep)
  }
  await subscribed(channel)
  return heard
}

/** Inserts rows as the writer. */
export async function insert(...rows) {
  const { data, error } = await writer.from('tasks').insert(rows).select()
  assert.equal(error, null, JSON.stringify(error))
  return data
}

/** Cuts the connection, as a network does. */
export function cut(client) {
  client.realtime.socketAdapter.getSocket().conn.terminate()
}

/** The titles of rows that were heard of, in order. */
export const titles = (heard) => heard.all.map((change) => change.new.title ?? change.old.title)
