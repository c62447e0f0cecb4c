// pgext's client: REST calls, subscriptions, live lists and channels, without dependencies.
// Types: pgext.d.ts. What it relies on: docs/realtime.md.

const json = JSON.stringify
const { isArray } = Array
let lastName = 0
const OPERATORS = 'eq neq gt gte lt lte like ilike is in'.split(' ')

/** What the server, or the way to it, has against a request or a subscription. */
export class PgextError extends Error {
  constructor({ code = '', message, details = null, hint = null }, status = 0) {
    super(message)
    Object.assign(this, { name: 'PgextError', code, details, hint, status })
  }
}

// ---- Filters: { done: false, list_id: [1, 2] }, or PostgREST's own syntax ----

const quoted = (value) => `"${String(value).replace(/["\\]/g, '\\$&')}"`

const operand = (value) => (isArray(value) ? `(${value.map(quoted)})` : value instanceof Date ? value.toJSON() : value)

const condition = (value) => `${value === null ? 'is' : isArray(value) ? 'in' : 'eq'}.${operand(value)}`

const parameters = (filter) =>
  new URLSearchParams(
    Object(filter) === filter ? Object.entries(filter).map(([column, value]) => [column, condition(value)]) : filter
  )

// ---- REST ----

/** A request, which is sent when it is awaited. */
const query = (send, path, { schema } = {}, method = 'GET', body) => {
  const asked = new URLSearchParams()
  const headers = schema ? { 'Accept-Profile': schema, 'Content-Profile': schema } : {}
  const prefer = []
  let signal

  const set = (name, value, how = 'set') => {
    asked[how](name, value)
    return self
  }
  const add = (name, value) => set(name, value, 'append')
  const write = (verb, rows) => {
    method = verb
    body = rows
    if (isArray(rows) && rows[0]) {
      prefer.push('missing=default')
      set('columns', [...new Set(rows.flatMap(Object.keys))].map(quoted))
    }
    return self
  }
  const response = () => {
    if (prefer.length) headers.Prefer = prefer
    if (body !== undefined) headers['Content-Type'] = 'application/json'
    return send(`${path}?${asked}`, { method, headers, body: json(body), signal })
  }
  const answer = async () => {
    const text = await (await response()).text()
    if (text) return JSON.parse(text)
  }

  const self = {
    select(columns = '*') {
      if (method !== 'GET') prefer.push('return=representation')
      return set('select', columns)
    },
    insert: (rows) => write('POST', rows),
    update: (changes) => write('PATCH', changes),
    delete: () => write('DELETE'),
    upsert(rows, onConflict, duplicates = 'merge') {
      prefer.push(`resolution=${duplicates}-duplicates`)
      if (onConflict) set('on_conflict', onConflict)
      return write('POST', rows)
    },
    where(filter) {
      parameters(filter).forEach((value, name) => add(name, value))
      return self
    },
    filter: (column, operator, value) => add(column, `${operator}.${operand(value)}`),
    or: (conditions) => add('or', `(${conditions})`),
    single: () => self.header('Accept', 'application/vnd.pgrst.object+json'),
    header(name, value) {
      headers[name] = value
      return self
    },
    signal(value) {
      signal = value
      return self
    },
    async count() {
      method = 'HEAD'
      prefer.push('count=exact')
      return +(await response()).headers.get('content-range').split('/')[1]
    },
    then: (resolve, reject) => answer().then(resolve, reject),
  }
  for (const name of ['order', 'limit', 'offset']) self[name] = (...values) => set(name, values)
  for (const operator of OPERATORS) self[operator] = (column, value) => self.filter(column, operator, value)
  return self
}

/** Sends requests as whoever the token says; once more where there is a fresher one. */
const sender = (base, tokens) => {
  const attempt = async (path, init) => {
    if (tokens.value) init.headers.Authorization = 'Bearer ' + tokens.value
    const response = await fetch(new URL(path, base), init).catch((cause) => {
      throw init.signal?.aborted ? cause : new PgextError({ code: 'NETWORK', message: cause.message })
    })
    if (response.ok) return response
    const message = await response.text()
    let error = { message }
    try {
      error = JSON.parse(message)
    } catch {}
    throw new PgextError(error, response.status)
  }
  return async (path, init) => {
    await tokens.known()
    return attempt(path, init).catch(async (error) => {
      if (error.status === 401 && (await tokens.refresh())) return attempt(path, init)
      throw error
    })
  }
}

// ---- Tokens ----

