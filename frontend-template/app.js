// A to-do list on pgext.js: no build step, no dependencies. What it asks of the database is in ../schema.sql and
// ../functions; what db.list and db.rpc do: https://github.com/pgext/pgext/blob/main/docs/realtime.md
import { pgext } from './pgext.js'

const TOKEN = 'todo.token'
const element = (id) => document.getElementById(id)
const db = pgext(undefined, { token: localStorage.getItem(TOKEN), onError: failed })

let list
let show = 'all'
let signingUp = false
const saving = new Set()
const items = new Map()
/** On a phone the keyboard would cover what is to be read first. */
const focus = (field) => matchMedia('(hover: hover)').matches && field.focus({ preventScroll: true })

// ---- Who is it ----

/** The claims of a token, as long as it holds: the server checks the signature, this only reads. */
function claimsOf(token) {
  try {
    const bytes = Uint8Array.from(atob(token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0))
    const claims = JSON.parse(new TextDecoder().decode(bytes))
    return claims.exp * 1000 > Date.now() ? claims : null
  } catch {
    return null
  }
}

function enter(token) {
  const claims = claimsOf(token)
  if (!claims) return leave()
  localStorage.setItem(TOKEN, token)
  db.setToken(token)
  element('address').textContent = claims.email
  element('avatar').textContent = claims.email[0]
  element('welcome').hidden = true
  element('home').hidden = false
  follow()
  focus(element('title'))
}

function leave(reason = '') {
  localStorage.removeItem(TOKEN)
  list?.close()
  list = undefined
  db.setToken(null)
  element('home').hidden = true
  element('welcome').hidden = false
  element('who').open = false
  element('banner').dataset.state = ''
  element('account-error').textContent = reason
  document.title = 'To do'
  focus(element(reason ? 'password' : 'email'))
}

function chooseForm(signUp) {
  signingUp = signUp
  element('account-title').textContent = signUp ? 'Create an account' : 'Log in'
  element('account-submit').textContent = signUp ? 'Sign up' : 'Log in'
  element('switch-question').textContent = signUp ? 'Have one already?' : 'New here?'
  element('switch').textContent = signUp ? 'Log in' : 'Create an account'
  element('password').autocomplete = signUp ? 'new-password' : 'current-password'
  element('account').classList.toggle('signing-up', signUp)
  element('account-error').textContent = ''
}

element('switch').onclick = () => {
  chooseForm(!signingUp)
  element('email').focus()
}

element('account').onsubmit = async (event) => {
  event.preventDefault()
  const form = event.target
  const wrong = [...form.elements].find((field) => !field.checkValidity())
  element('account-error').textContent = wrong?.validationMessage ?? ''
  for (const field of form.querySelectorAll('input')) field.setAttribute('aria-invalid', field === wrong)
  if (wrong) return wrong.focus()
  element('account-submit').disabled = true
  try {
    const { email, password } = Object.fromEntries(new FormData(form))
    enter(await db.rpc(signingUp ? 'sign_up' : 'login', { email, password }))
    form.reset()
  } catch (error) {
    element('account-error').textContent = explain(error)
    element('password').focus()
  } finally {
    element('account-submit').disabled = false
  }
}

element('log-out').onclick = () => leave()

// ---- The tasks, as they are now ----

const openFirst = (a, b) => Number(a.done) - Number(b.done) || newest(a, b)
/** A task that is only being added has no time yet: it is the newest. */
const newest = (a, b) => (b.created_at ?? '~').localeCompare(a.created_at ?? '~') || a.id.localeCompare(b.id)

function follow() {
  list?.close()
  items.clear()
  element('tasks').replaceChildren()
  list = db.list({ table: 'tasks', order: openFirst })
  list.subscribe(draw)
  list.ready.catch(() => {})
  draw()
}

function draw() {
  if (!list) return
  if (list.status === 'error') return /PGRST30/.test(list.error.code) ? leave('Please log in again.') : failed(list.error)
  drawConnection(list.status)
  const known = list.status !== 'connecting' || list.rows.length > 0
  const open = list.rows.filter((task) => !task.done).length
  const done = list.rows.length - open
  element('tasks').setAttribute('aria-busy', !known)
  element('count').textContent = !known ? ' ' : open ? `${open} open` : done ? 'All done' : 'No tasks yet'
  element('progress').style.inlineSize = `${list.rows.length ? (100 * done) / list.rows.length : 0}%`
  element('clear').textContent = `Remove ${done} done`
  element('clear').hidden = !done || show === 'open'
  document.title = open ? `(${open}) To do` : 'To do'
  const rows = list.rows.filter((task) => show === 'all' || task.done === (show === 'done'))
  element('empty').hidden = !known || rows.length > 0
  element('empty-text').textContent = list.rows.length === 0 ? 'Nothing to do. Add what comes to mind.' : show === 'open' ? 'Everything is done. Well done!' : 'Nothing is done yet.'
  drawItems(rows)
}

