#!/usr/bin/env python3
"""Requests a second of the built jar, each workload as a ratio to pgbench running the same SQL pipelined in the same run.

Starts a PostgreSQL of its own (the newest installed), loads rest.sql, starts each server with the same configuration file and
drives them in turn with wrk, round by round. Needs wrk, psql, pgbench and PostgreSQL's server programs.
"""
import argparse
import base64
import glob
import hashlib
import hmac
import json
import os
import re
import shlex
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

import report

HERE = os.path.dirname(os.path.abspath(__file__))
POSTGREST = 0.083  # its one-row reads a second over pgbench's
SECRET = 'a-secret-for-benchmarks-only-0123456789'

READ_SETTINGS = (
    "SELECT set_config('search_path', '\"shop\", \"public\"', true), set_config('role', 'bench_anon', true), "
    "set_config('request.jwt.claims', '{\"role\":\"bench_anon\"}', true), set_config('request.method', 'GET', true), "
    "set_config('request.path', '/items', true), set_config('request.headers', '{\"host\":\"127.0.0.1\"}', true), "
    "set_config('request.cookies', '{}', true);")


def body_of(rows):
    return ("SELECT null::bigint, count(t), coalesce(json_agg(t), '[]')::text, "
            "nullif(current_setting('response.headers', true), ''), "
            "nullif(current_setting('response.status', true), '') FROM (%s) t;" % rows)


def pipelined(variables, *statements):
    return '%s\n\\startpipeline\n%s\n\\endpipeline\n' % (variables, '\n'.join(statements))


BULK_ROWS = json.dumps([{'who': 'w%d' % n, 'what': {'n': n}} for n in range(1000)])
INSERT = ("INSERT INTO shop.log(who, what) SELECT who, what FROM json_to_recordset($$%s$$::json) AS b(who text, what jsonb);")


class Workload:
    """One kind of request: how wrk sends it, and the SQL that pgbench runs for it."""

    def __init__(self, title, connections, lua, sql, floor, goal):
        self.title, self.connections, self.lua, self.sql = title, connections, lua, sql
        self.floor, self.goal = floor, goal


def get(path, variables=''):
    return 'request = function() return wrk.format("GET", "%s"%s) end' % (path, variables)


def send(method, path, body):
    return ('request = function() return wrk.format("%s", %s, {["Content-Type"] = "application/json", '
            '["Prefer"] = "return=minimal"}, %s) end' % (method, path, body))


ITEM = '\\set id random(1, 100000)'
SINGLE = pipelined(ITEM, READ_SETTINGS, body_of('SELECT id, name, qty FROM shop.items WHERE id = :id'))

