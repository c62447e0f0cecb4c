// The application of `pgext init` in Chromium, as two people see it: run by TodoIT, with the server that has it.
import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { chromium } from 'playwright-core'

const url = process.env.PGEXT_URL
const screenshots = process.env.PGEXT_SCREENSHOTS
const PASSWORD = 'a password of tests'
const faults = []
let browser

before(async () => {
  mkdirSync(screenshots, { recursive: true })
  browser = await chromium.launch({ executablePath: process.env.PGEXT_CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] })
})

after(() => browser?.close())

/** A window of a browser of its own: nothing is shared with the others. */
async function open(options = {}) {
  const context = await browser.newContext({ viewport: { width: 1100, height: 760 }, ...options })
  context.setDefaultTimeout(60_000)
  const page = await context.newPage()
  page.on('pageerror', (error) => faults.push(error))
  await page.addInitScript(() => {
    window.sockets = []
    const Native = WebSocket
    window.WebSocket = class extends Native {
      constructor(address) {
        super(address)
        sockets.push(this)
      }
    }
  })
  await page.goto(url)
  return page
}

async function fillIn(page, email, password = PASSWORD) {
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.locator('#account-submit').click()
}

async function signUp(page, email) {
  await page.getByRole('button', { name: 'Create an account' }).click()
  await fillIn(page, email)
  await live(page)
}

async function logIn(page, email) {
  await fillIn(page, email)
  await live(page)
}

const live = (page) => page.waitForSelector('#connection[data-state=live]')
const add = async (page, title) => {
  await page.getByLabel('New task').fill(title)
  await page.keyboard.press('Enter')
}
const titles = (page) => page.locator('#tasks .title').allTextContents()
const shows = (page, expected) =>
  page.waitForFunction((wanted) => JSON.stringify([...document.querySelectorAll('#tasks .title')].map((title) => title.textContent)) === wanted, JSON.stringify(expected))
const isDone = (page, title) => page.waitForSelector(`#tasks li.done:has-text("${title}")`)
const shoot = (page, name) => page.screenshot({ path: join(screenshots, `${name}.png`) })

test('two windows of somebody are the same list, also after one was offline', async () => {
  const email = 'grace@example.com'
  const [one, other] = await Promise.all([open(), open({ colorScheme: 'dark' })])
  await signUp(one, email)
  await logIn(other, email)

  await add(one, 'Write the test')
  await shows(other, ['Write the test'])
  await add(other, 'Run it twice')
  await shows(one, ['Run it twice', 'Write the test'])

  await one.getByRole('checkbox', { name: 'Write the test' }).check()
  await isDone(other, 'Write the test')
  await other.waitForFunction(() => document.title === '(1) To do')
  await shoot(one, 'window-one')
  await shoot(other, 'window-two')

  await other.context().setOffline(true)
  await other.evaluate(() => sockets.at(-1).close())
  await other.waitForSelector('#banner[data-state=offline]')
  await add(one, 'Written while the other was away')
  await one.getByRole('button', { name: 'Remove “Run it twice”' }).click()
  await shows(one, ['Written while the other was away', 'Write the test'])
  assert.deepEqual(await titles(other), ['Run it twice', 'Write the test'])
  await shoot(other, 'offline')

  // The banner goes by itself a moment later.
  const back = other.waitForSelector('#banner[data-state=back]')
  await other.context().setOffline(false)
  await shows(other, ['Written while the other was away', 'Write the test'])
  await back

  await one.getByRole('button', { name: 'Change “Write the test”' }).click()
  await one.keyboard.type('Write another test')
  await one.keyboard.press('Enter')
  await shows(other, ['Written while the other was away', 'Write another test'])
  await one.getByRole('checkbox', { name: 'Write another test' }).uncheck()
  await other.waitForFunction(() => !document.querySelector('#tasks li.done'))
})

test('what cannot be saved is taken back, and said', async () => {
  const page = await open()
  await signUp(page, 'katherine@example.com')
  await page.route('**/tasks?*', (route) => route.abort())
  await add(page, 'Lost on the way')
  await page.waitForSelector('#toast.shown')
  await shows(page, [])
  assert.equal(await page.getByLabel('New task').inputValue(), 'Lost on the way')
})

test('nobody sees what is somebody else’s, and passwords count', async () => {
  const page = await open()
  await fillIn(page, 'grace@example.com', 'not her password')
  await page.waitForFunction(() => document.getElementById('account-error').textContent.includes('wrong'))
  await page.getByRole('button', { name: 'Create an account' }).click()
  await fillIn(page, 'GRACE@example.com')
  await page.waitForFunction(() => document.getElementById('account-error').textContent.includes('already'))
  await fillIn(page, 'ada@example.com')
  await live(page)
  await page.waitForFunction(() => document.getElementById('count').textContent === 'No tasks yet')
  await page.reload()
  await live(page)
  await page.locator('#who summary').click()
  await page.getByRole('button', { name: 'Log out' }).click()
  await page.waitForSelector('#account')
  await page.reload()
  await page.waitForSelector('#account')
})

test('it can be used by keyboard alone, and everything has a name', async () => {
  const page = await open()
  await signUp(page, 'mary@example.com')
  await add(page, 'No mouse needed')
  await shows(page, ['No mouse needed'])
  const nameless = await page.evaluate(() =>
    [...document.querySelectorAll('input, button, summary')]
      .filter((control) => !(control.ariaLabel || control.labels?.[0]?.textContent.trim() || control.textContent.trim()))
      .map((control) => control.outerHTML))
  assert.deepEqual(nameless, [])
  for (let step = 0; step < 12; step++) {
    await page.keyboard.press('Tab')
    if (await page.evaluate(() => document.activeElement.type === 'checkbox')) break
  }
  await page.keyboard.press('Space')
  await isDone(page, 'No mouse needed')
})

test('it fits phones and desktops, by day and by night', async () => {
  for (const colorScheme of ['light', 'dark']) {
    for (const [device, viewport] of Object.entries({ phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } })) {
      const page = await open({ viewport, colorScheme, hasTouch: device === 'phone' })
      await shoot(page, `welcome-${device}-${colorScheme}`)
      await logIn(page, 'grace@example.com')
      await shows(page, ['Written while the other was away', 'Write another test'])
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      assert.ok(overflow <= 0, `${device}: ${overflow} pixels too wide`)
      await shoot(page, `list-${device}-${colorScheme}`)
      await page.context().close()
    }
  }
})

test('no page had an error', () => assert.deepEqual(faults, []))
