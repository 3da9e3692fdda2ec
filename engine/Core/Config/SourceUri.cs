namespace Sluice.Core.Config;

/// <summary>Reads what kind of source a URI names; touches nothing but the file system.</summary>
public static class SourceUri
{
    /// <summary>The schemes a source may have, besides a plain path.</summary>
    public static IReadOnlyList<string> Schemes { get; } =
        ["rtsp", "rtsps", "http", "https", "rtmp", "rtmps", "srt", "udp", "tcp", "rtp", "v4l2", "file", "scene"];

    /// <summary>Classifies a URI or a path.</summary>
    /// <param name="uri">As written, environment variables filled in.</param>
    /// <param name="baseDirectory">Where relative paths start.</param>
    /// <param name="kind">What it is, when the answer is true; a path that does not exist counts as a file.</param>
    /// <param name="location">The absolute path for files and folders, otherwise the URI itself.</param>
    /// <returns>Whether its scheme is known.</returns>
    public static bool TryClassify(string uri, string baseDirectory, out SourceKind kind, out string location)
    {
        location = uri;
        kind = SourceKind.File;
        switch (SchemeOf(uri))
        {
            case "rtsp" or "rtsps":
                kind = SourceKind.Rtsp;
                return true;
            case "http" or "https":
                kind = SourceKind.Http;
                return true;
            case "rtmp" or "rtmps" or "srt" or "udp" or "tcp" or "rtp":
                kind = SourceKind.Network;
                return true;
            case "v4l2":
                kind = SourceKind.Device;
                location = uri["v4l2:".Length..];
                return true;
            case "scene":
                kind = SourceKind.Scene;
                return true;
            case "file":
                location = Path.GetFullPath(LocalPath(uri), baseDirectory);
                break;
            case null:
                location = Path.GetFullPath(uri, baseDirectory);
                break;
            default:
                return false;
        }

        if (location.StartsWith("/dev/video", StringComparison.Ordinal)) kind = SourceKind.Device;
        else if (Directory.Exists(location)) kind = SourceKind.Folder;
        return true;
    }

    /// <summary>Whether frames come whether or not the engine keeps up, so that edges below drop instead of waiting.</summary>
    /// <param name="kind">What the source is.</param>
    /// <param name="pace">How it is read.</param>
    public static bool IsLive(SourceKind kind, Pace pace)
        => IsCamera(kind) || pace == Pace.Realtime;

    /// <summary>Whether the end of the stream is a loss to recover from, and nothing of it can be read again.</summary>
    /// <param name="kind">What the source is.</param>
    public static bool IsCamera(SourceKind kind) => kind is SourceKind.Rtsp or SourceKind.Http or SourceKind.Network or SourceKind.Device;

    /// <summary>The scheme in lower case; null for a plain path.</summary>
    /// <remarks>One letter before a colon is a drive, not a scheme.</remarks>
    internal static string? SchemeOf(string uri)
    {
        var colon = uri.IndexOf(':', StringComparison.Ordinal);
        if (colon < 2 || !char.IsAsciiLetter(uri[0])) return null;
        foreach (var letter in uri.AsSpan(0, colon))
            if (!char.IsAsciiLetterOrDigit(letter) && letter is not ('+' or '-' or '.')) return null;
        return uri[..colon].ToLowerInvariant();
    }

    private static string LocalPath(string uri)
        => Uri.TryCreate(uri, UriKind.Absolute, out var parsed) && parsed.IsFile ? parsed.LocalPath : uri["file:".Length..];
}
