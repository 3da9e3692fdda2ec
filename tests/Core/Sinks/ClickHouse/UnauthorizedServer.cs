using System.Net;
using System.Text;

namespace Sluice.Tests.Sinks.ClickHouse;

/// <summary>A server that lets nobody in.</summary>
internal sealed class UnauthorizedServer : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Task _serving;

    public UnauthorizedServer()
    {
        _listener.Prefixes.Add($"http://127.0.0.1:{Port}/");
        _listener.Start();
        _serving = Task.Run(ServeAsync);
    }

    public int Port { get; } = FreePort.Take();

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving;
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var http = await _listener.GetContextAsync();
                http.Response.StatusCode = 403;
                http.Response.Headers["X-ClickHouse-Exception-Code"] = "516";
                await http.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(
                    "Code: 516. DB::Exception: writer: Authentication failed: password is incorrect, or there is no user with such name. (AUTHENTICATION_FAILED)"));
                http.Response.Close();
            }
        }
        catch (Exception fault) when (fault is HttpListenerException or ObjectDisposedException)
        {
            // The end.
        }
    }
}
