// From `pgext init` to a rollback in production, through the built jar and as two people see it: run by JourneyIT.
import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { promisify } from 'node:util'
import { chromium } from 'playwright-core'

const { JOURNEY_JAVA, JOURNEY_JAR, JOURNEY_FOLDER, JOURNEY_SCREENSHOTS, JOURNEY_PRODUCTION, JOURNEY_SLOT, JOURNEY_PORTS } = process.env
const project = join(JOURNEY_FOLDER, 'journey')
const [devPort, devSockets, livePort] = JOURNEY_PORTS.split(',')
const JAVA = ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-jar', JOURNEY_JAR]
const PATIENCE = 60_000
const running = []
const launching = chromium.launch({ executablePath: process.env.PGEXT_CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] })

after(async () => {
  const browser = await launching.catch(() => undefined)
  await browser?.close()
  await Promise.all(running.map(end))
})

/** Ends a process, if it has not ended by itself. */
function end(process) {
  if (process.exitCode !== null || process.signalCode !== null) return
  const ended = new Promise((resolve) => process.once('exit', resolve))
  process.kill('SIGTERM')
  return ended
}

/** Runs a command of pgext in the project to its end. */
async function pgext(...command) {
  const { stdout, stderr } = await promisify(execFile)(JOURNEY_JAVA, [...JAVA, ...command], { cwd: project })
  return stdout + stderr
}

/** Starts one that runs until the test is over; `said(text)` waits for its words. */
function start(environment, ...command) {
  const process_ = spawn(JOURNEY_JAVA, [...JAVA, ...command], { cwd: project, env: { ...process.env, ...environment } })
  running.push(process_)
  let output = ''
  const waiting = new Set()
  const hear = (bytes) => {
    output += bytes
    waiting.forEach((look) => look())
  }
  process_.stdout.on('data', hear)
  process_.stderr.on('data', hear)
  return (text, from = 0) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`no "${text}" in:\n${output}`)), PATIENCE)
      const look = () => {
        if (!output.slice(from).includes(text)) return
        clearTimeout(timer)
        waiting.delete(look)
        resolve(output.length)
      }
      waiting.add(look)
      look()
    })
}

async function open(address) {
  const browser = await launching
  const context = await browser.newContext({ viewport: { width: 1100, height: 760 } })
  context.setDefaultTimeout(PATIENCE)
  const page = await context.newPage()
  await page.goto(address)
  return page
}

async function enter(page, email, button) {
  if (button) await page.getByRole('button', { name: button }).click()
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill('a password of tests')
  await page.locator('#account-submit').click()
  await page.waitForSelector('#connection[data-state=live]')
}

async function twoWindows(address, email) {
  const [one, other] = await Promise.all([open(address), open(address)])
  await enter(one, email, 'Create an account')
  await enter(other, email)
  return [one, other]
}

const add = async (page, title) => {
  await page.getByLabel('New task').fill(title)
  await page.keyboard.press('Enter')
}
const shows = (page, title) =>
  page.waitForFunction((wanted) => [...document.querySelectorAll('#tasks .title')].some((one) => one.textContent === wanted), title)
const heading = (page, text) => page.waitForFunction((wanted) => document.querySelector('#home h1').textContent === wanted, text)
const shoot = (page, name) => page.screenshot({ path: join(JOURNEY_SCREENSHOTS, `journey-${name}.png`) })

/** As most editors do it: written over in place, a file could be read while it is empty, and pages be loaded twice. */
function write(name, text) {
  const beside = join(project, '.saving')
  writeFileSync(beside, text)
  renameSync(beside, join(project, name))
}

const edit = (name, pattern, replacement) => write(name, readFileSync(join(project, name), 'utf8').replace(pattern, replacement))

/** Changes the function that the pages call. */
const mark = (text) =>
  edit('functions/complete_task.sql', /SET done = true.* WHERE/, `SET done = true, title = title || ' ${text}' WHERE`)

/** Changes the page's heading. */
const head = (title) => edit('frontend/index.html', /(id="home"[^]*?<h1>)[^<]*/, `$1${title}`)

