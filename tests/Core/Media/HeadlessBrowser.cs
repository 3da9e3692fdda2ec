using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Sluice.Tests.Media;

/// <summary>A browser without a window that shows one page, told what to do by the DevTools protocol.</summary>
internal sealed class HeadlessBrowser : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private readonly DirectoryInfo _profile = Directory.CreateTempSubdirectory("sluice-browser");
    private readonly ClientWebSocket _page = new();
    private readonly Process _process;
    private readonly Task _draining;
    private readonly TaskCompletionSource<int> _port = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _calls;

    private HeadlessBrowser()
    {
        _process = Process.Start(new ProcessStartInfo(BrowserFactAttribute.Browser!,
            ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--mute-audio", "--no-first-run", "--disable-background-networking",
            "--autoplay-policy=no-user-gesture-required", "--remote-debugging-port=0", $"--user-data-dir={_profile.FullName}", "about:blank"])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        _draining = Task.WhenAll(DrainAsync(_process.StandardError), DrainAsync(_process.StandardOutput));
    }

    /// <summary>Opens a page and waits until it is loaded.</summary>
    public static async Task<HeadlessBrowser> OpenAsync(string url)
    {
        var browser = new HeadlessBrowser();
        try
        {
            await browser.ConnectAsync().WaitAsync(Patience);
            await browser.CallAsync("Page.enable", new { });
            await browser.CallAsync("Page.navigate", new { url });
            await browser.NextAsync(static message => message.TryGetProperty("method", out var method) && method.GetString() == "Page.loadEventFired");
            return browser;
        }
        catch
        {
            await browser.DisposeAsync();
            throw;
        }
    }

    /// <summary>Gives the value of a script; a promise is waited for.</summary>
    public async Task<JsonElement> EvaluateAsync(string script)
    {
        var answer = await CallAsync("Runtime.evaluate", new { expression = script, awaitPromise = true, returnByValue = true });
        return answer.GetProperty("result").TryGetProperty("value", out var value) ? value
            : throw new InvalidOperationException($"The page answered {answer}");
    }

    public async ValueTask DisposeAsync()
    {
        _page.Dispose();
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        await _draining;
        _process.Dispose();
        for (var left = 20; ; left--)
        {
            try
            {
                _profile.Delete(recursive: true);
                return;
            }
            catch (IOException) when (left > 0)
            {
                // A process of the browser's is still on its way out.
                await Task.Delay(100);
            }
        }
    }

    private async Task ConnectAsync()
    {
        var port = await _port.Task;
        using var http = new HttpClient();
        while (true)
        {
            using var list = JsonDocument.Parse(await http.GetStringAsync($"http://127.0.0.1:{port}/json/list"));
            var page = list.RootElement.EnumerateArray().FirstOrDefault(static target => target.GetProperty("type").GetString() == "page");
            if (page.ValueKind == JsonValueKind.Object)
            {
                await _page.ConnectAsync(new Uri(page.GetProperty("webSocketDebuggerUrl").GetString()!), CancellationToken.None);
                return;
            }

            await Task.Delay(50);
        }
    }

    private async Task<JsonElement> CallAsync(string method, object arguments)
    {
        var id = ++_calls;
        await _page.SendAsync(JsonSerializer.SerializeToUtf8Bytes(new { id, method, @params = arguments }), WebSocketMessageType.Text, true, CancellationToken.None);
        var answer = await NextAsync(message => message.TryGetProperty("id", out var of) && of.GetInt32() == id);
        return answer.TryGetProperty("result", out var result) ? result : throw new InvalidOperationException($"{method}: {answer}");
    }

    /// <summary>Waits for the first message of a kind; others are passed over.</summary>
    private async Task<JsonElement> NextAsync(Func<JsonElement, bool> isIt)
    {
        using var patience = new CancellationTokenSource(Patience);
        var part = new byte[16384];
        while (true)
        {
            using var whole = new MemoryStream();
            while (true)
            {
                var got = await _page.ReceiveAsync(part.AsMemory(), patience.Token);
                await whole.WriteAsync(part.AsMemory(0, got.Count), CancellationToken.None);
                if (got.MessageType == WebSocketMessageType.Close) throw new InvalidOperationException("The browser closed the connection.");
                if (got.EndOfMessage) break;
            }

            using var message = JsonDocument.Parse(Encoding.UTF8.GetString(whole.ToArray()));
            if (isIt(message.RootElement)) return message.RootElement.Clone();
        }
    }

    private async Task DrainAsync(StreamReader from)
    {
        const string Listening = "DevTools listening on ws://127.0.0.1:";
        while (await from.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(Listening, StringComparison.Ordinal))
                _port.TrySetResult(int.Parse(line[Listening.Length..line.IndexOf('/', Listening.Length)], System.Globalization.CultureInfo.InvariantCulture));
        }

        _port.TrySetException(new InvalidOperationException("The browser ended before it listened."));
    }
}
