using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Sluice.Core.Sinks.Media.Live;

/// <summary>The pages that show live video; they need nothing from elsewhere.</summary>
internal static class LivePages
{
    private const string Head = """
        <!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>TITLE</title>
        <style>
        body{margin:0;background:#14171c;color:#e8eaed;font:15px/1.4 system-ui,sans-serif}
        header{padding:10px 16px;color:#aab1bb}header b{color:#fff}
        main{display:grid;gap:12px;padding:0 16px 16px;grid-template-columns:repeat(auto-fill,minmax(min(480px,100%),1fr))}
        main.one{display:block}figure{margin:0}img,video{width:100%;background:#000;display:block}
        main.one video{max-height:calc(100vh - 90px)}figcaption{padding:4px 0;color:#aab1bb}a{color:#7db8ff}
        </style></head><body>
        """;

    // Plays fragments of MP4 by Media Source Extensions; Safari plays the playlist by itself. Pieces are put one behind the other
    // ("sequence"), so that a camera that came back with other times goes on where it stopped.
    private const string Script = """
        const video = document.querySelector('video'), state = document.querySelector('#state');
        const say = text => { state.textContent = text; };
        const Source = window.ManagedMediaSource || window.MediaSource;
        const codecOf = bytes => {
          for (let i = 0; i + 8 < bytes.length; i++)
            if (bytes[i] === 0x61 && bytes[i + 1] === 0x76 && bytes[i + 2] === 0x63 && bytes[i + 3] === 0x43)
              return 'avc1.' + [...bytes.slice(i + 5, i + 8)].map(b => b.toString(16).padStart(2, '0')).join('');
          return null;
        };
        const get = async name => {
          const answer = await fetch(name, { cache: name.endsWith('.m3u8') ? 'no-store' : 'default' });
          if (!answer.ok) throw new Error(name + ': ' + answer.status);
          return answer;
        };
        const parse = text => {
          const list = { pieces: [], over: text.includes('#EXT-X-ENDLIST'), sequence: 0 };
          let head = null, at = '';
          for (const line of text.split('\n')) {
            if (line.startsWith('#EXT-X-MEDIA-SEQUENCE:')) list.sequence = +line.slice(22);
            else if (line.startsWith('#EXT-X-MAP:')) head = /URI="([^"]+)"/.exec(line)[1];
            else if (line.startsWith('#EXT-X-PROGRAM-DATE-TIME:')) at = line.slice(25);
            else if (line && line[0] !== '#') list.pieces.push({ number: list.sequence + list.pieces.length, name: line, head, at });
          }
          return list;
        };
        const append = (buffer, bytes) => new Promise((done, fail) => {
          buffer.addEventListener('updateend', done, { once: true });
          buffer.addEventListener('error', fail, { once: true });
          buffer.appendBuffer(bytes);
        });
        const play = async () => {
          const media = new Source();
          video.disableRemotePlayback = true;
          video.src = URL.createObjectURL(media);
          await new Promise(done => media.addEventListener('sourceopen', done, { once: true }));
          let buffer = null, head = null, last = -1;
          for (;;) {
            const list = parse(await (await get(playlist)).text());
            let fresh = list.pieces.filter(piece => piece.number > last);
            if (last < 0 || fresh.length > 4) fresh = fresh.slice(-3);
            for (const piece of fresh) {
              if (piece.head !== head) {
                const bytes = new Uint8Array(await (await get(piece.head)).arrayBuffer()), codec = codecOf(bytes);
                const type = 'video/mp4; codecs="' + codec + '"';
                if (!codec || !Source.isTypeSupported(type)) throw new Error('this browser does not play ' + (codec || 'this video'));
                if (!buffer) { buffer = media.addSourceBuffer(type); buffer.mode = 'sequence'; }
                await append(buffer, bytes);
                head = piece.head;
              }
              await append(buffer, await (await get(piece.name)).arrayBuffer());
              last = piece.number;
              say(piece.at.slice(11, 19) + 'Z');
            }
            const ranges = buffer ? buffer.buffered : null;
            if (ranges && ranges.length) {
              const end = ranges.end(ranges.length - 1), start = ranges.start(0);
              if (video.currentTime < start || end - video.currentTime > 15) video.currentTime = Math.max(start, end - 4);
              if (start < video.currentTime - 60) {
                buffer.remove(start, video.currentTime - 30);
                await new Promise(done => buffer.addEventListener('updateend', done, { once: true }));
              }
            }
            if (video.paused) video.play().catch(() => {});
            if (list.over) { if (media.readyState === 'open') media.endOfStream(); say('ended'); return; }
            await new Promise(done => setTimeout(done, fresh.length ? 1000 : 500));
          }
        };
        if (Source && Source.isTypeSupported('video/mp4; codecs="avc1.64001f"'))
          (async () => { for (;;) { try { await play(); return; } catch (fault) { say(fault.message); await new Promise(done => setTimeout(done, 2000)); } } })();
        else { video.src = playlist; video.play().catch(() => {}); say('played by the browser itself'); }
        """;

    /// <summary>A page that plays one HLS stream.</summary>
    /// <param name="source">The source's id.</param>
    /// <param name="playlist">Name of the playlist beside the page.</param>
    public static string Player(string source, string playlist)
    {
        var name = WebUtility.HtmlEncode(source);
        return Head.Replace("TITLE", name, StringComparison.Ordinal)
            + $"<header><b>{name}</b> <span id=\"state\">waiting for the first piece</span></header>"
            + "<main class=\"one\"><video muted autoplay playsinline controls></video></main>"
            + $"<script>const playlist = '{Uri.EscapeDataString(playlist)}';\n{Script}</script></body></html>";
    }

    /// <summary>A page that shows what a stage serves.</summary>
    /// <param name="stage">The stage's id.</param>
    /// <param name="views">What it serves, by source.</param>
    public static string List(string stage, IEnumerable<KeyValuePair<string, ILiveView>> views)
    {
        var name = WebUtility.HtmlEncode(stage);
        var page = new StringBuilder(Head.Replace("TITLE", name, StringComparison.Ordinal))
            .Append(CultureInfo.InvariantCulture, $"<header><b>{name}</b></header><main>");
        foreach (var (source, view) in views.OrderBy(static view => view.Key, StringComparer.Ordinal))
        {
            var (label, link) = (WebUtility.HtmlEncode(source), WebUtility.HtmlEncode(view.Link));
            var picture = view is MjpegView ? $"<a href=\"{link}\"><img src=\"{link}\" alt=\"{label}\"></a>" : "";
            page.Append(CultureInfo.InvariantCulture, $"<figure>{picture}<figcaption><a href=\"{link}\">{label}</a></figcaption></figure>");
        }

        return page.Append("</main></body></html>").ToString();
    }

    /// <summary>Sends a page.</summary>
    /// <param name="context">The request.</param>
    /// <param name="page">The page.</param>
    public static Task SendAsync(HttpContext context, string page)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-cache";
        return context.Response.WriteAsync(page, context.RequestAborted);
    }
}