/** Each task keeps its own element, so that focus and the text being edited stay where they are. */
function drawItems(rows) {
  const shown = new Set(rows.map((task) => list.keyOf(task)))
  for (const [key, item] of items) {
    if (shown.has(key)) continue
    items.delete(key)
    item.remove()
  }
  let before = null
  for (const task of rows) {
    const key = list.keyOf(task)
    const item = items.get(key) ?? create(key)
    fill(item, task)
    const wanted = before ? before.nextSibling : element('tasks').firstChild
    if (wanted !== item) element('tasks').insertBefore(item, wanted)
    before = item
  }
}

function create(key) {
  const item = element('task').content.firstElementChild.cloneNode(true)
  item.caption = item.querySelector('.title')
  item.querySelector('input').onchange = (event) => setDone(item.task, event.target)
  item.querySelector('.edit').onclick = () => edit(item)
  item.caption.ondblclick = () => edit(item)
  item.querySelector('.remove').onclick = () => remove(item)
  items.set(key, item)
  return item
}

function fill(item, task) {
  item.task = task
  item.classList.toggle('done', task.done)
  item.classList.toggle('saving', saving.has(task.id))
  item.querySelector('input').checked = task.done
  item.caption.textContent = task.title
  item.querySelector('.edit').ariaLabel = `Change “${task.title}”`
  item.querySelector('.remove').ariaLabel = `Remove “${task.title}”`
}

// ---- What can be done with them: it shows at once, and is taken back if it fails ----

element('add').onsubmit = async (event) => {
  event.preventDefault()
  const title = element('title').value.trim()
  if (!title) return
  element('title').value = ''
  const id = identifier()
  saving.add(id)
  try {
    await list.insert({ id, title, done: false })
  } catch (error) {
    element('title').value ||= title
    failed(error)
  } finally {
    saving.delete(id)
    draw()
  }
}

/** `crypto.randomUUID` is for pages by https and of this machine only. */
function identifier() {
  const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/(.{8})(.{4}).(.{3}).(.{3})(.{12})/, '$1-$2-4$3-a$4-$5')
}

function setDone(task, box) {
  const asked = task.done ? list.update(task, { done: false }) : db.rpc('complete_task', { task_id: task.id })
  asked.then(undefined, (error) => {
    box.checked = task.done
    failed(error)
  })
}

function edit(item) {
  const field = Object.assign(document.createElement('input'), { className: 'editing', value: item.task.title, maxLength: 500, ariaLabel: 'Title' })
  let left = false
  const end = (save) => {
    if (left) return
    left = true
    field.replaceWith(item.caption)
    item.querySelector('.edit').focus()
    const text = field.value.trim()
    if (save && text && text !== item.task.title) list.update(item.task, { title: text }).catch(failed)
  }
  field.addEventListener('keydown', ({ key }) => (key === 'Enter' ? end(true) : key === 'Escape' && end(false)))
  field.onblur = () => end(true)
  field.onclick = (event) => event.preventDefault()
  item.caption.replaceWith(field)
  field.focus()
  field.select()
}

function remove(item) {
  const neighbour = item.nextElementSibling ?? item.previousElementSibling
  ;(neighbour?.querySelector('.remove') ?? element('title')).focus()
  list.remove(item.task).catch(failed)
}

element('clear').onclick = () => db.from('tasks').delete().eq('done', true).then(undefined, failed)

element('filter').onchange = (event) => {
  show = event.target.value
  draw()
}

// ---- How it stands ----

let wasOffline = false

function drawConnection(status) {
  const offline = status === 'offline' || !navigator.onLine
  element('connection').dataset.state = offline ? 'offline' : status
  element('connection').textContent = offline ? 'Offline' : status === 'live' ? 'Live' : 'Connecting …'
  const banner = element('banner')
  if (offline) {
    wasOffline = true
    banner.dataset.state = 'offline'
    banner.textContent = 'You are offline. The list catches up by itself when the connection is back.'
  } else if (wasOffline && status === 'live') {
    wasOffline = false
    banner.dataset.state = 'back'
    banner.textContent = 'Back online, and up to date.'
    setTimeout(() => wasOffline || (banner.dataset.state = ''), 3000)
  }
}

for (const change of ['online', 'offline']) addEventListener(change, draw)
document.addEventListener('click', ({ target }) => element('who').contains(target) || (element('who').open = false))
document.addEventListener('keydown', ({ key }) => key === 'Escape' && (element('who').open = false))

const explain = (error) => (error.code === 'NETWORK' ? 'The server does not answer. Are you online?' : error.message)

let toasting

function failed(error) {
  const toast = element('toast')
  toast.textContent = explain(error)
  toast.classList.add('shown')
  clearTimeout(toasting)
  toasting = setTimeout(() => toast.classList.remove('shown'), 6000)
}

// Another window of this browser logs in or out.
addEventListener('storage', ({ key, newValue }) => {
  if (key === TOKEN) newValue ? enter(newValue) : leave()
})

enter(localStorage.getItem(TOKEN))
