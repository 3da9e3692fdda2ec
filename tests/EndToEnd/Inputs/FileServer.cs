using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Sluice.EndToEnd.Tests.Inputs;

/// <summary>Serves what a test says over HTTP on a free port of this machine.</summary>
internal sealed class FileServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FileServer(WebApplication app) => _app = app;

    public string Url => _app.Urls.First();

    public static async Task<FileServer> StartAsync(Action<WebApplication> map)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        map(app);
        await app.StartAsync();
        return new(app);
    }

    /// <summary>A camera's MJPEG stream: pictures one after the other in one answer without end.</summary>
    public static async Task WriteMultipartAsync(HttpContext context, IReadOnlyList<byte[]> pictures, TimeSpan interval)
    {
        context.Response.ContentType = "multipart/x-mixed-replace; boundary=picture";
        for (var i = 0; !context.RequestAborted.IsCancellationRequested; i++)
        {
            var picture = pictures[i % pictures.Count];
            await context.Response.Body.WriteAsync(Encoding.ASCII.GetBytes($"--picture\r\nContent-Type: image/jpeg\r\nContent-Length: {picture.Length}\r\n\r\n"), context.RequestAborted);
            await context.Response.Body.WriteAsync(picture, context.RequestAborted);
            await context.Response.Body.WriteAsync("\r\n"u8.ToArray(), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await Task.Delay(interval, context.RequestAborted);
        }
    }

    /// <summary>A stream without a length, as a live one has none, at some 200 kB a second.</summary>
    public static async Task WritePacedAsync(HttpContext context, byte[] bytes, int passes)
    {
        const int Piece = 20_000;
        context.Response.ContentType = "application/octet-stream";
        for (var pass = 0; pass < passes; pass++)
        {
            for (var at = 0; at < bytes.Length; at += Piece)
            {
                await context.Response.Body.WriteAsync(bytes.AsMemory(at, Math.Min(Piece, bytes.Length - at)), context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                await Task.Delay(100, context.RequestAborted);
            }
        }
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
