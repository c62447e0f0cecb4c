#!/usr/bin/env python3
"""How long the built jar takes from its start to the first answer, and to read a large catalog.

Starts a PostgreSQL of its own. The cache of loaded classes is made first where there is none. Needs psql and PostgreSQL's server
programs.
"""
import argparse
import http.client
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time

import report
from rest import HERE, SINGLE, Postgres, free_port

# ../shared/bench/README.md
FLOORS_PGBENCH = 33404

HUNDRED = "SELECT format('CREATE TABLE shop.t%s (id int PRIMARY KEY, a text, b int, c timestamptz)', n) FROM generate_series(1, 100) n"
LARGE = """
SELECT format('CREATE TABLE shop.t%1$s (id int PRIMARY KEY, up int %2$s, a int, b int, c text, d text, e date, f date, g bool, h json)',
  n, CASE WHEN n > 1 THEN 'REFERENCES shop.t' || n / 2 END) FROM generate_series(1, 2000) n
UNION ALL
SELECT format('CREATE FUNCTION shop.f%s(a int, b text) RETURNS int LANGUAGE sql AS $$SELECT 1$$', n) FROM generate_series(1, 5000) n"""


def java():
    found = subprocess.run(['sh', '-c', '. "$0/../.mvn/java.sh"; newest_java java', HERE], capture_output=True, text=True,
                           env={'PGEXT_JAVA_HOME': '', 'JAVA_HOME': '', **os.environ})
    return found.stdout.strip() + '/bin/java'


def fill(postgres, database, statements):
    """A database whose schema shop has what these statements, each a row of a query, make."""
    url = postgres.url.rsplit('/', 1)[0]
    subprocess.run(['psql', url + '/postgres', '-qXc', 'CREATE DATABASE ' + database], check=True)
    made = ('CREATE SCHEMA shop; %s \\gexec\nGRANT USAGE ON SCHEMA shop TO bench_anon; '
            'GRANT SELECT ON ALL TABLES IN SCHEMA shop TO bench_anon;\n' % statements)
    subprocess.run(['psql', url + '/' + database, '-qX', '-v', 'ON_ERROR_STOP=1'], input=made, text=True, check=True,
                   stdout=subprocess.DEVNULL)


def configuration(postgres, folder, database):
    port = free_port()
    conf = '%s/%s.conf' % (folder, database)
    with open(conf, 'w') as f:
        f.write('db-uri = "postgresql://bench_login:bench@127.0.0.1:%d/%s"\ndb-schemas = "shop"\ndb-anon-role = "bench_anon"\n'
                'server-host = "127.0.0.1"\nserver-port = %d\ninstall-sql = false\nlog-level = "info"\n'
                % (postgres.port, database, port))
    return conf, port


def ask(port):
    connection = http.client.HTTPConnection('127.0.0.1', port, timeout=30)
    try:
        connection.request('GET', '/t1?limit=1')
        answer = connection.getresponse()
        answer.read()
        return answer.status
    except OSError:
        return 0
    finally:
        connection.close()


def start(command, conf, port, log):
    """Starts and returns the process and the seconds until its first 200."""
    env = {k: v for k, v in os.environ.items() if not k.startswith(('PG', 'PGRST'))}
    began = time.monotonic()
    process = subprocess.Popen(command + ['serve', conf], stdout=log, stderr=subprocess.STDOUT, env=env)
    while ask(port) != 200:
        if process.poll() is not None or time.monotonic() - began > 60:
            sys.exit('bench: %s did not start' % ' '.join(command))
        time.sleep(0.003)
    return process, time.monotonic() - began


def stop(process):
    process.send_signal(signal.SIGTERM)
    process.wait(30)


def trained(conf, port):
    """./pgext trains in the background when it starts without a cache."""
    jar, cache = HERE + '/../target/pgext.jar', HERE + '/../target/pgext.aot'
    process, _ = start([HERE + '/../pgext'], conf, port, subprocess.DEVNULL)
    stop(process)
    deadline = time.monotonic() + 300
    while not os.path.exists(cache) or os.path.getmtime(cache) != os.path.getmtime(jar) or os.path.exists(cache + '.lock'):
        if time.monotonic() > deadline:
            sys.exit('bench: target/pgext.aot was not made')
        time.sleep(1)


def until_first_answer(options, conf, port):
    commands = {'aot': [HERE + '/../pgext'],
                'plain': [java(), '@' + HERE + '/../src/main/resources/dev/pgext/launcher/jvm.options', '-jar', HERE + '/../target/pgext.jar']}
    times = {name: [] for name in commands}
    for _ in range(options.rounds):
        for name, command in commands.items():
            process, took = start(command, conf, port, subprocess.DEVNULL)
            times[name].append(took)
            stop(process)
    return {name: statistics.median(of) for name, of in times.items()}


def large_catalog(postgres, folder):
    """Seconds to read it, and the slowest answer while it was read again."""
    fill(postgres, 'large', LARGE)
    conf, port = configuration(postgres, folder, 'large')
    path = folder + '/large.log'
    with open(path, 'w') as log:
        process, _ = start([HERE + '/../pgext'], conf, port, log)
        slowest = slowest_during_reload(process, port, path)
        stop(process)
    with open(path) as log:
        queried = [float(ms) for ms in re.findall(r'Schema cache queried in ([\d.]+) milliseconds', log.read())]
    return queried[0] / 1000, slowest


def slowest_during_reload(process, port, path):
    times, done = [], threading.Event()

    def client():
        while not done.is_set():
            began = time.monotonic()
            if ask(port) != 200:
                sys.exit('bench: a request failed while the catalog was read again')
            times.append(time.monotonic() - began)

    thread = threading.Thread(target=client)
    thread.start()
    process.send_signal(signal.SIGUSR1)
    deadline = time.monotonic() + 60
    while open(path).read().count('Schema cache loaded') < 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    done.set()
    thread.join()
    return max(times)


def yardstick(postgres, first):
    """Seconds are of this machine; pgbench tells how it compares with the one that the floors were given for."""
    rate = postgres.pgbench(SINGLE, 5)
    print('pgbench, one row: %d/s, %d/s where the floors were taken: %.2f s with the cache here are %.2f s there'
          % (rate, FLOORS_PGBENCH, first, first * rate / FLOORS_PGBENCH))
    return round(rate)


def figure(title, value, unit, floor, goal):
    result = {'title': title, 'value': round(value, 3), 'unit': unit, 'floor': floor, 'goal': goal}
    report.show(result)
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--rounds', type=int, default=7)
    options = parser.parse_args()
    folder = tempfile.mkdtemp(prefix='pgext-bench-')
    os.chmod(folder, 0o755)
    postgres = Postgres(folder)
    try:
        postgres.load()
        fill(postgres, 'hundred', HUNDRED)
        conf, port = configuration(postgres, folder, 'hundred')
        trained(conf, port)
        first = until_first_answer(options, conf, port)
        found = {'aot': figure('first answer, 100 tables, AOT cache', first['aot'], 's', 0.8, 0.5),
                 'plain': figure('first answer, 100 tables, no cache', first['plain'], 's', 2.0, 1.2)}
        read, slowest = large_catalog(postgres, folder)
        found['catalog'] = figure('2,000 tables, 5,000 functions: reading', read, 's', 5, 2)
        found['catalog']['slowest_answer_during_reload_s'] = round(slowest, 3)
        found['aot']['pgbench_one_row_per_s'] = yardstick(postgres, first['aot'])
        print('slowest answer while it was read again: %.3f s' % slowest)
        report.save('start', found)
    finally:
        postgres.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == '__main__':
    main()