WORKLOADS = {
    'get1': Workload('one row by key', 20,
                     get('/items?select=id,name,qty&id=eq.', ' .. math.random(1, 100000)'), SINGLE, 0.22, 0.40),
    'get1c100': Workload('the same, 100 connections', 100,
                         get('/items?select=id,name,qty&id=eq.', ' .. math.random(1, 100000)'), SINGLE, 0.20, 0.36),
    'jwt': Workload("5 rows under RLS, 500 users' tokens", 20, None, SINGLE, 0.20, 0.33),
    'get100': Workload('100 rows', 20, get('/items?order=id&limit=100&id=gt.', ' .. math.random(1, 99000)'),
                       pipelined(ITEM, READ_SETTINGS, body_of(
                           'SELECT * FROM shop.items WHERE id > :id ORDER BY id LIMIT 100')), 0.09, 0.15),
    'embed1': Workload('row with its parent', 20,
                       get('/albums?select=id,title,artists(id,name)&id=eq.', ' .. math.random(1, 10000)'),
                       pipelined('\\set id random(1, 10000)', READ_SETTINGS, body_of(
                           'SELECT a.id, a.title, row_to_json(r.*) AS artists FROM shop.albums a LEFT JOIN LATERAL '
                           '(SELECT id, name FROM shop.artists WHERE id = a.artist_id) r ON true WHERE a.id = :id')),
                       0.12, 0.20),
    'embed2': Workload('two levels of children', 20,
                       get('/artists?select=id,name,albums(id,title,tracks(id,name))&id=eq.', ' .. math.random(1, 2000)'),
                       pipelined('\\set id random(1, 2000)', READ_SETTINGS, body_of(
                           'SELECT a.id, a.name, coalesce(l.l, \'[]\') AS albums FROM shop.artists a LEFT JOIN LATERAL '
                           '(SELECT json_agg(l) AS l FROM (SELECT b.id, b.title, coalesce(t.t, \'[]\') AS tracks FROM '
                           'shop.albums b LEFT JOIN LATERAL (SELECT json_agg(t) AS t FROM (SELECT id, name FROM '
                           'shop.tracks WHERE album_id = b.id) t) t ON true WHERE b.artist_id = a.id) l) l ON true '
                           'WHERE a.id = :id')), 0.07, 0.12),
    'order': Workload('order with customer, lines, tracks', 20,
                      get('/orders?select=id,placed_at,customers(name),order_lines(quantity,tracks(name,price))&id=eq.',
                          ' .. math.random(1, 200000)'),
                      pipelined('\\set id random(1, 200000)', READ_SETTINGS, body_of(
                          'SELECT o.id, o.placed_at, row_to_json(c.*) AS customers, coalesce(l.l, \'[]\') AS order_lines FROM '
                          'shop.orders o LEFT JOIN LATERAL (SELECT name FROM shop.customers WHERE id = o.customer_id) c ON true '
                          'LEFT JOIN LATERAL (SELECT json_agg(l) AS l FROM (SELECT quantity, row_to_json(t.*) AS tracks FROM '
                          'shop.order_lines n LEFT JOIN LATERAL (SELECT name, price FROM shop.tracks WHERE id = n.track_id) t '
                          'ON true WHERE n.order_id = o.id) l) l ON true WHERE o.id = :id')), None, None),
    'post1': Workload('insert one row, minimal', 20,
                      send('POST', '"/log"', '\'{"who":"a","what":{"n":\' .. math.random(1, 1000000) .. "}}"'),
                      pipelined(ITEM, READ_SETTINGS.replace("'GET'", "'POST'"), INSERT % '[{"who":"a","what":{"n":1}}]'),
                      0.13, 0.20),
    'patch1': Workload('update one row by key', 20,
                       send('PATCH', '"/items?id=eq." .. math.random(1, 100000)',
                            '\'{"qty":\' .. math.random(1, 1000) .. "}"'),
                       pipelined(ITEM, READ_SETTINGS.replace("'GET'", "'PATCH'"),
                                 'UPDATE shop.items SET qty = 7 WHERE id = :id;'), 0.14, 0.21),
    'rpc': Workload('immutable function by GET', 20, get('/rpc/add?b=2&a=', ' .. math.random(1, 1000)'),
                    pipelined(ITEM, READ_SETTINGS, body_of('SELECT shop.add(:id, 2)')), 0.20, 0.32),
    'kb50': Workload('50 kB answer', 8, get('/pages?select=id,body&limit=48&id=gt.', ' .. math.random(1, 900)'),
                     pipelined('\\set id random(1, 900)', READ_SETTINGS,
                               body_of('SELECT id, body FROM shop.pages WHERE id > :id LIMIT 48')), None, None),
    'bulk1000': Workload('insert 1,000 rows, 4 connections', 4, None,
                         pipelined(ITEM, READ_SETTINGS.replace("'GET'", "'POST'"), INSERT % BULK_ROWS), 0.0043, 0.0055),
    'half': Workload("one row at half of PostgREST's rate", 20,
                     get('/items?select=id,name,qty&id=eq.', ' .. math.random(1, 100000)'), SINGLE, None, None),
    'mb1': Workload('1 MB answer, 4 connections', 4, get('/pages?select=id,body'),
                    pipelined(ITEM, READ_SETTINGS, body_of('SELECT id, body FROM shop.pages')), 0.0088, 0.0115),
}


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b'=').decode()