/** The token in use; `changed` hears of another one, and whether it may be somebody else's. */
const tokenKeeper = (value, ask) => {
  let asking
  const become = (next = null, another) => {
    const differs = next !== tokens.value
    tokens.value = next
    if (differs) tokens.changed(another)
    return differs
  }
  const tokens = {
    value,
    set: (next) => become(next, true),
    /** Whether there is another token now. */
    refresh: () =>
      (asking ??= (async () => ask && become(await ask()))().finally(() => {
        asking = undefined
      })),
    known: async () => tokens.value || tokens.refresh(),
  }
  return tokens
}

// ---- The websocket ----

/**
 * One socket for all conversations. A conversation has start(), which says what has to be said on each new
 * socket, hear(message), lost(), fail(error), forget(), after which it begins anew, and a status.
 */
const connection = (base, tokens, Socket, onError) => {
  const address = new URL('ws', base.replace('http', 'ws'))
  const conversations = new Set()
  const names = new Map()
  let socket, opened, retry, pulse, heard, attempts = 0

  const each = (method, argument) => [...conversations].forEach((conversation) => conversation[method]?.(argument))
  const send = (message) => opened && socket.send(json(message))
  const identify = () => tokens.value && send({ type: 'auth', token: tokens.value })

  const hear = (message) => {
    const { type, id, channel } = message
    const conversation = names.get(id) ?? names.get('#' + (channel ?? id))
    if (type === 'ready') begin(message.heartbeat)
    else if (type === 'token_expiring') refresh()
    else if (type !== 'error') conversation?.hear(message)
    else if (conversation || !id) refused(message, conversation)
  }
  const refresh = () => tokens.refresh().catch(onError)
  /** A token that does not count any more concerns all, and wants another one. */
  const refused = (message, conversation) => {
    const error = new PgextError(message)
    if (/PGRST30/.test(error.code)) {
      each('fail', error)
      refresh()
    } else if (conversation) conversation.fail(error)
    else onError(error)
  }

  const begin = (seconds) => {
    const current = socket
    const start = () => {
      if (current !== socket) return
      clearTimeout(retry)
      pulse = setInterval(probe, seconds * 1000)
      attempts = 0
      opened = true
      identify()
      each('start')
    }
    tokens.known().then(start, (error) => lost(onError(error)))
  }
  /** Asks whether somebody is there: a socket on which nothing comes then is dead. */
  const probe = () => {
    const asked = socket
    heard = false
    send({ type: 'ping' })
    setTimeout(() => asked === socket && !heard && lost(), 5000)
  }

  const open = () => {
    if (socket || !conversations.size) return
    clearTimeout(retry)
    socket = new Socket(address)
    retry = setTimeout(lost, 15000)
    socket.onmessage = ({ data }) => {
      heard = true
      hear(JSON.parse(data))
    }
    socket.onclose = closed
  }

  const drop = () => {
    const old = socket
    socket = opened = undefined
    clearInterval(pulse)
    clearTimeout(retry)
    names.clear()
    if (old) {
      old.onmessage = old.onclose = null
      old.close()
    }
    each('lost')
  }
  const lost = () => {
    drop()
    retry = setTimeout(open, Math.min(30000, 500 * 2 ** attempts++) * (1 - Math.random() / 2))
  }
  const closed = ({ reason }) => {
    lost()
    if (reason?.[0] === '{') refused(JSON.parse(reason))
  }
  const reconnect = () => {
    drop()
    open()
  }

  tokens.changed = (another) => {
    if (another) {
      each('forget')
      return reconnect()
    }
    identify()
    open()
    for (const conversation of conversations) if (conversation.status === 'error') conversation.start()
  }

  const awake = () => (socket ? probe() : reconnect())
  for (const waking of ['online', 'visibilitychange']) globalThis.addEventListener?.(waking, awake)

  return {
    send,
    names,
    add(conversation) {
      conversations.add(conversation)
      if (opened) conversation.start()
      open()
    },
    /** Without conversations the socket is closed, but not at once: another may begin. */
    remove(conversation) {
      conversations.delete(conversation)
      setTimeout(() => conversations.size || drop(), 1000)
    },
    close() {
      conversations.clear()
      drop()
    },
  }
}

// ---- Subscriptions ----

