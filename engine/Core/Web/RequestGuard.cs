using Microsoft.AspNetCore.Http;

namespace Sluice.Core.Web;

/// <summary>
/// Keeps web sites away from the front: a page that the operator has open elsewhere can make the browser send requests here, under a name
/// of its own that it lets point at this machine, or across sites.
/// </summary>
internal static class RequestGuard
{
    /// <summary>Why a request is refused; null when it is not. What Prometheus and probes read is not guarded: it changes nothing.</summary>
    public static string? RefusalOf(HttpRequest request)
    {
        if (request.Path.Value == "/metrics" || HealthApi.Has(request.Path.Value)) return null;
        if (!LoopbackAddress.IsLoopback(request.Host.Host))
            return $"the host '{request.Host}' is not this machine's loopback address; call it 127.0.0.1, localhost or [::1]";
        var origin = request.Headers.Origin.ToString();
        if (origin.Length > 0 && !origin.Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase))
            return $"requests from pages of '{origin}' are refused; only this front's own page may send them";
        return null;
    }
}
