// Compiled under `tsc --strict` by pgext-package.test.js, never run: what must be accepted, and what must not.
import { pgext, PgextError, type Channel, type Event, type List, type Query, type Subscription } from './pgext.js'

interface Task {
  id: number
  title: string
  done: boolean
  due: string | null
}

const db = pgext<{ tasks: Task; lists: { id: number; name: string } }>('http://localhost:3000', {
  token: 'a.b.c',
  getToken: async () => 'a.b.c',
  onError: (error: unknown) => console.log(error),
})
pgext()
pgext(new URL('http://localhost')).from('anything').eq('any', 1)

export async function requests(signal: AbortSignal): Promise<void> {
  const tasks: Task[] = await db.from('tasks').select().eq('done', false).order('id.desc').limit(10).signal(signal)
  const some = await db.from('tasks').select<{ id: number }>('id').in('id', [1, 2]).is('due', null)
  const ids: number[] = some.map(({ id }) => id)
  const one: Task = await db.from('tasks').select().eq('id', 1).single()
  const nothing: void = await db.from('tasks').insert({ title: 'x' })
  const inserted: Task[] = await db.from('tasks').insert([{ title: 'x' }, { title: 'y', due: null }]).select()
  const updated: Task = await db.from('tasks').update({ done: true }).where({ id: 1, due: null }).select().single()
  await db.from('tasks').upsert({ id: 1 }, 'id', 'ignore')
  await db.from('tasks').delete().where('done=is.true')
  const many: number = await db.from('tasks').count()
  const sum: number = await db.rpc<number>('add', { a: 1, b: 2 })
  const query: Query<Task, Task[]> = db.from('tasks')
  console.log(tasks, ids, one, nothing, inserted, updated, many, sum, query)

  // @ts-expect-error there is no such table
  db.from('nowhere')
  // @ts-expect-error there is no such column
  db.from('tasks').eq('name', 1)
  // @ts-expect-error a title is a text
  db.from('tasks').insert({ title: 1 })
  try {
    await db.from('tasks')
  } catch (error) {
    if (error instanceof PgextError) console.log(error.code.length, error.hint ?? '', error.status + 1)
  }
}

const subscription: Subscription = db.subscribe(
  { table: 'tasks', filter: { done: [1, 2] }, events: ['insert', 'delete'], snapshot: true },
  {
    snapshot: ({ rows }) => rows.map((task: Task) => task.title),
    insert: ({ record, cursor }) => console.log(record.title, cursor),
    delete: ({ old_record }) => console.log(old_record.id),
    resync: ({ reason }) => console.log(reason),
    status: ({ status, error }) => console.log(status === 'live', error?.code),
  }
)
db.subscribe({ table: 'lists', filter: 'id=gt.1', transactions: true }, (event: Event<{ id: number; name: string }>) => {
  if (event.type === 'insert') console.log(event.record.name)
})
// @ts-expect-error there is no such event
db.subscribe({ table: 'tasks', events: ['inserted'] }, {})
subscription.unsubscribe()

const list: List<Task> = db.list({ table: 'tasks', key: 'id', filter: { done: false }, order: 'due.desc.nullslast,id' })
db.list({ table: 'tasks', key: ['id', 'title'], order: (a, b) => a.id - b.id })
export const stop: () => void = list.subscribe(() => list.rows.map(list.keyOf))
export const snapshot: readonly Task[] = list.getSnapshot()
// @ts-expect-error the rows are not to be changed
list.rows.push()

export async function writes(): Promise<void> {
  await list.ready
  const made: Task = await list.insert({ title: 'x' })
  const changed: Task | undefined = await list.update(made, { done: true })
  await list.update(7, { done: true })
  await list.remove({ id: 7 })
  console.log(changed, list.status === 'offline', list.error?.message)
  list.close()
}

/** React's useSyncExternalStore, as its types are. */
declare function useSyncExternalStore<T>(subscribe: (changed: () => void) => () => void, snapshot: () => T): T
export const useTasks = (): readonly Task[] => useSyncExternalStore(list.subscribe, list.getSnapshot)

const channel: Channel = db.channel('room', { private: true })
const off: () => void = channel.on('moved', (payload) => console.log(payload.x))
channel.on('presence', (presence) => Object.keys(presence))
channel.on('error', (error) => error.hint)
channel.send('moved', { x: 1 })
channel.track({ name: 'Ada' })
channel.track(null)
channel.leave()
off()
db.setToken(null)
db.close()
