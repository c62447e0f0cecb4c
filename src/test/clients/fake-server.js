// A websocket and a REST API that do what a test says, and pgext's client before them.
import { readFileSync } from 'node:fs'

/** Where the client's source is: in the repository, also for the copy of these tests under target/. */
export const source = [new URL('../../main/resources/dev/pgext/client/', import.meta.url), new URL('../../src/main/resources/dev/pgext/client/', import.meta.url)]
  .find((folder) => exists(new URL('pgext.js', folder)))

const { pgext, PgextError } = await import(new URL('pgext.js', source))
export { pgext, PgextError }

/** Everything that waits for nothing but promises has happened. */
export const settled = () => new Promise((resolve) => setImmediate(resolve))

export class FakeSocket {
  static all = []
  sent = []

  constructor(url) {
    this.url = String(url)
    FakeSocket.all.push(this)
  }

  static get last() {
    return FakeSocket.all.at(-1)
  }

  send(text) {
    this.sent.push(JSON.parse(text))
  }

  close() {
    this.closed = true
  }

  /** The server takes the connection. */
  async open() {
    this.say({ type: 'ready', session: 's', epoch: 1, server: 'test', heartbeat: 30 })
    await settled()
    return this
  }

  say(...messages) {
    for (const message of messages) this.onmessage?.({ data: JSON.stringify(message) })
  }

  /** The connection is lost, or the server closes it. */
  die(code = 1006, reason = '') {
    this.onclose?.({ code, reason })
  }

  /** Messages of one type that the client sent. */
  of(type) {
    return this.sent.filter((message) => message.type === type)
  }

  /** The id of the latest subscription. */
  get id() {
    return this.of('subscribe').at(-1).id
  }
}

/** A client, its sockets, and the REST requests that wait for their answers. */
export function fakeServer(options = {}) {
  FakeSocket.all = []
  const requests = []
  globalThis.fetch = (url, init) =>
    new Promise((resolve, reject) => {
      requests.push({
        method: init.method,
        url: decodeURIComponent(String(url)),
        headers: init.headers,
        body: init.body === undefined ? undefined : JSON.parse(init.body),
        answer(status, body, headers = {}) {
          const content = body === undefined || init.method === 'HEAD' ? null : JSON.stringify(body)
          resolve(new Response(content, { status, headers }))
          return settled()
        },
        fail(message) {
          reject(new TypeError(message))
          return settled()
        },
      })
    })
  const db = pgext('http://server.test/api', { WebSocket: FakeSocket, onError() {}, ...options })
  return { db, requests }
}

function exists(file) {
  try {
    readFileSync(file)
    return true
  } catch {
    return false
  }
}