/** Keeps a subscription going across sockets: from its cursor on, or with a new snapshot. */
const subscription = (wire, { filter, since: cursor, ...wanted }, handlers) => {
  const tell = handlers.call ? handlers : (message) => handlers[message.type]?.(message)
  let id, rows

  const become = (status, error) => {
    if (self.status === status && !error) return
    self.status = status
    tell({ type: 'status', status, error })
  }
  const leave = () => {
    wire.names.delete(id)
    wire.send({ type: 'unsubscribe', id })
  }

  const self = {
    status: 'connecting',
    get cursor() {
      return cursor
    },
    start() {
      id = 's' + ++lastName
      wire.names.set(id, self)
      rows = []
      become('connecting')
      wire.send({
        type: 'subscribe',
        ...wanted,
        id,
        filter: filter && String(parameters(filter)),
        snapshot: wanted.snapshot && !cursor,
        since: cursor,
      })
    },
    hear(message) {
      const { type } = message
      const awaited = wanted.snapshot && !cursor
      if (type === 'resync' && wanted.snapshot) {
        leave()
        self.forget()
        return self.start()
      }
      if (type === 'snapshot') {
        rows.push(message.rows)
        if (!message.last) return
        message.rows = rows.flat()
        rows = []
      }
      // While the answer to `since` still comes, what comes before its end must not be skipped.
      if (type !== 'subscribed' || (!awaited && !cursor)) cursor = message.cursor
      tell(message)
      if (type === 'snapshot' || (type === 'subscribed' && !awaited)) become('live')
    },
    lost: () => self.status === 'error' || become('offline'),
    fail(error) {
      wire.names.delete(id)
      become('error', error)
    },
    forget() {
      cursor = undefined
    },
    unsubscribe() {
      leave()
      wire.remove(self)
    },
  }
  wire.add(self)
  return self
}

// ---- Lists ----

/** `position,created_at.desc.nullslast` compares rows; nulls are the largest, as in PostgreSQL. */
const comparison = (order) => {
  const columns = order.split(/ *, */)
  return (a, b) => {
    for (const column of columns) {
      const [name] = column.split('.')
      const [x, y] = [a[name] ?? null, b[name] ?? null]
      const sign = /\.desc/.test(column) ? -1 : 1
      const nulls = /nullsf/.test(column) ? -1 : /nullsl/.test(column) ? 1 : sign
      if (x !== y) return x === null ? nulls : y === null ? -nulls : x < y ? -sign : sign
    }
  }
}

/**
 * The rows of a table that meet a filter, as they are now: below what the server said, above it what was written
 * here and has not come back yet. A row's id is the JSON of its key; that of a new row whose key the server makes
 * is a word, until the answer comes.
 */
