using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Sluice.Core.Sinks.Media.Targets;

namespace Sluice.Core.Sinks.Media.Live;

/// <summary>Serves motion JPEG (<c>SOURCE.mjpg</c>) and single pictures (<c>SOURCE.jpg</c>).</summary>
/// <param name="source">The source's id.</param>
/// <param name="target">Where the pictures come from.</param>
internal sealed class MjpegView(string source, MjpegTarget target) : ILiveView
{
    private const string Boundary = "picture";
    private static readonly TimeSpan FirstPicture = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public string Link => source + ".mjpg";

    /// <inheritdoc/>
    public async Task<bool> ServeAsync(HttpContext context, string rest)
    {
        if (rest is not (".mjpg" or ".jpg")) return false;
        if (target.TryJoin() is not { } viewer)
        {
            context.Response.Headers.RetryAfter = "5";
            await RefuseAsync(context, $"'{source}' has as many viewers as the stage allows; try again when one has left.");
            return true;
        }

        try
        {
            context.Response.Headers.CacheControl = "no-cache, no-store";
            if (rest == ".jpg") await SendOneAsync(context, viewer);
            else await SendAllAsync(context, viewer);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // The viewer left.
        }
        finally
        {
            target.Leave(viewer);
        }

        return true;
    }

    private async Task SendOneAsync(HttpContext context, JpegViewer viewer)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        limit.CancelAfter(FirstPicture);
        JpegPicture? picture = null;
        try
        {
            picture = await viewer.NextAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            // No picture came.
        }

        if (picture == null)
        {
            await RefuseAsync(context, $"'{source}' has no picture yet.");
            return;
        }

        try
        {
            context.Response.ContentType = "image/jpeg";
            context.Response.ContentLength = picture.Bytes.Length;
            if (!HttpMethods.IsHead(context.Request.Method)) await context.Response.Body.WriteAsync(picture.Bytes, context.RequestAborted);
        }
        finally
        {
            picture.Release();
        }
    }

    // https://www.w3.org/Protocols/rfc1341/7_2_Multipart.html; the part's end goes with the part, for viewers that show it only then.
    private static async Task SendAllAsync(HttpContext context, JpegViewer viewer)
    {
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        context.Response.ContentType = $"multipart/x-mixed-replace; boundary={Boundary}";
        if (HttpMethods.IsHead(context.Request.Method)) return;
        var (body, stop) = (context.Response.Body, context.RequestAborted);
        var (head, tail) = (new byte[96], Encoding.ASCII.GetBytes($"\r\n--{Boundary}\r\n"));
        await body.WriteAsync(tail, stop);
        while (await viewer.NextAsync(stop) is { } picture)
        {
            try
            {
                await body.WriteAsync(head.AsMemory(0, WriteHead(head, picture.Bytes.Length)), stop);
                await body.WriteAsync(picture.Bytes, stop);
                await body.WriteAsync(tail, stop);
                await body.FlushAsync(stop);
            }
            finally
            {
                picture.Release();
            }
        }
    }

    private static int WriteHead(Span<byte> into, int length)
    {
        System.Text.Unicode.Utf8.TryWrite(into, CultureInfo.InvariantCulture,
            $"Content-Type: image/jpeg\r\nContent-Length: {length}\r\n\r\n", out var written);
        return written;
    }

    private static Task RefuseAsync(HttpContext context, string why)
    {
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(why + "\n", context.RequestAborted);
    }
}
