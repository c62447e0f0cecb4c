// The types of pgext.js: docs/realtime.md says what it does.

/** Tables and their rows: `pgext<{ tasks: Task }>()`. */
export type Tables = Record<string, any>

/** A value that a column is compared with: null means `is null`, an array `in (…)`. */
export type Operand = string | number | boolean | bigint | Date | null | readonly (string | number | bigint)[]

/** `{ done: false, list_id: [1, 2] }`, or PostgREST's syntax: `done=is.false&or=(a.eq.1,b.eq.2)`. */
export type Filter<Row = any> = string | { readonly [Column in keyof Row]?: Operand }

/** What the server, or the way to it, has against a request or a subscription. */
export class PgextError extends Error {
  /** PostgREST's, PostgreSQL's or pgext's code; `NETWORK` where no answer came. */
  readonly code: string
  readonly details: unknown
  readonly hint: string | null
  /** The HTTP status; 0 where there is none. */
  readonly status: number
  constructor(error: { code?: string; message?: string; details?: unknown; hint?: string | null }, status?: number)
}

export interface Options {
  /** The token of whoever is signed in. */
  token?: string | null
  /** Gives the current token: asked at first, when it is about to expire, and when it was refused. */
  getToken?: () => string | null | undefined | Promise<string | null | undefined>
  /** Hears of errors that belong to no call; `console.error` by default. */
  onError?: (error: unknown) => void
  /** For Node before 22: that of the package `ws`. */
  WebSocket?: unknown
}

/** A client of the server at `url`: that from which the script came, unless said otherwise. */
export function pgext<T extends Tables = Tables>(url?: string | URL, options?: Options): Client<T>

export interface InSchema {
  schema?: string
}

export interface Client<T extends Tables = Tables> {
  /** A request to a table or view: read it, or insert, update, upsert, delete. */
  from<Name extends keyof T & string>(table: Name, options?: InSchema): Table<T[Name]>
  /** Calls a function. */
  rpc<Result = any>(name: string, parameters?: Record<string, unknown>, options?: InSchema): Query<any, Result>
  /** Changes of a table, as they are committed. */
  subscribe<Name extends keyof T & string>(
    wanted: Wanted<Name, T[Name]>,
    handlers: Handlers<T[Name]> | ((event: Event<T[Name]>) => void)
  ): Subscription
  /** The rows of a table that meet a filter, kept as they are now. */
  list<Name extends keyof T & string>(wanted: ListWanted<Name, T[Name]>): List<T[Name]>
  /** Broadcasts, and who is there. */
  channel(name: string, options?: { private?: boolean }): Channel
  /** Somebody else is signed in, or nobody: what is subscribed begins anew as them. */
  setToken(token?: string | null): void
  /** Ends everything that was subscribed, and closes the socket. */
  close(): void
}

export interface Filters<Row> {
  /** Rows that meet a filter; several calls must all be met. */
  where(filter: Filter<Row>): this
  /** Any operator of PostgREST, such as `fts(english)` or `not.in`. */
  filter(column: string, operator: string, value: Operand): this
  /** At least one of the conditions: `or('done.is.true,due.lt.2026-01-01')`. */
  or(conditions: string): this
  eq<C extends keyof Row & string>(column: C, value: Operand): this
  neq<C extends keyof Row & string>(column: C, value: Operand): this
  gt<C extends keyof Row & string>(column: C, value: Operand): this
  gte<C extends keyof Row & string>(column: C, value: Operand): this
  lt<C extends keyof Row & string>(column: C, value: Operand): this
  lte<C extends keyof Row & string>(column: C, value: Operand): this
  like<C extends keyof Row & string>(column: C, pattern: string): this
  ilike<C extends keyof Row & string>(column: C, pattern: string): this
  is<C extends keyof Row & string>(column: C, value: boolean | null): this
  in<C extends keyof Row & string>(column: C, values: readonly (string | number | bigint)[]): this
}

/** A request, which is sent when it is awaited; it fails with a `PgextError`. */
export interface Query<Row, Result> extends Filters<Row>, PromiseLike<Result> {
  /** The columns wanted, embedded rows too: `select('id,title,author(name)')`. A write gives its rows then. */
  select<Selected = Row>(columns?: string): Query<Row, Selected[]>
  /** `order('done', 'created_at.desc.nullslast')` */
  order(...columns: string[]): this
  limit(rows: number): this
  offset(rows: number): this
  /** Exactly one row: fails where there is none, or another. */
  single(): Query<Row, Result extends readonly (infer One)[] ? One : Result>
  header(name: string, value: string): this
  signal(signal: AbortSignal): this
  /** How many rows there are, without reading them. */
  count(): Promise<number>
}

export interface Table<Row> extends Query<Row, Row[]> {
  insert(rows: Partial<Row> | readonly Partial<Row>[]): Query<Row, void>
  /** Rows that are there already, by the primary key or the columns of another unique key, are changed or left alone. */
  upsert(
    rows: Partial<Row> | readonly Partial<Row>[],
    onConflict?: string,
    duplicates?: 'merge' | 'ignore'
  ): Query<Row, void>
  /** Changes the rows that meet the filters. */
  update(changes: Partial<Row>): Query<Row, void>
  /** Deletes the rows that meet the filters. */
  delete(): Query<Row, void>
}

