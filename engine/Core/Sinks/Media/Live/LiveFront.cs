using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Sluice.Abstractions;
using Sluice.Core.Web;

namespace Sluice.Core.Sinks.Media.Live;

/// <summary>What one stage shows on the engine's web front, below <c>/live/STAGE</c>.</summary>
internal sealed class LiveFront : IDisposable
{
    private readonly ConcurrentDictionary<string, ILiveView> _views = new(StringComparer.Ordinal);
    private readonly string _stage;
    private readonly string _path;
    private readonly IDisposable _route;

    private LiveFront(string stage, WebRoutes routes)
    {
        (_stage, _path) = (stage, $"/live/{stage}");
        _route = routes.Map(_path, AnswerAsync);
    }

    /// <summary>Opens the stage's paths.</summary>
    /// <param name="context">The stage's place in the graph.</param>
    /// <returns>Null when the engine has no web front.</returns>
    public static LiveFront? Open(StageContext context)
        => context.Services.GetService(typeof(WebRoutes)) is WebRoutes routes ? new(context.Id, routes) : null;

    /// <summary>Shows a source.</summary>
    /// <param name="source">Its id.</param>
    /// <param name="view">What it shows.</param>
    public void Add(string source, ILiveView view) => _views[source] = view;

    /// <summary>Shows a source no more.</summary>
    /// <param name="source">Its id.</param>
    public void Remove(string source) => _views.TryRemove(source, out _);

    /// <inheritdoc/>
    public void Dispose() => _route.Dispose();

    private async Task AnswerAsync(HttpContext context)
    {
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            context.Response.Headers.Allow = "GET, HEAD";
            return;
        }

        // A front may have moved the beginning of the path aside, or not.
        var path = context.Request.PathBase.Value + context.Request.Path.Value;
        var at = path.IndexOf(_path, StringComparison.Ordinal);
        var rest = at < 0 ? "" : path[(at + _path.Length)..];
        if (rest is "")
        {
            context.Response.Redirect(path + "/");
            return;
        }

        if (rest is "/")
        {
            await LivePages.SendAsync(context, LivePages.List(_stage, _views));
            return;
        }

        var (source, tail) = Split(rest[1..]);
        if (_views.TryGetValue(source, out var view) && await view.ServeAsync(context, tail)) return;
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        context.Response.ContentType = "text/plain";
        await context.Response.WriteAsync($"Nothing is served here; {_path}/ lists what is.\n", context.RequestAborted);
    }

    // An id may have dots in it: only what it is known by is cut off.
    private static (string Source, string Tail) Split(string rest)
    {
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        if (slash >= 0) return (rest[..slash], rest[slash..]);
        var extension = Path.GetExtension(rest);
        return extension is ".mjpg" or ".jpg" ? (rest[..^extension.Length], extension) : (rest, "");
    }
}