def token(subject, **more):
    claims = {'role': 'bench_user', 'sub': subject, 'exp': 4102444800, **more}
    signed = base64url(b'{"alg":"HS256","typ":"JWT"}') + '.' + base64url(json.dumps(claims).encode())
    return signed + '.' + base64url(hmac.new(SECRET.encode(), signed.encode(), hashlib.sha256).digest())


def pause(postgrest):
    """Between two requests of a connection, so that all of them together come to half of that many a second."""
    return '\ndelay = function() return %d end' % (WORKLOADS['half'].connections * 1000 / (postgrest / 2))


def script_of(name):
    seed = 'math.randomseed(os.time())\n'
    if name == 'jwt':
        tokens = ', '.join('"%s"' % token('u%d' % n) for n in range(500))
        return (seed + 'tokens = {%s}\nrequest = function() return wrk.format("GET", "/docs?select=id,body&limit=5", '
                '{["Authorization"] = "Bearer " .. tokens[math.random(1, 500)]}) end' % tokens)
    if name == 'bulk1000':
        return seed + 'rows = [==[%s]==]\n' % BULK_ROWS + send('POST', '"/log"', 'rows')
    return seed + WORKLOADS[name].lua


def free_port():
    with socket.socket() as s:
        s.bind(('127.0.0.1', 0))
        return s.getsockname()[1]


def server_programs():
    """The folder that PGEXT_BENCH_POSTGRES names, else the newest installed."""
    found = sorted(glob.glob('/usr/lib/postgresql/*/bin'), key=lambda p: int(p.split('/')[4]))
    named = os.environ.get('PGEXT_BENCH_POSTGRES')
    if not named and not found:
        sys.exit('bench: no PostgreSQL server programs under /usr/lib/postgresql')
    return named or found[-1]


class Postgres:
    """A throwaway cluster on 127.0.0.1, run as another user where we are root."""

    def __init__(self, folder, settings=''):
        self.bin, self.folder, self.port = server_programs(), folder, free_port()
        self.prefix = ['runuser', '-u', 'nobody', '--'] if os.geteuid() == 0 else []
        if self.prefix:
            shutil.chown(folder, 'nobody')
        self.run('initdb', '-D', folder + '/data', '-A', 'trust', '-U', 'postgres', '--no-sync', '-E', 'UTF8', '--locale=C.UTF-8')
        self.run('pg_ctl', '-D', folder + '/data', '-w', '-l', folder + '/log', '-o',
                 '-p %d -k %s -c listen_addresses=127.0.0.1 -c shared_buffers=256MB -c synchronous_commit=off '
                 '-c max_connections=200 %s' % (self.port, folder, settings), 'start')
        self.url = 'postgresql://postgres@127.0.0.1:%d/postgres' % self.port

    def run(self, program, *arguments):
        subprocess.run(self.prefix + [self.bin + '/' + program, *arguments], check=True, stdout=subprocess.DEVNULL)

    def load(self, script='rest.sql'):
        subprocess.run(['psql', self.url, '-qX', '-v', 'ON_ERROR_STOP=1', '-f', HERE + '/' + script], check=True,
                       stdout=subprocess.DEVNULL)

    def pgbench(self, sql, seconds):
        path = self.folder + '/bench.sql'
        with open(path, 'w') as f:
            f.write(sql)
        out = subprocess.run(['pgbench', '-n', '-M', 'prepared', '-c', '8', '-j', '1', '-T', str(seconds), '-f', path,
                              self.url], capture_output=True, text=True)
        found = re.search(r'tps = ([\d.]+)', out.stdout)
        if not found:
            sys.exit('bench: pgbench failed: ' + out.stderr[-500:])
        return float(found.group(1))

    def cpu(self):
        """CPU seconds of all its processes, those that have ended included."""
        with open(self.folder + '/data/postmaster.pid') as f:
            postmaster = f.readline().strip()
        children = subprocess.run(['ps', '--ppid', postmaster, '-o', 'pid='], capture_output=True, text=True).stdout.split()
        ticks = 0
        for pid in [postmaster] + children:
            try:
                with open('/proc/%s/stat' % pid) as f:
                    fields = f.read().rsplit(')', 1)[1].split()
            except OSError:
                continue
            ticks += sum(int(field) for field in fields[11:15 if pid == postmaster else 13])
        return ticks / os.sysconf('SC_CLK_TCK')

    def stop(self):
        self.run('pg_ctl', '-D', self.folder + '/data', '-m', 'immediate', 'stop')


