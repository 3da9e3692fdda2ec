using Microsoft.AspNetCore.Http;

namespace Sluice.Core.Sinks.Media.Live;

/// <summary>What one source shows on the web front.</summary>
internal interface ILiveView
{
    /// <summary>Where a browser goes, below the stage's path.</summary>
    string Link { get; }

    /// <summary>Answers a request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="rest">What follows the source's id: <c>.mjpg</c>, <c>/</c>, <c>/index.m3u8</c>.</param>
    /// <returns>False when there is nothing of that name; nothing was sent then.</returns>
    Task<bool> ServeAsync(HttpContext context, string rest);
}
