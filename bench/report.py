"""Keeps what benchmarks found: bench/results/DATE.json, and bench/results/latest.svg as a picture of it."""
import datetime
import json
import os
import platform
import subprocess
from xml.sax.saxutils import escape

RESULTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'results')
ROW, TOP, LEFT, WIDE, RIGHT = 26, 54, 290, 420, 150


def save(kind, figures):
    """Adds figures to today's file: a run of a few workloads leaves the others' figures alone."""
    os.makedirs(RESULTS, exist_ok=True)
    path = '%s/%s.json' % (RESULTS, datetime.date.today().isoformat())
    found = {}
    if os.path.exists(path):
        with open(path) as f:
            found = json.load(f)
    found['machine'] = {'processors': os.cpu_count(), 'load': round(os.getloadavg()[0], 1), 'system': platform.platform(),
                        'commit': commit()}
    found.setdefault(kind, {}).update(figures)
    with open(path, 'w') as f:
        json.dump(found, f, indent=1)
        f.write('\n')
    with open(RESULTS + '/latest.svg', 'w') as f:
        f.write(picture(found))
    print('written: %s and latest.svg beside it' % os.path.relpath(path))


def commit():
    out = subprocess.run(['git', '-C', RESULTS, 'rev-parse', '--short', 'HEAD'], capture_output=True, text=True)
    return out.stdout.strip()


def bars(found):
    """What is drawn: (label, value as text, value, floor, goal, whether more is better)."""
    drawn = []
    for name, result in found.get('rest', {}).items():
        row = result['pgext']
        if result.get('floor'):
            drawn.append((result['title'], '%.3f of pgbench' % row['of_one_row'], row['of_one_row'], result['floor'],
                          result['goal'], True))
    for kind in ('start', 'memory'):
        for result in found.get(kind, {}).values():
            drawn.append((result['title'], '%.4g %s' % (result['value'], result['unit']), result['value'], result['floor'],
                          result['goal'], False))
    return drawn


def picture(found):
    """Bars on scales of their own, on each of which the floor stands at two thirds of the width or the other way round."""
    drawn = bars(found)
    height = TOP + ROW * len(drawn) + 16
    lines = ['<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="system-ui, sans-serif" font-size="13">'
             % (LEFT + WIDE + RIGHT, height),
             '<rect width="100%" height="100%" fill="#ffffff"/>',
             '<text x="16" y="22" font-size="15" font-weight="600" fill="#1b1f24">pgext, measured: %s processors</text>'
             % found['machine']['processors'],
             '<text x="16" y="42" fill="#57606a">dashed: the floor; solid line: the goal. REST in requests a second over '
             "pgbench's one-row reads in the same run.</text>"]
    for number, (label, text, value, floor, goal, more) in enumerate(drawn):
        lines += bar(TOP + ROW * number, label, text, value, floor, goal, more)
    return '\n'.join(lines) + '\n</svg>\n'


def bar(y, label, text, value, floor, goal, more):
    scale = WIDE * 0.8 / max(floor, goal)
    good = value >= floor if more else value <= floor
    long = min(WIDE, value * scale)
    return ['<text x="%d" y="%d" text-anchor="end" fill="#1b1f24">%s</text>' % (LEFT - 10, y + 16, escape(label)),
            '<rect x="%d" y="%d" width="%.1f" height="16" rx="2" fill="%s"/>' % (LEFT, y + 4, long, '#2f81f7' if good else '#d1242f'),
            mark(floor * scale, y, '#57606a', ' stroke-dasharray="3 2"'), mark(goal * scale, y, '#1a7f37', ''),
            '<text x="%d" y="%d" fill="#57606a">%s</text>' % (LEFT + WIDE + 10, y + 16, escape(text))]


def mark(x, y, colour, dash):
    return '<line x1="%.1f" y1="%d" x2="%.1f" y2="%d" stroke="%s" stroke-width="2"%s/>' % (
        LEFT + x, y + 1, LEFT + x, y + 23, colour, dash)


def show(result):
    print('%-58s %8.4g %-3s  floor %g goal %g%s' % (result['title'], result['value'], result['unit'], result['floor'],
                                                 result['goal'], '' if result['value'] <= result['floor'] else '  MISSED'),
          flush=True)