class Server:
    """A server under test: started from a command with {conf} in it, asked until it answers."""

    def __init__(self, name, command, postgres, folder, settings='', path='/items?limit=1'):
        self.name, self.port, self.path, self.postgres = name, free_port(), path, postgres
        conf = '%s/%s.conf' % (folder, name)
        with open(conf, 'w') as f:
            f.write('db-uri = "postgresql://bench_login:bench@127.0.0.1:%d/postgres"\ndb-schemas = "shop"\n'
                    'db-anon-role = "bench_anon"\ndb-pool = 10\nserver-host = "127.0.0.1"\nserver-port = %d\n'
                    'jwt-secret = "%s"\nlog-level = "crit"\n%s' % (postgres.port, self.port, SECRET, settings))
        env = {k: v for k, v in os.environ.items() if not k.startswith(('PG', 'PGRST', 'PGEXT'))}
        self.log = '%s/%s.log' % (folder, name)
        with open(self.log, 'w') as log:
            self.process = subprocess.Popen(shlex.split(command.replace('{conf}', conf)), stdout=log, env=env,
                                            stderr=subprocess.STDOUT, start_new_session=True)
        self.wait()

    def wait(self):
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen('http://127.0.0.1:%d%s' % (self.port, self.path), timeout=2):
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.05)
        with open(self.log) as log:
            sys.exit('bench: %s did not start: %s' % (self.name, log.read()[-800:]))

    def usage(self):
        """CPU seconds and resident megabytes of the process and its children."""
        cpu = resident = 0.0
        children = subprocess.run(['ps', '--ppid', str(self.process.pid), '-o', 'pid='], capture_output=True, text=True)
        for pid in [self.process.pid] + [int(p) for p in children.stdout.split()]:
            try:
                with open('/proc/%d/stat' % pid) as f:
                    fields = f.read().rsplit(')', 1)[1].split()
                with open('/proc/%d/status' % pid) as f:
                    resident += int(re.search(r'VmRSS:\s+(\d+)', f.read()).group(1)) / 1024
                cpu += (int(fields[11]) + int(fields[12])) / os.sysconf('SC_CLK_TCK')
            except (OSError, AttributeError):
                continue
        return cpu, resident

    def drive(self, script, connections, seconds):
        before, _ = self.usage()
        database = self.postgres.cpu()
        wrk = subprocess.run(['wrk', '-t1', '-c%d' % connections, '-d%ds' % seconds, '--latency', '-s', script,
                              'http://127.0.0.1:%d' % self.port], capture_output=True, text=True)
        if wrk.stderr:
            # It goes on without a script that it cannot read, and asks for / instead.
            sys.exit('bench: wrk %s: %s' % (script, wrk.stderr.strip()))
        out = wrk.stdout
        after, resident = self.usage()
        database = self.postgres.cpu() - database
        rate = float(re.search(r'Requests/sec:\s+([\d.]+)', out).group(1))
        bad = re.search(r'Non-2xx or 3xx responses: (\d+)', out)
        answers = max(1, rate * seconds)
        return {'rate': rate, 'p50_ms': milliseconds(out, 50), 'p99_ms': milliseconds(out, 99),
                'cpu_ms': (after - before) * 1000 / answers, 'postgres_cpu_ms': database * 1000 / answers, 'rss_mb': resident,
                'errors': int(bad.group(1)) if bad else 0}

    def stop(self):
        try:
            os.killpg(self.process.pid, signal.SIGTERM)
            self.process.wait(10)
        except (OSError, subprocess.TimeoutExpired):
            self.process.kill()


def milliseconds(out, percent):
    found = re.search(r'%d%%\s+([\d.]+)(us|ms|s)' % percent, out)
    return float(found.group(1)) * {'us': 0.001, 'ms': 1, 's': 1000}[found.group(2)]


