#!/usr/bin/env python3
"""What the built jar's websockets do beside each other on this machine: deliveries, latency, matching, memory, resumption.

Starts a PostgreSQL of its own, loads realtime.sql, starts the server anew for each measurement, opens the sockets from a process of their
own (Sockets.java) and writes with psql. Prints each figure beside its floor and goal (../shared/design/realtime.md, section 6).
"""
import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

import report
from rest import HERE, Postgres, Server, token

BODY = 'x' * 120


class Sockets:
    """The load generator's process, and its answers."""

    def __init__(self, java, folder, port, connections, messages, tokens=(), **options):
        files = {'messages': messages, 'tokens': tokens}
        arguments = ['port=%d' % port, 'connections=%d' % connections]
        for name, lines in files.items():
            if lines:
                path = '%s/%s.txt' % (folder, name)
                with open(path, 'w') as f:
                    f.write('\n'.join(lines) + '\n')
                arguments.append('%s=%s' % (name, path))
        arguments += ['%s=%s' % option for option in options.items()]
        self.process = subprocess.Popen([java, '-XX:+UseSerialGC', '-Xmx600m', HERE + '/Sockets.java', *arguments],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.started = time.monotonic()
        self.expect('ready')
        self.opening = time.monotonic() - self.started

    def tell(self, line):
        self.process.stdin.write(line + '\n')
        self.process.stdin.flush()

    def expect(self, line):
        got = self.process.stdout.readline().strip()
        if got != line:
            sys.exit('bench: the sockets said %r, not %r' % (got, line))

    def wait(self, events, patience=20):
        self.tell('await %d %d' % (events, patience))
        line = self.process.stdout.readline()
        while line.strip() == 'ready':
            line = self.process.stdout.readline()
        return json.loads(line)

    def close(self):
        self.tell('quit')
        self.process.wait()


class Bench:
    def __init__(self, options):
        self.options = options
        self.folder = tempfile.mkdtemp(prefix='pgext-bench-')
        os.chmod(self.folder, 0o755)
        # An asynchronous commit reaches a slot only when the WAL writer wakes up, every 200 ms; and the disk is not what is measured.
        self.postgres = Postgres(self.folder, '-c wal_level=logical -c max_wal_size=4GB -c synchronous_commit=on -c fsync=off')
        self.results = {}

    def sql(self, text):
        subprocess.run(['psql', self.postgres.url, '-qXAt', '-v', 'ON_ERROR_STOP=1', '-c', text], check=True,
                       stdout=subprocess.DEVNULL)

    def writer(self, text, seconds, rate):
        path = self.folder + '/write.sql'
        with open(path, 'w') as f:
            f.write(text)
        subprocess.run(['pgbench', '-n', '-M', 'prepared', '-c', '1', '-T', str(seconds), '-R', str(rate), '-f', path,
                        self.postgres.url], check=True, capture_output=True)

    def server(self):
        settings = ('realtime-db-uri = "%s"\nrealtime-max-connections = 20000\nrealtime-max-subscriptions = 1000\n'
                    % self.postgres.url)
        server = Server('pgext', self.options.server, self.postgres, self.folder, settings, '/shared?limit=1')
        return server

    def sockets(self, server, connections, messages, tokens=(), **options):
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and not self.streaming():
            time.sleep(0.1)
        return Sockets(self.options.java, self.folder, server.port, connections, messages, tokens, **options)

    def streaming(self):
        found = subprocess.run(['psql', self.postgres.url, '-qXAt', '-c',
                                'SELECT count(*) FROM pg_stat_replication WHERE state = \'streaming\''],
                               capture_output=True, text=True).stdout.strip()
        return found == '1'

    def show(self, name, figure, floor, goal, **more):
        self.results[name] = {'figure': figure, 'floor': floor, 'goal': goal, **more}
        notes = '  '.join('%s %s' % (key, value) for key, value in more.items())
        print('%-44s %-28s floor %-14s goal %-14s %s' % (name, figure, floor, goal, notes), flush=True)

    def stop(self):
        self.postgres.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


def subscribe(table, **more):
    return json.dumps({'type': 'subscribe', 'schema': 'shop', 'table': table, **more})


def counted(result, expected):
    return '' if result['events'] == expected else '%d OF %d EVENTS' % (result['events'], expected)


def rate(result):
    return '%.0f/s' % (result['events'] / max(result['seconds'], 1e-9))


def owners(bench, server):
    """2,000 sockets, each a user of its own in one team of ten; each row belongs to a team."""
    tokens = [token('u%d' % n, teams=[str(n // 10), str(1000 + n)]) for n in range(2000)]
    sockets = bench.sockets(server, 2000, [subscribe('posts')], tokens)
    insert = ("INSERT INTO shop.posts (team, at, body) SELECT n %% 200, shop.now_micros(), '%s' FROM generate_series(1, %d) AS n")
    bench.sql(insert % (BODY, 2000))
    sockets.wait(20_000)
    sockets.tell('reset')
    for _ in range(10):
        bench.sql(insert % (BODY, 4000))
    result = sockets.wait(400_000)
    bench.show('deliveries, owner policy, 2,000 users', rate(result), '30,000/s', '60,000/s', note=counted(result, 400_000))
    sockets.close()


def fanout(bench, server):
    """One row to all of 2,000 subscribers."""
    sockets = bench.sockets(server, 2000, [subscribe('shared')], [token('u')])
    insert = "INSERT INTO shop.shared (at, body) SELECT shop.now_micros(), '%s' FROM generate_series(1, %d)"
    bench.sql(insert % (BODY, 50))
    sockets.wait(100_000)
    sockets.tell('reset')
    for _ in range(5):
        bench.sql(insert % (BODY, 100))
    result = sockets.wait(1_000_000)
    sockets.tell('reset')
    bench.writer("INSERT INTO shop.shared (at, body) VALUES (shop.now_micros(), '%s')" % BODY, 5, 15)
    paced = sockets.wait(1 << 60, 2)
    bench.show('one row to 2,000 subscribers', rate(result), '60,000/s', '100,000/s, p95 < 200 ms',
               p95='%.0f ms at 30,000/s' % paced['p95_ms'], note=counted(result, 1_000_000))
    sockets.close()


def latency(bench, server):
    """From the statement to the frame, 100 rows a second, each to one of 100 sockets."""
    sockets = bench.sockets(server, 100, [subscribe('owned', filter='user_id=eq.%d' % n) for n in range(100)], [token('u')],
                            sample=1)
    write = "\\set u random(0, 99)\nINSERT INTO shop.owned (user_id, at, body) VALUES (:u, shop.now_micros(), 'x')"
    bench.writer(write, 4, 100)
    sockets.wait(1 << 60, 1)
    sockets.tell('reset')
    bench.writer(write, 10, 100)
    result = sockets.wait(1 << 60, 2)
    bench.show('commit to frame, light load', 'p50 %.1f ms, p99 %.1f ms' % (result['p50_ms'], result['p99_ms']), '5, 25 ms',
               '3, 15 ms')
    sockets.close()


def matching(bench, server):
    """Equality subscriptions, each change matching one: 10,000 of them, then 100."""
    figures = []
    for each in (100, 1):
        messages = ['\t'.join(subscribe('owned', id=str(k), filter='user_id=eq.%d' % (n * each + k)) for k in range(each))
                    for n in range(100)]
        sockets = bench.sockets(server, 100, messages, [token('u')])
        insert = ("INSERT INTO shop.owned (user_id, at, body) SELECT n %% %d, 0, 'some text of a row' "
                  "FROM generate_series(1, %d) AS n")
        bench.sql(insert % (each * 100, 20_000))
        sockets.wait(20_000)
        sockets.tell('reset')
        for _ in range(20):
            bench.sql(insert % (each * 100, 10_000))
        result = sockets.wait(200_000)
        figures.append(rate(result) + ' ' + counted(result, 200_000))
        sockets.close()
    bench.show('changes matched, 10,000 equality filters', figures[0], '15,000/s', '30,000/s', with_100=figures[1])


def decisions(bench, server):
    """A policy with a subquery, 500 users: every row is decided for each."""
    sockets = bench.sockets(server, 500, [subscribe('docs')], [token('u%d' % n) for n in range(500)])
    insert = "INSERT INTO shop.docs (team, at, body) SELECT n %% 50, 0, 'x' FROM generate_series(1, %d) AS n"
    bench.sql(insert % 200)
    sockets.wait(2_000)
    sockets.tell('reset')
    began = time.monotonic()
    for _ in range(5):
        bench.sql(insert % 200)
    result = sockets.wait(10_000, 60)
    seconds = time.monotonic() - began
    bench.show('row x user decisions by SQL, 500 users', '%.0f/s' % (1000 * 500 / seconds), '20,000/s', '50,000/s',
               note=counted(result, 10_000))
    sockets.close()


def collected(server):
    subprocess.run([os.path.join(os.path.dirname(os.path.realpath(bench_java)), 'jcmd'), str(server.process.pid), 'GC.run'],
                   capture_output=True)
    time.sleep(1)
    return server.usage()[1]


def memory(bench, server):
    """10,000 sockets with a subscription and five frames each, which offer deflate."""
    warm = bench.sockets(server, 200, [subscribe('shared')], [token('u')], deflate='true')
    bench.sql("INSERT INTO shop.shared (at, body) SELECT 0, 'x' FROM generate_series(1, 20)")
    warm.wait(4000)
    warm.close()
    before = collected(server)
    sockets = bench.sockets(server, 10_000, [subscribe('shared')], [token('u')], deflate='true')
    bench.sql("INSERT INTO shop.shared (at, body) SELECT 0, '%s' FROM generate_series(1, 5)" % BODY)
    result = sockets.wait(50_000)
    after = collected(server)
    bench.show('memory a connection, 10,000 held', '%.1f kB' % ((after - before) * 1024 / 10_000), '60 kB', '30 kB',
               note=counted(result, 50_000), opened='%.1f s' % sockets.opening)
    sockets.close()


def resumption(bench, server):
    """5,000 clients come back at once, each having missed 100 rows."""
    bench.sql('TRUNCATE shop.shared')
    sockets = bench.sockets(server, 5000, [subscribe('shared')], [token('u')], cursors='true')
    insert = "INSERT INTO shop.shared (seq, at, body) SELECT n, 0, '%s' FROM generate_series(%d, %d) AS n"
    bench.sql(insert % (BODY, 1, 10))
    sockets.wait(50_000)
    sockets.tell('drop')
    sockets.expect('dropped')
    bench.sql(insert % (BODY, 11, 110))
    began = time.monotonic()
    sockets.tell('resume')
    result = sockets.wait(500_000, 60)
    seconds = time.monotonic() - began
    bench.show('5,000 clients resume at once', '%.1f s' % seconds, '20 s', '10 s', gaps=result['gaps'], doubles=result['doubles'],
               resyncs=result['resyncs'], note=counted(result, 500_000))
    sockets.close()


MEASUREMENTS = {f.__name__: f for f in (owners, fanout, latency, matching, decisions, memory, resumption)}


def main():
    global bench_java
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--server', default='%s/../pgext serve {conf}' % HERE, help='command with {conf} in it')
    parser.add_argument('--java', default='/usr/lib/jvm/temurin-25-jdk-amd64/bin/java', help='Java for the sockets')
    parser.add_argument('--only', default=','.join(MEASUREMENTS))
    parser.add_argument('--json', help='where to write the figures, in place of results/')
    options = parser.parse_args()
    bench_java = options.java
    bench = Bench(options)
    try:
        bench.postgres.load('realtime.sql')
        for name in options.only.split(','):
            server = bench.server()
            try:
                MEASUREMENTS[name](bench, server)
            finally:
                server.stop()
    finally:
        bench.stop()
    if options.json:
        with open(options.json, 'w') as f:
            json.dump(bench.results, f, indent=1)
    else:
        report.save('realtime', bench.results)


if __name__ == '__main__':
    main()