/** Saves something, and waits until each page was loaded anew for it: nothing is typed into a page that is about to go. */
async function saved(pages, save) {
  await Promise.all(pages.map((page) => page.evaluate(() => { window.loadedBefore = true })))
  save()
  await Promise.all(pages.map((page) => page.waitForFunction(() => !window.loadedBefore)))
  await Promise.all(pages.map((page) => page.waitForSelector('#connection[data-state=live]')))
}

async function complete(page, other, title, marked) {
  await add(page, title)
  await shows(other, title)
  await page.getByRole('checkbox', { name: title }).check()
  await shows(other, `${title} ${marked}`)
  await shows(page, `${title} ${marked}`)
}

async function reloadedUntil(page, title) {
  const deadline = Date.now() + PATIENCE
  while ((await page.locator('#home h1').textContent()) !== title) {
    assert.ok(Date.now() < deadline, `the page becomes ${title}`)
    await page.reload()
  }
  await page.waitForSelector('#connection[data-state=live]')
}

test('init, dev, an edit, a migration, deploy to another database, and back', async () => {
  mkdirSync(JOURNEY_SCREENSHOTS, { recursive: true })
  await promisify(execFile)(JOURNEY_JAVA, [...JAVA, 'init', 'journey'], { cwd: JOURNEY_FOLDER })
  const dev = start({ PGEXT_WS_PORT: devSockets }, 'dev', '--port', devPort)
  let heard = await dev('Saved files are live at once')

  const [one, other] = await twoWindows(`http://localhost:${devPort}/`, 'grace@example.com')
  await add(one, 'Write the test')
  await shows(other, 'Write the test')
  await saved([one, other], () => mark('(checked)'))
  await dev('live: ', heard)
  await saved([one, other], () => head('Our list'))
  await heading(one, 'Our list')
  await heading(other, 'Our list')
  await complete(one, other, 'Edit a function', '(checked)')
  await shoot(one, 'dev-one')
  await shoot(other, 'dev-other')

  const migration = (await pgext('migrate', 'new', 'add_due_date')).trim()
  heard = await dev('live: ')
  write(migration, '-- migrate:up\nALTER TABLE api.tasks ADD COLUMN due date;\n-- migrate:down\nALTER TABLE api.tasks DROP COLUMN due;\n')
  await dev('add_due_date', heard)

  assert.match(await pgext('deploy', '--yes', '--url', JOURNEY_PRODUCTION), /Release 1 is deployed/)
  const live = start(
    { DATABASE_URL: JOURNEY_PRODUCTION, PGEXT_SERVER_PORT: livePort, PGEXT_SERVER_HOST: '127.0.0.1', PGEXT_REALTIME_SLOT: JOURNEY_SLOT },
    'serve', 'postgrest.conf')
  await live('API server listening')
  const [seller, buyer] = await twoWindows(`http://127.0.0.1:${livePort}/`, 'ada@production.example')
  await heading(seller, 'Our list')
  await complete(seller, buyer, 'First release', '(checked)')
  await shoot(seller, 'release-1')

  mark('(twice)')
  head('Their list')
  assert.match(await pgext('deploy', '--yes', '--url', JOURNEY_PRODUCTION), /Release 2 is deployed/)
  await reloadedUntil(seller, 'Their list')
  await reloadedUntil(buyer, 'Their list')
  await complete(seller, buyer, 'Second release', '(twice)')
  await shoot(buyer, 'release-2')

  assert.match(await pgext('deploy', '--rollback', '--yes', '--url', JOURNEY_PRODUCTION), /Release 1 is current again/)
  await reloadedUntil(seller, 'Our list')
  await reloadedUntil(buyer, 'Our list')
  await complete(buyer, seller, 'And back', '(checked)')
  await shoot(seller, 'rolled-back')
  const [list, logs] = await Promise.all([pgext('deploy', 'list', '--url', JOURNEY_PRODUCTION), pgext('logs', '--component', 'migrations')])
  assert.match(list, /\* {4}1 /)
  assert.match(logs, /add_due_date/)
})
