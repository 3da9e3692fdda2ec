using Microsoft.AspNetCore.Http;

namespace Sluice.Core.Web;

/// <summary>The page at <c>/</c>: the sources, how they are, and the live views. It holds all it needs and reads <c>/v1/sources</c>.</summary>
internal static class IndexPage
{
    private const string Html = """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Sluice</title>
        <style>
        :root { color-scheme: light dark; --line: #8884; --quiet: #888; --good: #2a8a3e; --bad: #c62f2f; --wait: #b07a00; }
        body { font: 15px/1.45 system-ui, sans-serif; margin: 0 auto; max-width: 1200px; padding: 1.2rem; }
        h1 { font-size: 1.3rem; margin: 0 0 .2rem; }
        h2 { font-size: 1rem; margin: 1.6rem 0 .4rem; }
        #sums { color: var(--quiet); margin: 0 0 1rem; }
        .scroll { overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
        th, td { border-bottom: 1px solid var(--line); padding: .35rem .6rem; text-align: left; vertical-align: top; }
        th { font-weight: 600; white-space: nowrap; }
        .number { text-align: right; }
        .uri, .error { color: var(--quiet); font-size: .85em; overflow-wrap: anywhere; }
        .error { color: var(--bad); max-width: 32rem; }
        .state { font-weight: 600; white-space: nowrap; }
        .running { color: var(--good); } .connecting, .paused { color: var(--wait); } .ended { color: var(--quiet); }
        .stalled, .reconnecting, .quarantined { color: var(--bad); }
        #views { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(240px, 1fr)); }
        figure { margin: 0; } figure img { width: 100%; background: #0003; display: block; } figcaption { overflow-wrap: anywhere; }
        </style>
        </head>
        <body>
        <h1 id="name">Sluice</h1>
        <p id="sums">reading ...</p>
        <div class="scroll"><table aria-label="Sources">
        <thead><tr><th>source</th><th>state</th><th class="number">fps</th><th class="number">arrived</th><th>outcomes</th><th class="number">p95</th><th>last error</th></tr></thead>
        <tbody id="sources"></tbody>
        </table></div>
        <section id="live" hidden><h2>Live</h2><div id="views"></div></section>
        <noscript><p>This page needs JavaScript; <a href="/v1/sources">the same as JSON</a> does not.</p></noscript>
        <script>
        'use strict';
        const el = (name, text, kind) => { const e = document.createElement(name); if (text !== undefined) e.textContent = text; if (kind) e.className = kind; return e; };
        const number = n => n === undefined ? '' : n.toLocaleString('en');
        const shown = new Map();
        function row(s) {
          const tr = el('tr'), id = el('td'), what = el('td'), wrong = el('td');
          id.append(el('b', s.id), el('div', s.uri, 'uri'));
          what.append(el('span', s.state, 'state ' + s.state));
          if (s.reconnects) what.append(el('div', number(s.reconnects) + ' reconnects', 'uri'));
          const ends = Object.entries(s.outcomes).filter(([, n]) => n > 0).map(([k, n]) => number(n) + ' ' + k.replaceAll('_', ' ')).join(', ');
          if (s.last_error) {
            wrong.append(el('div', s.last_error, 'error'));
            if (s.reason) wrong.append(el('div', s.reason.replaceAll('_', ' ') + (s.side && s.side !== 'none' ? ' (' + s.side + ' side)' : ''), 'uri'));
          }
          tr.append(id, what, el('td', s.fps === undefined ? '' : s.fps.toFixed(1), 'number'), el('td', number(s.arrived), 'number'), el('td', ends),
            el('td', s.p95_ms === undefined ? '' : Math.round(s.p95_ms) + ' ms', 'number'), wrong);
          return tr;
        }
        // Still pictures, taken anew at every reading: a live one would keep one of the few connections a browser opens to one server.
        function views(paths, sources) {
          const box = document.getElementById('views'), wanted = new Set();
          for (const path of paths) for (const source of [''].concat(path.startsWith('/live/') ? sources.map(s => s.id) : [])) {
            const key = path + '/' + source;
            wanted.add(key);
            if (shown.has(key)) continue;
            const figure = el('figure'), link = el('a', source ? source + ' (' + path + ')' : path), caption = el('figcaption');
            link.href = path + '/';
            caption.append(link);
            if (source) {
              const image = el('img');
              image.alt = '';
              image.onerror = () => { figure.hidden = true; };
              image.onload = () => { figure.hidden = false; };
              figure.hidden = true;
              figure.append(image);
            }
            figure.append(caption);
            box.append(figure);
            shown.set(key, { figure, path: path + '/' + encodeURIComponent(source) + '.jpg', tries: 0 });
          }
          for (const [key, view] of shown) {
            if (!wanted.has(key)) { view.figure.remove(); shown.delete(key); continue; }
            const image = view.figure.querySelector('img');
            // A view that has no still picture is not asked for ever.
            if (image && (!view.figure.hidden || view.tries++ < 3)) image.src = view.path + '?' + Date.now();
          }
          document.getElementById('live').hidden = paths.length === 0;
        }
        async function read() {
          const sums = document.getElementById('sums');
          try {
            const now = await (await fetch('/v1/sources', { cache: 'no-store' })).json();
            document.title = document.getElementById('name').textContent = now.engine;
            sums.textContent = now.state + ' for ' + Math.round(now.running_seconds) + ' s; ' + now.sources.length + ' sources'
              + (now.removed.sources ? ', ' + now.removed.sources + ' removed with ' + number(now.removed.arrived) + ' frames' : '');
            document.getElementById('sources').replaceChildren(...now.sources.map(row));
            views(now.served, now.sources);
          } catch (fault) { sums.textContent = 'The engine does not answer: ' + fault.message; }
          setTimeout(read, 2000);
        }
        read();
        </script>
        </body>
        </html>
        """;

    // Everything is in the page; pictures and figures come from here alone.
    private const string Policy = "default-src 'none'; img-src 'self'; connect-src 'self'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static IResult Answer(HttpContext http)
    {
        http.Response.Headers.ContentSecurityPolicy = Policy;
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return Results.Content(Html, "text/html; charset=utf-8");
    }
}
