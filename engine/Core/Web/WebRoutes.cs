using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;

namespace Sluice.Core.Web;

/// <summary>
/// The paths that stages serve on the engine's web front, such as live pictures. A stage asks <c>StageContext.Services</c> for it, adds its
/// paths in <c>StartAsync</c> and takes them away when it is disposed. The front finds the longest path that a request's begins with.
/// </summary>
public sealed class WebRoutes
{
    private readonly ConcurrentDictionary<string, RequestDelegate> _routes = new(StringComparer.Ordinal);

    /// <summary>What is served, in order, for the front's list.</summary>
    public IReadOnlyList<string> Paths => [.. _routes.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Serves a path and everything under it.</summary>
    /// <param name="path">Begins with a slash and has none at its end, such as <c>/live/gate</c>.</param>
    /// <param name="handler">Answers; called on many threads at once. The request's <c>PathBase</c> is then the served path, its
    /// <c>Path</c> what follows.</param>
    /// <returns>Takes the path away again.</returns>
    /// <exception cref="ArgumentException">The path is taken, or has no such form.</exception>
    public IDisposable Map(string path, RequestDelegate handler)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (path[0] != '/' || path[^1] == '/') throw new ArgumentException($"'{path}' is no path such as /live/gate.", nameof(path));
        if (!_routes.TryAdd(path, handler)) throw new ArgumentException($"Two stages want to serve '{path}'.", nameof(path));
        return new Route(_routes, path);
    }

    /// <summary>Finds who answers a request.</summary>
    /// <param name="request">The request's path.</param>
    /// <param name="handler">Answers it.</param>
    /// <param name="rest">What follows the served path; empty or beginning with a slash.</param>
    public bool TryFind(PathString request, [MaybeNullWhen(false)] out RequestDelegate handler, out PathString rest)
    {
        var path = request.Value ?? "";
        for (var end = path.Length; end > 0; end = path.LastIndexOf('/', end - 1))
        {
            rest = path[end..];
            if (_routes.TryGetValue(path[..end], out handler)) return true;
        }

        (handler, rest) = (null, default);
        return false;
    }

    private sealed class Route(ConcurrentDictionary<string, RequestDelegate> routes, string path) : IDisposable
    {
        public void Dispose() => routes.TryRemove(path, out _);
    }
}