const liveList = (wire, from, { key, order, ...options }) => {
  const known = new Map()
  const held = new Set()
  const names = new Map()
  const ids = new WeakMap()
  const listeners = new Set()
  let writes = [], rows, telling, settled
  const ready = new Promise((...both) => (settled = both))
  ready.catch(() => {})

  const columns = () => [key ?? 'id'].flat()
  const idOf = (row) => json(columns().map((column) => row[column]))
  const isKeyed = (row) => columns().every((column) => row[column] != null)
  const idFor = (target) => (Object(target) === target ? ids.get(target) ?? idOf(target) : json([target]))
  const isTemporary = ({ id }) => id[0] !== '['

  const tell = () => {
    rows = telling = undefined
    listeners.forEach((listener) => listener())
  }

  const visible = () => {
    const all = new Map(known)
    held.forEach((id) => all.delete(id))
    for (const { kind, id, values, answer } of writes) {
      if (kind === 'delete') all.delete(id)
      else if (kind === 'insert' || all.has(id)) all.set(id, { ...all.get(id), ...values, ...answer })
    }
    all.forEach((row, id) => ids.set(row, id))
    const shown = [...all.values()]
    if (order) shown.sort(order.call ? order : comparison(order))
    return Object.freeze(shown)
  }

  const put = (row, old) => {
    const id = idOf(row)
    const before = old && isKeyed(old) ? idOf(old) : id
    // Whether this is the row that is just being inserted here shows when the answer comes.
    if (!known.has(before) && writes.some(isTemporary)) held.add(id)
    const merged = { ...known.get(before), ...row }
    if (before !== id) known.delete(before)
    known.set(id, merged)
    writes.forEach((write) => write.seen.push(merged))
  }
  const hear = (message) => {
    const { type, record, old_record: old, status, error } = message
    if (type === 'status') {
      Object.assign(self, { status, error })
      if (error) settled[1](error)
      return tell()
    }
    if (type === 'subscribed') key ??= message.key
    if (message.rows || type === 'truncate') known.clear()
    if (message.rows) {
      // Answered before: in the snapshot, or not to be seen by whoever this is now.
      writes = writes.filter(({ answer }) => !answer)
      message.rows.forEach((row) => put(row))
      settled[0](self)
    }
    if (record) put(record, old)
    else if (old) known.delete(idOf(old))
    settle()
    // A transaction's events come close together: listeners hear of them once.
    telling ??= setTimeout(tell, 0)
  }

  const isNew = (id) => writes.some((write) => write.id === id && write.kind === 'insert')
  /** A write has settled when the row that it made came, or the row is gone. */
  const hasCome = ({ kind, id, answer, seen }) =>
    (known.has(id) ? kind === 'insert' : !isNew(id)) ||
    (kind !== 'delete' &&
      seen.some((row) => Object.keys(answer).every((column) => json(row[column]) === json(answer[column]))))
  const settle = (gone) => {
    writes = writes.filter((write) => write !== gone && !(write.answer && hasCome(write)))
    if (!writes.some(isTemporary)) held.clear()
  }

  const request = async ({ kind, id, values }) => {
    const rows = from()[kind](values)
    if (kind === 'insert') return rows.select(options.select).single()
    columns().forEach((column, i) => rows.eq(column, JSON.parse(id)[i]))
    return kind === 'delete' ? rows.then(() => ({})) : (await rows.select(options.select))[0]
  }

  /** Shows a write at once, and sends it after the earlier ones of its row, if they succeed. */
  const write = (kind, id, values) => {
    const earlier = writes.findLast((other) => other.id === id)
    const mine = { kind, id, values, seen: [] }
    const finish = (gone) => {
      settle(gone)
      tell()
    }
    /** What does not come although all is well is not in the list, by its filter or policies. */
    const expire = () => writes.includes(mine) && (self.status === 'live' ? finish(mine) : setTimeout(expire, 5000))
    const send = async () => {
      await earlier?.sent
      const answer = (mine.answer = await request(mine))
      if (!answer) return finish(mine)
      if (isTemporary(mine)) {
        const made = idOf(answer)
        names.set(made, id)
        for (const other of writes) if (other.id === id) other.id = made
      }
      finish()
      setTimeout(expire, 5000)
      return answer
    }
    writes.push(mine)
    mine.sent = send().catch((error) => {
      finish(mine)
      throw error
    })
    tell()
    return mine.sent
  }

  const self = {
    status: 'connecting',
    ready,
    get rows() {
      return (rows ??= visible())
    },
    getSnapshot: () => self.rows,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    /** The same from a row's first showing to its last, also if the server makes its key. */
    keyOf: (row) => names.get(idFor(row)) ?? idFor(row),
    insert: (values) => write('insert', isKeyed(values) ? idOf(values) : 'new' + ++lastName, values),
    update: (target, changes) => write('update', idFor(target), changes),
    remove: (target) => write('delete', idFor(target)),
    close() {
      writes = []
      heard.unsubscribe()
    },
  }
  const heard = subscription(wire, { ...options, snapshot: true }, hear)
  return self
}

// ---- Channels ----

/** Broadcasts, and who is there: `presence` has the states that are shown, by key. */
const channel = (wire, name, options) => {
  const listeners = new Set()
  let shown

  const say = (type, content) => wire.send({ type, channel: name, ...content })
  const show = () => say('presence', { state: shown })
  const tell = (event, payload) =>
    listeners.forEach(([wanted, listener]) => wanted === event && listener(payload))

  const self = {
    presence: {},
    on(event, listener) {
      const entry = [event, listener]
      listeners.add(entry)
      return () => listeners.delete(entry)
    },
    send: (event, payload) => say('broadcast', { event, payload }),
    track(state) {
      shown = state
      show()
    },
    start() {
      wire.names.set('#' + name, self)
      say('channel', options)
      if (shown) show()
    },
    hear({ type, event, payload, state }) {
      if (state) tell('presence', (self.presence = state))
      else if (type === 'broadcast') tell(event, payload)
    },
    fail: (error) => tell('error', error),
    leave() {
      wire.send({ type: 'unsubscribe', id: name })
      wire.remove(self)
    },
  }
  wire.add(self)
  return self
}

// ---- The client ----

/** A client of the server at `url`: that from which this script came, unless said otherwise. */
export const pgext = (url = new URL('.', import.meta.url), options = {}) => {
  const { token = null, getToken, onError = console.error, WebSocket = globalThis.WebSocket } = options
  const base = String(url).replace(/\/*$/, '/')
  const tokens = tokenKeeper(token, getToken)
  const send = sender(base, tokens)
  const wire = connection(base, tokens, WebSocket, onError)
  const from = (table, options) => query(send, encodeURIComponent(table), options)
  return {
    from,
    rpc: (name, body = {}, options) => query(send, 'rpc/' + encodeURIComponent(name), options, 'POST', body),
    subscribe: (wanted, handlers) => subscription(wire, wanted, handlers),
    list: (wanted) => liveList(wire, () => from(wanted.table, wanted), wanted),
    channel: (name, options) => channel(wire, name, options),
    setToken: tokens.set,
    close: wire.close,
  }
}
