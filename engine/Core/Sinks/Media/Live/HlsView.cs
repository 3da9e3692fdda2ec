using Microsoft.AspNetCore.Http;

namespace Sluice.Core.Sinks.Media.Live;

/// <summary>Serves the folder of an HLS stream, and a page that plays it.</summary>
/// <param name="source">The source's id.</param>
/// <param name="playlist">Path of the playlist.</param>
internal sealed class HlsView(string source, string playlist) : ILiveView
{
    private readonly string _folder = Path.GetDirectoryName(playlist)!;
    private readonly string _playlistName = Path.GetFileName(playlist);

    /// <inheritdoc/>
    public string Link => source + "/";

    /// <inheritdoc/>
    public async Task<bool> ServeAsync(HttpContext context, string rest)
    {
        if (rest.Length == 0)
        {
            // Relative addresses in the page and the playlist start behind the slash.
            context.Response.Redirect(context.Request.PathBase + context.Request.Path + "/");
            return true;
        }

        var name = rest[1..];
        if (rest[0] != '/' || name.Contains('/', StringComparison.Ordinal)) return false;
        if (name.Length == 0)
        {
            await LivePages.SendAsync(context, LivePages.Player(source, _playlistName));
            return true;
        }

        var isPlaylist = name == _playlistName || name == "index.m3u8";
        var isPiece = name.StartsWith("piece-", StringComparison.Ordinal) || name.StartsWith("head-", StringComparison.Ordinal);
        var path = Path.Combine(_folder, isPlaylist ? _playlistName : name);
        if ((!isPlaylist && !isPiece) || name.Contains('\\', StringComparison.Ordinal)) return false;
        FileStream file;
        try
        {
            // Open, it can be read to its end even when it is taken away meanwhile.
            file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.Asynchronous);
        }
        catch (IOException)
        {
            return false;
        }

        await using (file)
        {
            context.Response.ContentType = isPlaylist ? "application/vnd.apple.mpegurl" : "video/mp4";
            context.Response.Headers.CacheControl = isPlaylist ? "no-cache, no-store" : "public, max-age=60";
            context.Response.ContentLength = file.Length;
            if (!HttpMethods.IsHead(context.Request.Method)) await file.CopyToAsync(context.Response.Body, context.RequestAborted);
        }

        return true;
    }
}