def saturation(postgres, results):
    """PostgREST's one-row reads a second: measured before in this run, or its share of pgbench's in ../../shared/bench."""
    measured = results.get('get1', {}).get('postgrest')
    return measured['rate'] if measured else POSTGREST * postgres.pgbench(SINGLE, 3)


def measure(name, postgres, servers, options, folder, results):
    workload = WORKLOADS[name]
    script = '%s/%s.lua' % (folder, name)
    with open(script, 'w') as f:
        f.write(script_of(name))
        if name == 'half':
            f.write(pause(saturation(postgres, results)))
    for server in servers:
        server.drive(script, workload.connections, 3)
    rounds = {server.name: [] for server in servers}
    limits, singles = [], []
    for _ in range(options.rounds):
        singles.append(postgres.pgbench(SINGLE, options.seconds))
        limits.append(singles[-1] if workload.sql == SINGLE else postgres.pgbench(workload.sql, options.seconds))
        for server in servers:
            rounds[server.name].append(server.drive(script, workload.connections, options.seconds))
    result = {'title': workload.title, 'floor': workload.floor, 'goal': workload.goal,
              'pgbench_same_sql': statistics.median(limits), 'pgbench_one_row': statistics.median(singles)}
    for server in servers:
        runs = rounds[server.name]
        row = {key: statistics.median(run[key] for run in runs)
               for key in ('rate', 'p50_ms', 'p99_ms', 'cpu_ms', 'postgres_cpu_ms', 'rss_mb')}
        row['errors'] = sum(run['errors'] for run in runs)
        row['of_same_sql'] = row['rate'] / result['pgbench_same_sql']
        row['of_one_row'] = row['rate'] / result['pgbench_one_row']
        result[server.name] = row
    return result


def show(name, result, servers):
    workload = WORKLOADS[name]
    first = result[servers[0].name]
    for server in servers:
        row = result[server.name]
        line = ('%-9s %-9s %9.0f/s  p50 %6.1f p99 %7.1f ms  cpu %6.3f + %6.3f ms  rss %4.0f MB  '
                '%.4f of pgbench one row, %.3f of the same SQL') % (
            name, server.name,
            row['rate'], row['p50_ms'], row['p99_ms'], row['cpu_ms'], row['postgres_cpu_ms'], row['rss_mb'], row['of_one_row'],
            row['of_same_sql'])
        if server is servers[0] and workload.floor:
            line += '  floor %g goal %g' % (workload.floor, workload.goal)
        if server is not servers[0]:
            line += '  (%s is %.2f times as fast)' % (servers[0].name, first['rate'] / row['rate'])
        if row['errors']:
            line += '  %d ERRORS' % row['errors']
        print(line, flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--server', default='%s/../pgext serve {conf}' % HERE, help='command with {conf} in it')
    parser.add_argument('--peer', help='path to a postgrest executable to measure beside it')
    parser.add_argument('--seconds', type=int, default=5)
    parser.add_argument('--rounds', type=int, default=3)
    parser.add_argument('--only', default=','.join(WORKLOADS))
    parser.add_argument('--json', help='where to write the figures, in place of results/')
    options = parser.parse_args()
    folder = tempfile.mkdtemp(prefix='pgext-bench-')
    os.chmod(folder, 0o755)
    postgres = Postgres(folder)
    servers, results = [], {}
    try:
        postgres.load()
        servers.append(Server('pgext', options.server, postgres, folder))
        if options.peer:
            servers.append(Server('postgrest', options.peer + ' {conf}', postgres, folder))
        for name in options.only.split(','):
            results[name] = measure(name, postgres, servers, options, folder, results)
            show(name, results[name], servers)
    finally:
        for server in servers:
            server.stop()
        postgres.stop()
        shutil.rmtree(folder, ignore_errors=True)
    if options.json:
        with open(options.json, 'w') as f:
            json.dump(results, f, indent=1)
    else:
        report.save('rest', results)


if __name__ == '__main__':
    main()