/** `live`: everything arrives. `offline`: it will be made up for. `error`: it ended, until there is another token. */
export type Status = 'connecting' | 'live' | 'offline' | 'error'

export interface Wanted<Name extends string = string, Row = any> {
  table: Name
  schema?: string
  filter?: Filter<Row>
  /** Columns; all by default. The key must be among them. */
  select?: string | readonly string[]
  events?: readonly ('insert' | 'update' | 'delete')[]
  /** Whether the current rows come first, and again whenever something was missed. */
  snapshot?: boolean
  /** A cursor of former events: what followed it comes first. */
  since?: string
  /** Whether `begin` and `commit` are wanted. */
  transactions?: boolean
}

interface Placed {
  id: string
  cursor: string
}

interface Committed extends Placed {
  schema: string
  table: string
  commit_timestamp: string
}

export interface Subscribed extends Placed {
  type: 'subscribed'
  columns: { name: string; type: string }[]
  key: string[]
  /** Some deletions cannot be told: the table has no REPLICA IDENTITY FULL. */
  deletes?: 'limited'
}

export interface Snapshot<Row = any> extends Placed {
  type: 'snapshot'
  rows: Row[]
}

export interface Insert<Row = any> extends Committed {
  type: 'insert'
  record: Row
}

export interface Update<Row = any> extends Committed {
  type: 'update'
  record: Row
  old_record?: Partial<Row>
  /** Columns that are missing in `record`, because they did not change and cannot be had. */
  unchanged?: string[]
}

export interface Delete<Row = any> extends Committed {
  type: 'delete'
  old_record: Partial<Row>
}

export interface Truncate extends Committed {
  type: 'truncate'
}

export interface Mark extends Placed {
  type: 'begin' | 'commit'
  xid: number
  commit_timestamp: string
}

/** Something may have been missed; only for subscriptions without `snapshot`. */
export interface Resync extends Placed {
  type: 'resync'
  reason: string
  epoch: number
}

export interface StatusChange {
  type: 'status'
  status: Status
  error?: PgextError
}

export type Event<Row = any> =
  | Subscribed
  | Snapshot<Row>
  | Insert<Row>
  | Update<Row>
  | Delete<Row>
  | Truncate
  | Mark
  | Resync
  | StatusChange

/** A function for each kind of event that matters. */
export type Handlers<Row = any> = {
  [Type in Event<Row>['type']]?: (event: Extract<Event<Row>, { type: Type }>) => void
}

export interface Subscription {
  readonly status: Status
  /** Of the last event: `since` of a later subscription. */
  readonly cursor: string | undefined
  unsubscribe(): void
}

export interface ListWanted<Name extends string = string, Row = any> {
  table: Name
  schema?: string
  filter?: Filter<Row>
  /** Columns; all by default. The key must be among them. */
  select?: string
  /** The columns that tell one row from another; those of the primary key by default. */
  key?: (keyof Row & string) | readonly (keyof Row & string)[]
  /** `'position,created_at.desc'` or a comparison. Texts are compared by their code units. */
  order?: string | ((a: Row, b: Row) => number)
}

/** A row, or the value of its key; of a key of several columns an object with these. */
export type Target<Row> = Partial<Row> | string | number | bigint | boolean

/** Rows that follow the table. What is written through it shows at once, and is taken back if it fails. */
export interface List<Row> {
  readonly status: Status
  readonly error: PgextError | undefined
  /** Fulfilled when the rows are there for the first time. */
  readonly ready: Promise<List<Row>>
  /** The same array until something changes: never changed in place. */
  readonly rows: readonly Row[]
  /** `useSyncExternalStore(list.subscribe, list.getSnapshot)` */
  subscribe(listener: () => void): () => void
  getSnapshot(): readonly Row[]
  /** A name of the row that stays the same, also while a new row gets its key from the server. */
  keyOf(row: Row): string
  insert(row: Partial<Row>): Promise<Row>
  /** The row as it became; undefined where there is none. */
  update(target: Target<Row>, changes: Partial<Row>): Promise<Row | undefined>
  remove(target: Target<Row>): Promise<unknown>
  close(): void
}

/** Who is there, by key: each with the states that it shows. */
export type Presence<State = any> = Record<string, State[]>

export interface Channel {
  /** Who is there: everybody's states, by key. */
  readonly presence: Presence
  /** Hears of an event; of `presence`, whenever it changes, and of `error`. The result ends it. */
  on(event: 'presence', listener: (presence: Presence) => void): () => void
  on(event: 'error', listener: (error: PgextError) => void): () => void
  on(event: string, listener: (payload: any) => void): () => void
  /** Says something to everybody else; not kept for who is not there. */
  send(event: string, payload?: unknown): void
  /** Shows up in `presence`; with null, not any more. */
  track(state: object | null): void
  leave(): void
}
